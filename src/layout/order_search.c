#include "layout/order_search.h"
#include "base/arena.h"
#include "layout/layers.h"
#include "layout/order_route.h"
#include <stdio.h>
#include <stdlib.h>
int param(const char *n, int d);
int param(const char *n, int d)
{
    const char *v = getenv(n);
    return v ? atoi(v) : d;
}

enum { SHAKEN = 8 };

struct search {
    struct drawing *drawing;
    struct router *router;
    uint32_t *top, *bottom; /* by node: the layers that its edges reach */
    uint64_t *settled;      /* by node: the time when it was found to gain nothing */
    uint64_t *changed;      /* by layer: the time of its last change */
    uint64_t time;
    uint64_t random;
};

struct search *search_new(struct drawing *drawing, struct arena *arena)
{
    const struct layers *layers = drawing->layers;
    struct search *search = ARENA_NEW(arena, struct search, 1);
    search->drawing = drawing;
    search->router = router_new(drawing, arena);
    search->top = ARENA_NEW(arena, uint32_t, layers->node_count);
    search->bottom = ARENA_NEW(arena, uint32_t, layers->node_count);
    search->settled = ARENA_NEW(arena, uint64_t, layers->node_count);
    search->changed = ARENA_NEW(arena, uint64_t, layers->layer_count);
    search->random = 88172645463325252u + (uint64_t)param("SEED", 0) * 7919;
    search->time = 1;
    for (uint32_t n = 0; n < layers->node_count; n++)
        search->top[n] = search->bottom[n] = layers->layer[n];
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        uint32_t upper = layers->upper[e], lower = layers->lower[e];
        if (layers->layer[lower] > search->bottom[upper])
            search->bottom[upper] = layers->layer[lower];
        if (layers->layer[upper] < search->top[lower])
            search->top[lower] = layers->layer[upper];
    }
    for (uint32_t l = 0; l < layers->layer_count; l++)
        search->changed[l] = 1;
    return search;
}

static uint32_t random_below(struct search *search, uint32_t end)
{
    search->random ^= search->random << 13;
    search->random ^= search->random >> 7;
    search->random ^= search->random << 17;
    return (uint32_t)((search->random >> 32) * end >> 32);
}

static void note_changes(struct search *search)
{
    struct drawing *drawing = search->drawing;
    search->time++;
    for (uint32_t i = 0; i < drawing->move_count; i++)
        search->changed[drawing->layers->layer[drawing->moves[i].slot]] = search->time;
    drawing->move_count = 0;
}

/* Takes nodes out and puts them back in their order; everything stays as it is if that has more
 * crossings. Gives the crossings that went. */
static uint64_t renew(struct search *search, const uint32_t *nodes, uint32_t count)
{
    struct drawing *drawing = search->drawing;
    uint64_t before = 0, after = 0;
    for (uint32_t i = 0; i < count; i++)
        before += drawing_hide_node(drawing, nodes[i]);
    bool fine = before > 0;
    for (uint32_t i = 0; fine && i < count; i++)
        fine = route_node(search->router, nodes[i], before - after, &after) && after <= before;
    if (fine) {
        note_changes(search);
        return before - after;
    }
    drawing_undo(drawing);
    for (uint32_t i = 0; i < count; i++)
        drawing_show_node(drawing, nodes[i]);
    return 0;
}

static uint64_t reroute(struct search *search, uint32_t edge)
{
    struct drawing *drawing = search->drawing;
    if (drawing->layers->chains[edge] == drawing->layers->chains[edge + 1])
        return 0;
    uint64_t before = drawing_edge_crossings(drawing, edge), after = 0;
    if (!before)
        return 0;
    drawing_hide_bends(drawing, edge);
    if (route_edge(search->router, edge, before - 1, &after)) {
        note_changes(search);
        return before - after;
    }
    drawing_show_bends(drawing, edge);
    return 0;
}

static bool is_settled(const struct search *search, uint32_t node)
{
    for (uint32_t l = search->top[node]; l <= search->bottom[node]; l++)
        if (search->changed[l] > search->settled[node])
            return false;
    return true;
}

uint64_t search_settle(struct search *search)
{
    struct drawing *drawing = search->drawing;
    uint64_t gone = 0, gain = 1;
    for (int r = 0; r < param("EDGES", 0); r++)
        for (uint32_t e = 0; e < drawing->layers->edge_count && !drawing_over(drawing); e++)
            gone += reroute(search, e);
    if (param("V", 0))
        printf("edges: gone %llu spent %.3f\n", (unsigned long long)gone,
               (double)drawing->spent / (double)drawing->effort);
    for (; gain && !drawing_over(drawing); gone += gain) {
        gain = 0;
        for (uint32_t n = 0; n < drawing->layers->node_count && !drawing_over(drawing); n++) {
            if (is_settled(search, n))
                continue;
            uint64_t less = renew(search, &n, 1);
            gain += less;
            search->settled[n] = search->time;
        }
        if (param("V", 0))
            printf("round: gone %llu spent %.3f\n", (unsigned long long)gain,
                   (double)drawing->spent / (double)drawing->effort);
        if (param("FRAC", 0) && gain * (uint64_t)param("FRAC", 0) < gone)
            break;
    }
    return gone;
}

/* Some nodes that are connected. */
static uint32_t pick_nodes(struct search *search, uint32_t *nodes)
{
    const struct layers *layers = search->drawing->layers;
    const uint32_t *starts = search->drawing->edge_starts;
    uint32_t wanted = 1 + random_below(search, (uint32_t)param("K", 6)), count = 1;
    nodes[0] = random_below(search, layers->node_count);
    for (uint32_t tries = 0; tries < 3 * wanted && count < wanted; tries++) {
        uint32_t node = nodes[random_below(search, count)];
        if (starts[node] == starts[node + 1])
            break;
        uint32_t i = starts[node] + random_below(search, starts[node + 1] - starts[node]);
        uint32_t edge = search->drawing->edges[i], at = 0;
        uint32_t other = layers->upper[edge] == node ? layers->lower[edge] : layers->upper[edge];
        while (at < count && nodes[at] != other)
            at++;
        if (at == count)
            nodes[count++] = other;
    }
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = random_below(search, i), node = nodes[j];
        nodes[j] = nodes[i - 1];
        nodes[i - 1] = node;
    }
    return count;
}

uint64_t search_shake(struct search *search)
{
    uint32_t nodes[SHAKEN];
    uint64_t gone = 0, tries = 0;
    if (!search->drawing->layers->node_count)
        return 0;
    while (!drawing_over(search->drawing)) {
        uint32_t count = pick_nodes(search, nodes);
        gone += renew(search, nodes, count);
        drawing_spend(search->drawing, 16);
        tries++;
    }
    if (param("V", 0))
        printf("shakes %llu gone %llu\n", (unsigned long long)tries, (unsigned long long)gone);
    return gone;
}
