#include "layout/order.h"
#include "base/arena.h"
#include "layout/layers.h"
#include "layout/order_drawing.h"
#include "layout/order_route.h"
#include <stdio.h>
#include <stdlib.h>

enum { KMAX = 8 };
static uint64_t seed;
static uint32_t rnd(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 32) * n >> 32);
}
static int param(const char *n, int d)
{
    const char *v = getenv(n);
    return v ? atoi(v) : d;
}
uint64_t order_effort(const struct layers *layers)
{
    return 3000 * (uint64_t)layers->slot_count;
}

static uint64_t build(struct drawing *d, struct router *r)
{
    const struct layers *l = d->layers;
    uint64_t c = 0;
    for (uint32_t i = 0; i < l->node_count; i++)
        drawing_hide_node(d, i);
    uint8_t *seen = calloc(l->node_count + 1, 1);
    uint32_t *queue = malloc(4 * l->node_count + 4), head = 0, tail = 0;
    int mode = param("MODE", 0);
    uint32_t *placed = calloc(l->node_count + 1, 4);
    if (mode == 0) { /* bfs */
        for (uint32_t i = 0; i < l->node_count; i++) {
            if (!seen[i]) queue[tail++] = i, seen[i] = 1;
            while (head < tail) {
                uint32_t n = queue[head++];
                for (uint32_t k = d->edge_starts[n]; k < d->edge_starts[n + 1]; k++) {
                    uint32_t e = d->edges[k], o = l->upper[e] == n ? l->lower[e] : l->upper[e];
                    if (!seen[o]) queue[tail++] = o, seen[o] = 1;
                }
            }
        }
    } else { /* most placed neighbours; ties: degree (mode 1) */
        for (uint32_t k = 0; k < l->node_count; k++) {
            uint32_t best = UINT32_MAX;
            double bs = -1;
            for (uint32_t i = 0; i < l->node_count; i++) {
                if (seen[i]) continue;
                double deg = d->edge_starts[i + 1] - d->edge_starts[i];
                double s = mode == 1 ? placed[i] * 1000 + deg : mode == 2 ? placed[i] / (deg+1) : mode==3 ? deg : mode==4 ? (placed[i]?1000:0)+deg: (placed[i]?1000:0)-deg;
                if (s > bs) bs = s, best = i;
            }
            if(best==UINT32_MAX) break;
            seen[best] = 1;
            queue[tail++] = best;
            for (uint32_t q = d->edge_starts[best]; q < d->edge_starts[best + 1]; q++) {
                uint32_t e = d->edges[q];
                placed[l->upper[e] == best ? l->lower[e] : l->upper[e]]++;
            }
        }
    }
    for (uint32_t i = 0; i < tail; i++) {
        route_node(r, queue[i], UINT32_MAX, &c);
        d->move_count = 0;
    }
    free(seen); free(queue); free(placed);
    return c;
}

bool order_layers(struct layers *layers, uint64_t effort, struct arena *arena,
                  struct budget *budget, struct error *error)
{
    struct arena scratch = *arena;
    struct drawing dr = {.effort = effort, .budget = budget, .error = error}, *d = &dr;
    seed = 88172645463325252ull + (uint64_t)param("SEED", 0) * 7919;
    drawing_init(d, layers, &scratch);
    struct router *r = router_new(d, &scratch);
    if (!layers->slot_count)
        return true;
    uint64_t now = build(d, r);
    int verbose = param("V", 0);
    if (verbose) printf("built %llu (count %llu) spent %.3f\n", (unsigned long long)now, (unsigned long long)order_crossings(layers, scratch), (double)d->spent / (double)effort);
    /* edges */
    uint32_t kmax = (uint32_t)param("K", 4), sel = (uint32_t)param("SEL", 0);
    uint64_t tries = 0, wins = 0, fails = 0;
    uint32_t round = 0;
    for (bool better = true; better && round < (uint32_t)param("ROUNDS", 3) && !drawing_over(d); round++) {
        better = false;
        for (uint32_t n = 0; n < layers->node_count && !drawing_over(d); n++) {
            uint64_t old = drawing_hide_node(d, n), fresh = 0;
            d->move_count = 0;
            if (!route_node(r, n, old, &fresh)) {
                drawing_undo(d);
                drawing_show_node(d, n);
            } else {
                if (fresh < old) better = true;
                now -= old - fresh;
            }
        }
        if (verbose) printf("round %u: %llu (count %llu) spent %.3f\n", round, (unsigned long long)now, (unsigned long long)order_crossings(layers, scratch), (double)d->spent / (double)effort);
    }
    while (!drawing_over(d)) {
        uint32_t set[KMAX], k = 1 + rnd(kmax), c = 0;
        uint32_t start = rnd(layers->node_count);
        uint64_t old = 0, fresh = 0;
        set[c++] = start;
        for (uint32_t t = 0; t < 20 && c < k; t++) {
            uint32_t n = set[sel == 2 ? 0 : rnd(c)], o;
            uint32_t deg = d->edge_starts[n + 1] - d->edge_starts[n];
            if (sel == 0 ? rnd(2) : sel == 1) {
                if (!deg) continue;
                uint32_t e = d->edges[d->edge_starts[n] + rnd(deg)];
                o = layers->upper[e] == n ? layers->lower[e] : layers->upper[e];
            } else {
                uint32_t l = layers->layer[n], w = layers->starts[l + 1] - layers->starts[l];
                uint32_t near = 8 < w ? 8 : w, p = drawing_place(d, n);
                uint32_t lo = p > near / 2 ? p - near / 2 : 0;
                if (lo + near > w) lo = w - near;
                o = layers->order[layers->starts[l] + lo + rnd(near)];
                if (o >= layers->node_count) { uint32_t e = layers->edge_of[o - layers->node_count]; o = rnd(2) ? layers->upper[e] : layers->lower[e]; }
            }
            bool in = false;
            for (uint32_t i = 0; i < c; i++) in |= set[i] == o;
            if (!in) set[c++] = o;
        }
        for (uint32_t i = 0; i < c; i++) old += drawing_hide_node(d, set[i]);
        d->move_count = 0;
        tries++;
        bool ok = old > 0;
        for (uint32_t i = c; i > 1; i--) { uint32_t j = rnd(i), t = set[i - 1]; set[i - 1] = set[j]; set[j] = t; }
        for (uint32_t i = 0; ok && i < c; i++)
            ok = fresh <= old && route_node(r, set[i], old - fresh, &fresh);
        if (!ok) {
            fails++;
            drawing_undo(d);
            for (uint32_t i = 0; i < c; i++) drawing_show_node(d, set[i]);
        } else {
            if (fresh < old) wins++;
            now -= old - fresh;
        }
    }
    if (verbose) printf("end %llu (count %llu) tries %llu wins %llu fails %llu\n", (unsigned long long)now, (unsigned long long)order_crossings(layers, scratch), (unsigned long long)tries, (unsigned long long)wins, (unsigned long long)fails);
    return !d->failed;
}
