/* Two orders of the nodes are made better and compared by the edges that point backwards in them:
 * depth first from the roots, heavy edges first, and by weight. */
#include "layout/cycles.h"
#include "layout/digraph.h"
#include "layout/peeling.h"
#include "layout/tangle.h"
#include "layout/turning.h"
#include "base/arena.h"
#include "base/sort.h"

#include <string.h>

static bool heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct digraph_edge *edges = context;
    return edges[a].weight > edges[b].weight;
}

struct descent {
    const struct digraph *graph;
    struct tangle_lists out; /* the heavy edges first */
    uint32_t *cursor, *path, *place;
    uint8_t *seen;
    uint32_t left; /* nodes without a place, which are given from the last one backwards */
};

static void descend(struct descent *descent, uint32_t start)
{
    uint32_t depth = 0;
    if (descent->seen[start])
        return;
    descent->seen[start] = 1;
    descent->path[depth++] = start;
    while (depth) {
        uint32_t node = descent->path[depth - 1];
        if (descent->cursor[node] == descent->out.starts[node + 1]) {
            descent->place[node] = --descent->left;
            depth--;
            continue;
        }
        uint32_t other = descent->graph->edges[descent->out.edges[descent->cursor[node]++]].to;
        if (descent->seen[other])
            continue;
        descent->seen[other] = 1;
        descent->path[depth++] = other;
    }
}

/* Depth first: from the nodes that nothing leads to, then from those where most weight starts. */
static uint32_t *places_by_depth(const struct digraph *graph, struct arena *arena)
{
    size_t count = graph->node_count;
    uint32_t *place = ARENA_NEW(arena, uint32_t, count);
    struct arena scratch = *arena;
    uint32_t *edges = ARENA_NEW(&scratch, uint32_t, graph->edge_count);
    uint8_t *entered = ARENA_NEW(&scratch, uint8_t, count);
    for (uint32_t e = 0; e < graph->edge_count; e++) {
        edges[e] = e;
        entered[graph->edges[e].to] = 1;
    }
    sort_ids(edges, graph->edge_count, heavier, graph->edges, scratch);
    struct descent descent = {.graph = graph,
                              .out = tangle_list(graph, edges, graph->edge_count, true, &scratch),
                              .cursor = ARENA_NEW(&scratch, uint32_t, count),
                              .path = ARENA_NEW(&scratch, uint32_t, count),
                              .place = place,
                              .seen = ARENA_NEW(&scratch, uint8_t, count),
                              .left = (uint32_t)count};
    memcpy(descent.cursor, descent.out.starts, count * sizeof *descent.cursor);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (!entered[graph->edges[edges[i]].from])
            descend(&descent, graph->edges[edges[i]].from);
    for (size_t i = 0; i < graph->edge_count; i++)
        descend(&descent, graph->edges[edges[i]].from);
    for (uint32_t v = 0; v < count; v++)
        descend(&descent, v);
    return place;
}

const uint8_t *cycles_reversed(const struct digraph *graph, struct arena *arena,
                               struct budget *budget, struct error *error)
{
    if (!budget_spend(budget, graph->node_count + graph->edge_count, error))
        return NULL;
    uint8_t *reversed = ARENA_NEW(arena, uint8_t, graph->edge_count);
    struct arena scratch = *arena;
    struct tangle tangle = tangle_new(graph, &scratch);
    if (!tangle.edge_count)
        return reversed;
    uint32_t *by_depth = places_by_depth(graph, &scratch);
    uint32_t *by_weight = peeling_places(&tangle, by_depth, &scratch);
    struct turning best, other;
    if (!turning_improve(&tangle, by_depth, &best, &scratch, budget, error) ||
        !turning_improve(&tangle, by_weight, &other, &scratch, budget, error))
        return NULL;
    bool is_better = other.cost != best.cost ? other.cost < best.cost : other.count < best.count;
    memcpy(reversed, is_better ? other.back : best.back, graph->edge_count);
    return reversed;
}
