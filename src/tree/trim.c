/* pprof's trimming of a graph for text reports. */
#include "tree/graph.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sort.h"
#include "select/frames.h"
#include "select/selection.h"

struct order {
    const struct graph *graph;
    const struct str *names;
    bool by_cum;
};

static bool node_before(const void *context, uint32_t a, uint32_t b)
{
    const struct order *order = context;
    const struct graph *graph = order->graph;
    const int64_t *first = order->by_cum ? graph->cum : graph->flat;
    const int64_t *last = order->by_cum ? graph->flat : graph->cum;
    int64_t x = number_abs(first[a * graph->columns]), y = number_abs(first[b * graph->columns]);
    if (x != y)
        return x > y;
    int names = str_compare(order->names[a], order->names[b]);
    if (names)
        return names < 0;
    x = number_abs(last[a * graph->columns]);
    y = number_abs(last[b * graph->columns]);
    if (x != y)
        return x > y;
    return graph->node_frames[a] < graph->node_frames[b];
}

static void order_nodes(struct trimmed *trimmed, const struct trim *trim, struct arena *arena)
{
    const struct graph *graph = trimmed->graph;
    uint32_t *ids = ARENA_NEW(arena, uint32_t, graph->node_count);
    trimmed->names = ARENA_NEW(arena, struct str, graph->node_count);
    for (uint32_t i = 0; i < graph->node_count; i++) {
        ids[i] = i;
        trimmed->names[i] = frame_name(graph->frames, graph->node_frames[i], arena);
    }
    struct order order = {graph, trimmed->names, trim->by_cum};
    sort_ids(ids, graph->node_count, node_before, &order, *arena);
    trimmed->order = ids;
}

/* |trunc(sum of flat * fraction)|: what a node or an edge must reach. */
static int64_t cutoff(const struct graph *graph, double fraction)
{
    int64_t sum = 0;
    for (size_t i = 0; i < graph->node_count; i++)
        sum = number_add(sum, graph->flat[i * graph->columns]);
    return number_abs(number_trunc((double)sum * fraction));
}

/* Frames of the first `count` nodes in the order that reach the cutoff. */
static uint8_t *keep(const struct graph *graph, const uint32_t *order, size_t count,
                     int64_t node_cutoff, struct arena *arena, size_t *kept)
{
    uint8_t *frames = ARENA_NEW(arena, uint8_t, graph->frames->count);
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t node = order ? order[i] : (uint32_t)i;
        if (number_abs(graph->cum[node * graph->columns]) < node_cutoff)
            continue;
        frames[graph->node_frames[node]] = 1;
        ++*kept;
    }
    return frames;
}

static void keep_edges(struct trimmed *trimmed, int64_t edge_cutoff, struct arena *arena)
{
    const struct graph *graph = trimmed->graph;
    uint8_t *kept = ARENA_NEW(arena, uint8_t, graph->edge_count);
    for (size_t i = 0; i < graph->edge_count; i++)
        kept[i] = number_abs(graph->edge_weights[i * graph->columns]) >= edge_cutoff;
    trimmed->edge_kept = kept;
}

/* The frames that are left when all but the heaviest `count` of the kept ones go. */
static bool keep_heaviest(const struct selection *selection, const struct frames *frames,
                          const struct trim *trim, const uint8_t **set, struct arena *arena,
                          struct budget *budget, struct error *error)
{
    struct trimmed all = {
        .graph = graph_new(selection, frames, *set, GRAPH_NODES, arena, budget, error)};
    if (!all.graph)
        return false;
    size_t kept;
    order_nodes(&all, trim, arena);
    *set = keep(all.graph, all.order, (size_t)trim->node_count, 0, arena, &kept);
    return true;
}

const struct trimmed *graph_trim(const struct selection *selection, const struct frames *frames,
                                 const struct trim *trim, struct arena *arena,
                                 struct budget *budget, struct error *error)
{
    struct trimmed *trimmed = ARENA_NEW(arena, struct trimmed, 1);
    const uint8_t *set = NULL;
    const struct graph *whole =
        graph_new(selection, frames, NULL, GRAPH_NODES, arena, budget, error);
    if (!whole)
        return NULL;
    int64_t node_cutoff = cutoff(whole, trim->node_fraction);
    trimmed->node_count = whole->node_count;
    if (node_cutoff > 0) {
        const uint8_t *heavy =
            keep(whole, NULL, whole->node_count, node_cutoff, arena, &trimmed->node_count);
        trimmed->dropped_nodes = whole->node_count - trimmed->node_count;
        set = trimmed->dropped_nodes ? heavy : NULL;
    }
    if (trim->node_count > 0 && (uint64_t)trim->node_count < trimmed->node_count &&
        !keep_heaviest(selection, frames, trim, &set, arena, budget, error))
        return NULL;
    trimmed->graph = graph_new(selection, frames, set, GRAPH_NODES_AND_EDGES, arena, budget, error);
    if (!trimmed->graph)
        return NULL;
    order_nodes(trimmed, trim, arena);
    keep_edges(trimmed, cutoff(whole, trim->edge_fraction), arena);
    return trimmed;
}
