/* From the heaviest edge on, each has its bends if they are left. */
#include "layout/thinning.h"
#include "base/arena.h"
#include "base/sort.h"
#include "layout/digraph.h"

static uint32_t bends_of(const struct digraph_edge *edge, const uint32_t *rank)
{
    uint32_t from = rank[edge->from], to = rank[edge->to];
    return (from < to ? to - from : from - to) - 1;
}

static uint64_t count_bends(const struct digraph *graph, const uint32_t *rank)
{
    uint64_t count = 0;
    for (size_t e = 0; e < graph->edge_count; e++)
        count += bends_of(&graph->edges[e], rank);
    return count;
}

static bool heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct digraph_edge *edges = context;
    return edges[a].weight > edges[b].weight;
}

/* By edge: 1 where it gets no bends. Gives their number. */
static size_t mark_across(const struct digraph *graph, const uint32_t *rank, uint64_t *bends,
                          uint8_t *is_across, struct arena scratch)
{
    uint32_t *order = ARENA_NEW(&scratch, uint32_t, graph->edge_count);
    size_t count = 0;
    for (uint32_t e = 0; e < graph->edge_count; e++)
        order[e] = e;
    sort_ids(order, graph->edge_count, heavier, graph->edges, scratch);
    for (size_t i = 0; i < graph->edge_count; i++) {
        uint32_t own = bends_of(&graph->edges[order[i]], rank);
        is_across[order[i]] = own > *bends;
        count += is_across[order[i]];
        *bends -= is_across[order[i]] ? 0 : own;
    }
    return count;
}

struct thinned thinning(const struct digraph *graph, const uint32_t *rank, uint64_t *bends,
                        struct arena *arena)
{
    uint64_t all = count_bends(graph, rank);
    if (all <= *bends) {
        *bends -= all;
        return (struct thinned){.graph = graph};
    }
    struct digraph *thin = ARENA_NEW(arena, struct digraph, 1);
    struct digraph_edge *edges = ARENA_NEW(arena, struct digraph_edge, graph->edge_count);
    struct digraph_edge *across = ARENA_NEW(arena, struct digraph_edge, graph->edge_count);
    struct arena scratch = *arena;
    uint8_t *is_across = ARENA_NEW(&scratch, uint8_t, graph->edge_count);
    size_t count = mark_across(graph, rank, bends, is_across, scratch), kept = 0, out = 0;
    for (size_t e = 0; e < graph->edge_count; e++)
        if (is_across[e])
            across[out++] = graph->edges[e];
        else
            edges[kept++] = graph->edges[e];
    *thin = *graph;
    thin->edges = edges;
    thin->edge_count = kept;
    return (struct thinned){thin, across, count};
}
