/* Union-find over the nodes; then each node and edge goes to the graph of its root. */
#include "layout/components.h"
#include "base/arena.h"
#include "base/sort.h"
#include "layout/digraph.h"

struct part {
    double weight;
    uint32_t nodes, edges; /* counted, then filled up to */
    struct digraph_node *node_at;
    struct digraph_edge *edge_at;
};

/* With path halving: short paths without going down them twice. */
static uint32_t root_of(uint32_t *parents, uint32_t node)
{
    for (; parents[node] != node; node = parents[node])
        parents[node] = parents[parents[node]];
    return node;
}

/* By node: the least node that it is connected with. */
static void join(const struct digraph *graph, uint32_t *parents)
{
    for (uint32_t i = 0; i < graph->node_count; i++)
        parents[i] = i;
    for (size_t i = 0; i < graph->edge_count; i++) {
        uint32_t a = root_of(parents, graph->edges[i].from);
        uint32_t b = root_of(parents, graph->edges[i].to);
        parents[a > b ? a : b] = a > b ? b : a;
    }
    for (uint32_t i = 0; i < graph->node_count; i++)
        parents[i] = parents[parents[i]];
}

static void measure(const struct digraph *graph, const uint32_t *roots, struct part *parts)
{
    for (size_t i = 0; i < graph->node_count; i++)
        parts[roots[i]].nodes++;
    for (size_t i = 0; i < graph->edge_count; i++) {
        struct part *part = &parts[roots[graph->edges[i].from]];
        part->edges++;
        part->weight += graph->edges[i].weight;
    }
}

static bool heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct part *parts = context;
    if (parts[a].weight != parts[b].weight)
        return parts[a].weight > parts[b].weight;
    return parts[a].nodes > parts[b].nodes;
}

/* Gives every part a stretch of two arrays, in the order of the graphs. */
static void add_graphs(const struct digraph *graph, const uint32_t *ids, struct part *parts,
                       struct components *components, struct arena *arena)
{
    struct digraph_node *nodes = ARENA_NEW(arena, struct digraph_node, graph->node_count);
    struct digraph_edge *edges = ARENA_NEW(arena, struct digraph_edge, graph->edge_count);
    components->graphs = ARENA_NEW(arena, struct digraph, components->count);
    for (size_t i = 0; i < components->count; i++) {
        struct part *part = &parts[ids[i]];
        struct digraph *one = &components->graphs[i];
        *one = *graph;
        one->nodes = part->node_at = nodes;
        one->edges = part->edge_at = edges;
        one->node_count = part->nodes;
        one->edge_count = part->edges;
        nodes += part->nodes;
        edges += part->edges;
        part->nodes = part->edges = 0;
    }
}

static void fill_graphs(const struct digraph *graph, const uint32_t *roots, struct part *parts,
                        struct arena scratch)
{
    uint32_t *place = ARENA_NEW(&scratch, uint32_t, graph->node_count);
    for (size_t i = 0; i < graph->node_count; i++) {
        struct part *part = &parts[roots[i]];
        place[i] = part->nodes++;
        part->node_at[place[i]] = graph->nodes[i];
    }
    for (size_t i = 0; i < graph->edge_count; i++) {
        struct digraph_edge edge = graph->edges[i];
        struct part *part = &parts[roots[edge.from]];
        edge.from = place[edge.from];
        edge.to = place[edge.to];
        part->edge_at[part->edges++] = edge;
    }
}

const struct components *components_new(const struct digraph *graph, struct arena *arena,
                                        struct budget *budget, struct error *error)
{
    struct components *components = ARENA_NEW(arena, struct components, 1);
    uint32_t *roots = ARENA_NEW(arena, uint32_t, graph->node_count);
    uint32_t *ids = ARENA_NEW(arena, uint32_t, graph->node_count);
    struct part *parts = ARENA_NEW(arena, struct part, graph->node_count);
    if (!budget_spend(budget, 4 * (graph->node_count + graph->edge_count), error))
        return NULL;
    join(graph, roots);
    measure(graph, roots, parts);
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (roots[i] == i)
            ids[components->count++] = i;
    sort_ids(ids, components->count, heavier, parts, *arena);
    add_graphs(graph, ids, parts, components, arena);
    fill_graphs(graph, roots, parts, *arena);
    return budget_check(budget, error) ? components : NULL;
}
