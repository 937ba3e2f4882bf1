#include "layout/order.h"
#include "base/arena.h"
#include "layout/layers.h"
#include "layout/order_drawing.h"
#include "layout/order_search.h"
#include "layout/order_sweep.h"
#include <string.h>
#include <stdio.h>
#include <stdlib.h>

int param(const char *n, int d);
uint64_t order_effort(const struct layers *layers)
{
    return 3000 * (uint64_t)layers->slot_count;
}

static uint64_t sweeps(struct drawing *d, struct sweeper *w, struct arena scratch, int n, int med, int sw)
{
    const struct layers *l = d->layers;
    uint32_t *best = malloc(4 * l->slot_count + 4);
    uint64_t least = order_crossings(l, scratch);
    memcpy(best, d->order, 4 * l->slot_count);
    int bad = 0;
    for (int i = 0; i < n && bad < 4; i++) {
        sweep(w, i % 2 ? DRAWING_BELOW : DRAWING_ABOVE, med == 2 ? i % 4 < 2 : med);
        if (sw) sweep_switch(w);
        uint64_t c = order_crossings(l, scratch);
        drawing_spend(d, l->above_starts[l->slot_count] * 4);
        if (c < least) least = c, memcpy(best, d->order, 4 * l->slot_count), bad = 0; else bad++;
    }
    memcpy(d->order, best, 4 * l->slot_count);
    for (uint32_t k = 0; k < l->layer_count; k++) for (uint32_t t = l->starts[k]; t < l->starts[k + 1]; t++) d->place[d->order[t]] = t - l->starts[k];
    free(best);
    return least;
}

bool order_layers(struct layers *layers, uint64_t effort, struct arena *arena,
                  struct budget *budget, struct error *error)
{
    struct arena scratch = *arena;
    struct drawing dr = {.effort = effort, .budget = budget, .error = error}, *d = &dr;
    drawing_init(d, layers, &scratch);
    if (!layers->slot_count)
        return true;
    struct search *search = search_new(d, &scratch);
    int verbose = param("V", 0);
    struct sweeper *w = sweeper_new(d, &scratch);
    uint64_t now = sweeps(d, w, scratch, param("SW", 24), param("MED", 2), param("SWITCH", 0));
    if (verbose) printf("swept %llu (count %llu) spent %.3f\n", (unsigned long long)now, (unsigned long long)order_crossings(layers, scratch), (double)d->spent / (double)effort);
    now -= search_settle(search);
    if (verbose) printf("settled %llu (count %llu) spent %.3f\n", (unsigned long long)now, (unsigned long long)order_crossings(layers, scratch), (double)d->spent / (double)effort);
    now -= search_shake(search);
    if (verbose) printf("shaken %llu (count %llu) spent %.3f\n", (unsigned long long)now, (unsigned long long)order_crossings(layers, scratch), (double)d->spent / (double)effort);
    return !d->failed;
}
