/* Strongly connected components after Tarjan (1972), without recursion. */
#include "layout/tangle.h"
#include "layout/digraph.h"
#include "base/arena.h"

#include <stdbool.h>
#include <string.h>

#define NONE UINT32_MAX

enum {
    SCALE = 16,            /* of weights to costs */
    COLD = 16 * SCALE,     /* what an edge costs beyond its weight */
    HOT = 4,               /* what one costs that is hotter than those that come back, by that */
    MOST_WEIGHT = 1000000, /* heavier edges cost no more */
};

struct tangle_lists tangle_list(const struct digraph *graph, const uint32_t *edges, size_t count,
                                bool by_source, struct arena *arena)
{
    struct tangle_lists lists = {ARENA_NEW(arena, uint32_t, count),
                                 ARENA_NEW(arena, uint32_t, graph->node_count + 2)};
    for (size_t i = 0; i < count; i++) {
        const struct digraph_edge *edge = &graph->edges[edges[i]];
        lists.starts[(by_source ? edge->from : edge->to) + 2]++;
    }
    for (size_t v = 2; v < graph->node_count + 2; v++)
        lists.starts[v] += lists.starts[v - 1];
    for (size_t i = 0; i < count; i++) {
        const struct digraph_edge *edge = &graph->edges[edges[i]];
        lists.edges[lists.starts[(by_source ? edge->from : edge->to) + 1]++] = edges[i];
    }
    return lists;
}

/* Tarjan's search without recursion. */
struct search {
    const struct digraph *graph;
    struct tangle_lists out;
    uint32_t *number, *low, *cursor, *part;
    uint32_t *path, *open; /* stacks: nodes on the way, and those without a component yet */
    uint32_t path_count, open_count, found, parts;
};

static void enter(struct search *search, uint32_t node)
{
    search->number[node] = search->low[node] = ++search->found;
    search->cursor[node] = search->out.starts[node];
    search->path[search->path_count++] = node;
    search->open[search->open_count++] = node;
}

static void leave(struct search *search, uint32_t node)
{
    search->path_count--;
    if (search->path_count) {
        uint32_t *low = &search->low[search->path[search->path_count - 1]];
        *low = search->low[node] < *low ? search->low[node] : *low;
    }
    if (search->low[node] != search->number[node])
        return;
    uint32_t member;
    do {
        member = search->open[--search->open_count];
        search->part[member] = search->parts;
    } while (member != node);
    search->parts++;
}

static void find_parts_from(struct search *search, uint32_t start)
{
    enter(search, start);
    while (search->path_count) {
        uint32_t node = search->path[search->path_count - 1];
        if (search->cursor[node] == search->out.starts[node + 1]) {
            leave(search, node);
            continue;
        }
        uint32_t other = search->graph->edges[search->out.edges[search->cursor[node]++]].to;
        if (!search->number[other])
            enter(search, other);
        else if (search->part[other] == NONE && search->number[other] < search->low[node])
            search->low[node] = search->number[other];
    }
}

/* By node: its strongly connected component. */
static uint32_t *find_parts(const struct digraph *graph, const uint32_t *edges, struct arena *arena)
{
    uint32_t *part = ARENA_NEW(arena, uint32_t, graph->node_count);
    memset(part, 0xff, graph->node_count * sizeof *part);
    struct arena scratch = *arena;
    struct search search = {
        .graph = graph,
        .out = tangle_list(graph, edges, graph->edge_count, true, &scratch),
        .number = ARENA_NEW(&scratch, uint32_t, graph->node_count),
        .low = ARENA_NEW(&scratch, uint32_t, graph->node_count),
        .cursor = ARENA_NEW(&scratch, uint32_t, graph->node_count),
        .path = ARENA_NEW(&scratch, uint32_t, graph->node_count),
        .open = ARENA_NEW(&scratch, uint32_t, graph->node_count),
        .part = part,
    };
    for (uint32_t v = 0; v < graph->node_count; v++)
        if (!search.number[v])
            find_parts_from(&search, v);
    return part;
}

/* Every edge that points upwards costs something, so that there are few of them. */
static int64_t cost_of(double weight)
{
    return COLD + SCALE * (weight > 1 ? weight < MOST_WEIGHT ? (int64_t)weight : MOST_WEIGHT : 1);
}

struct weighing {
    int64_t *balance; /* by node: costs of edges to it less those from it */
    uint8_t *returns; /* by node: there is an edge from it */
};

/* Where edges go both ways between two nodes, those of the hotter way count more. */
static void weigh_node(struct tangle *tangle, uint32_t node, const struct weighing *weighing)
{
    const struct digraph_edge *edges = tangle->graph->edges;
    const struct tangle_lists *out = &tangle->out, *in = &tangle->in;
    for (uint32_t i = in->starts[node]; i < in->starts[node + 1]; i++) {
        const struct digraph_edge *edge = &edges[in->edges[i]];
        weighing->balance[edge->from] -= cost_of(edge->weight);
        weighing->returns[edge->from] = 1;
    }
    for (uint32_t i = out->starts[node]; i < out->starts[node + 1]; i++)
        weighing->balance[edges[out->edges[i]].to] += cost_of(edges[out->edges[i]].weight);
    for (uint32_t i = out->starts[node]; i < out->starts[node + 1]; i++) {
        const struct digraph_edge *edge = &edges[out->edges[i]];
        bool is_hotter = weighing->returns[edge->to] && weighing->balance[edge->to] > 0;
        tangle->costs[out->edges[i]] =
            cost_of(edge->weight) + (is_hotter ? HOT * weighing->balance[edge->to] : 0);
    }
    for (uint32_t i = in->starts[node]; i < in->starts[node + 1]; i++) {
        weighing->balance[edges[in->edges[i]].from] = 0;
        weighing->returns[edges[in->edges[i]].from] = 0;
    }
    for (uint32_t i = out->starts[node]; i < out->starts[node + 1]; i++)
        weighing->balance[edges[out->edges[i]].to] = 0;
}

static void weigh(struct tangle *tangle, struct arena scratch)
{
    size_t count = tangle->graph->node_count;
    struct weighing weighing = {ARENA_NEW(&scratch, int64_t, count),
                                ARENA_NEW(&scratch, uint8_t, count)};
    for (uint32_t v = 0; v < count; v++)
        weigh_node(tangle, v, &weighing);
}

struct tangle tangle_new(const struct digraph *graph, struct arena *arena)
{
    struct tangle tangle = {.graph = graph,
                            .edges = ARENA_NEW(arena, uint32_t, graph->edge_count),
                            .costs = ARENA_NEW(arena, int64_t, graph->edge_count)};
    struct arena scratch = *arena;
    uint32_t *all = ARENA_NEW(&scratch, uint32_t, graph->edge_count);
    for (uint32_t e = 0; e < graph->edge_count; e++)
        all[e] = e;
    const uint32_t *part = find_parts(graph, all, &scratch);
    for (uint32_t e = 0; e < graph->edge_count; e++)
        if (part[graph->edges[e].from] == part[graph->edges[e].to])
            tangle.edges[tangle.edge_count++] = e;
    tangle.out = tangle_list(graph, tangle.edges, tangle.edge_count, true, arena);
    tangle.in = tangle_list(graph, tangle.edges, tangle.edge_count, false, arena);
    weigh(&tangle, *arena);
    return tangle;
}
