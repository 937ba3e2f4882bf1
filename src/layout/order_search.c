/* Settling: one node after the other, until that gains little. Shaking: several connected nodes at
 * once, in a random order; what is no worse stays (ruin and recreate: Schrimpf, Schneider,
 * Stamm-Wilbrandt, Dueck, 2000). */
#include "layout/order_search.h"
#include "base/arena.h"
#include "layout/layers.h"
#include "layout/order_route.h"

/* SHAKEN: nodes taken out at once, at most. SHARE: no node may need more than this part of the
 * effort. LITTLE: settling ends when a round gains less than this part of all that was gained. */
enum { SHAKEN = 6, SHARE = 32, LITTLE = 10, PICK_UNITS = 16 };

struct search {
    struct drawing *drawing;
    struct router *router;
    uint32_t *top, *bottom; /* by node: the layers that its edges reach */
    uint8_t *fixed;         /* by node: too much work, or no edges */
    uint64_t *settled;      /* by node: when it was put back last */
    uint64_t *changed;      /* by layer: when a slot was moved last */
    uint64_t time, random, crossings;
};

/* Finds the nodes that must stay: putting one back is work for each segment between the layers
 * that its edges pass, on the way there and on the way back. */
static void fix_nodes(struct search *search, struct arena scratch)
{
    const struct layers *layers = search->drawing->layers;
    uint64_t *above = ARENA_NEW(&scratch, uint64_t, layers->layer_count); /* segments */
    uint64_t *work = ARENA_NEW(&scratch, uint64_t, layers->node_count);
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        above[l] = l ? above[l - 1] : 0;
        for (uint32_t i = layers->starts[l]; i < layers->starts[l + 1]; i++) {
            uint32_t slot = layers->order[i];
            above[l] += layers->above_starts[slot + 1] - layers->above_starts[slot];
        }
    }
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        uint32_t upper = layers->upper[e], lower = layers->lower[e];
        uint64_t segments = above[layers->layer[lower]] - above[layers->layer[upper]];
        work[upper] += 4 * segments;
        work[lower] += 4 * segments;
    }
    for (uint32_t n = 0; n < layers->node_count; n++)
        search->fixed[n] = !work[n] || work[n] > search->drawing->effort / SHARE;
}

static struct search search_new(struct drawing *drawing, struct arena *arena)
{
    const struct layers *layers = drawing->layers;
    struct search search = {.drawing = drawing,
                            .router = router_new(drawing, arena),
                            .top = ARENA_NEW(arena, uint32_t, layers->node_count),
                            .bottom = ARENA_NEW(arena, uint32_t, layers->node_count),
                            .fixed = ARENA_NEW(arena, uint8_t, layers->node_count),
                            .settled = ARENA_NEW(arena, uint64_t, layers->node_count),
                            .changed = ARENA_NEW(arena, uint64_t, layers->layer_count),
                            .time = 1,
                            .random = 88172645463325252u};
    for (uint32_t n = 0; n < layers->node_count; n++)
        search.top[n] = search.bottom[n] = layers->layer[n];
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        uint32_t upper = layers->upper[e], lower = layers->lower[e];
        if (layers->layer[lower] > search.bottom[upper])
            search.bottom[upper] = layers->layer[lower];
        if (layers->layer[upper] < search.top[lower])
            search.top[lower] = layers->layer[upper];
    }
    for (uint32_t l = 0; l < layers->layer_count; l++)
        search.changed[l] = 1;
    fix_nodes(&search, *arena);
    return search;
}

/* xorshift64 */
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

/* Takes nodes out and puts them back one after the other; everything stays as it was if that has
 * more crossings. */
static void renew(struct search *search, const uint32_t *nodes, uint32_t count)
{
    struct drawing *drawing = search->drawing;
    uint64_t before = 0, after = 0;
    for (uint32_t i = 0; i < count; i++)
        before += drawing_hide_node(drawing, nodes[i]);
    bool fine = before > 0;
    for (uint32_t i = 0; fine && i < count; i++)
        fine = route_node(search->router, nodes[i], before - after, &after);
    if (fine) {
        search->crossings -= before - after;
        note_changes(search);
        return;
    }
    drawing_undo(drawing);
    for (uint32_t i = 0; i < count; i++)
        drawing_show_node(drawing, nodes[i]);
}

/* Whether nothing has changed near a node since it was put back. */
static bool is_settled(const struct search *search, uint32_t node)
{
    for (uint32_t l = search->top[node]; l <= search->bottom[node]; l++)
        if (search->changed[l] > search->settled[node])
            return false;
    return true;
}

static bool is_over(const struct search *search)
{
    return !search->crossings || drawing_over(search->drawing);
}

static void settle(struct search *search)
{
    uint64_t first = search->crossings, before;
    do {
        before = search->crossings;
        for (uint32_t n = 0; n < search->drawing->layers->node_count && !is_over(search); n++) {
            if (search->fixed[n] || is_settled(search, n))
                continue;
            renew(search, &n, 1);
            search->settled[n] = search->time;
        }
    } while (!is_over(search) && before > search->crossings &&
             before - search->crossings >= (first - search->crossings) / LITTLE);
}

/* A neighbour of a node, by one of its edges. */
static uint32_t random_neighbour(struct search *search, uint32_t node)
{
    const struct drawing *drawing = search->drawing;
    uint32_t first = drawing->edge_starts[node], end = drawing->edge_starts[node + 1];
    uint32_t edge = drawing->edges[first + random_below(search, end - first)];
    uint32_t upper = drawing->layers->upper[edge];
    return upper == node ? drawing->layers->lower[edge] : upper;
}

static void shuffle(struct search *search, uint32_t *nodes, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = random_below(search, i), node = nodes[j];
        nodes[j] = nodes[i - 1];
        nodes[i - 1] = node;
    }
}

/* Some connected nodes; none where it hits a fixed one first. */
static uint32_t pick_nodes(struct search *search, uint32_t *nodes)
{
    uint32_t wanted = 1 + random_below(search, SHAKEN), count = 1;
    nodes[0] = random_below(search, search->drawing->layers->node_count);
    if (search->fixed[nodes[0]])
        return 0;
    for (uint32_t tries = 0; tries < 3 * wanted && count < wanted; tries++) {
        uint32_t node = random_neighbour(search, nodes[random_below(search, count)]), at = 0;
        while (at < count && nodes[at] != node)
            at++;
        if (at == count && !search->fixed[node])
            nodes[count++] = node;
    }
    shuffle(search, nodes, count);
    return count;
}

static void shake(struct search *search)
{
    uint32_t nodes[SHAKEN];
    while (!is_over(search)) {
        drawing_spend(search->drawing, PICK_UNITS);
        renew(search, nodes, pick_nodes(search, nodes));
    }
}

void search(struct drawing *drawing, uint64_t crossings, struct arena scratch)
{
    struct search search = search_new(drawing, &scratch);
    search.crossings = crossings;
    settle(&search);
    shake(&search);
}
