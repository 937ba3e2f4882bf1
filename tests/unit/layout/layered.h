/* Small layered graphs made by hand, for the stages after the order. */
#ifndef UNIT_LAYOUT_LAYERED_H
#define UNIT_LAYOUT_LAYERED_H

#include "base/arena.h"
#include "base/budget.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "unit/unit.h"

enum { LAYERED_MOST = 128 };

struct layered {
    struct arena_store store;
    struct arena arena;
    struct budget budget;
    struct digraph_node nodes[LAYERED_MOST];
    struct digraph_edge edges[LAYERED_MOST];
    uint32_t rank[LAYERED_MOST];
    double x[4 * LAYERED_MOST]; /* by slot */
    struct digraph graph;
    struct layers *layers;
};

/* Gaps of 20 between nodes, 40 between layers, 10 beside lines. */
static inline void layered_start(struct layered *layered)
{
    *layered = (struct layered){0};
    layered->arena = arena_init(&layered->store, SIZE_MAX);
    layered->graph = (struct digraph){.nodes = layered->nodes,
                                      .edges = layered->edges,
                                      .node_gap = 20,
                                      .layer_gap = 40,
                                      .line_gap = 10};
}

static inline uint32_t layered_node(struct layered *layered, uint32_t rank, double x, double width,
                                    double height)
{
    uint32_t node = (uint32_t)layered->graph.node_count++;
    assert_true(node < LAYERED_MOST);
    layered->nodes[node] = (struct digraph_node){.width = width,
                                                 .height = height,
                                                 .right = width,
                                                 .exit_right = width,
                                                 .exit_y = height,
                                                 .node = node};
    layered->rank[node] = rank;
    layered->x[node] = x;
    return node;
}

static inline uint32_t layered_edge(struct layered *layered, uint32_t from, uint32_t to,
                                    double weight)
{
    uint32_t edge = (uint32_t)layered->graph.edge_count++;
    assert_true(edge < LAYERED_MOST);
    layered->edges[edge] = (struct digraph_edge){.from = from,
                                                 .to = to,
                                                 .weight = weight,
                                                 .thickness = 2,
                                                 .head = 8,
                                                 .label_width = 0,
                                                 .edge = edge};
    return edge;
}

/* Bends get `bends[i]` as their x, in the order of the slots; layers are ordered by x. */
static inline void layered_make(struct layered *layered, const double *bends)
{
    layered->layers = layers_new(&layered->graph, layered->rank, UINT32_MAX, &layered->arena,
                                 &layered->budget, NULL);
    assert_non_null(layered->layers);
    struct layers *layers = layered->layers;
    for (uint32_t slot = layers->node_count; slot < layers->slot_count; slot++)
        layered->x[slot] = bends[slot - layers->node_count];
    for (uint32_t l = 0; l < layers->layer_count; l++)
        for (uint32_t i = layers->starts[l]; i < layers->starts[l + 1]; i++) {
            uint32_t slot = layers->order[i], at = i;
            for (; at > layers->starts[l] && layered->x[layers->order[at - 1]] > layered->x[slot];
                 at--)
                layers->order[at] = layers->order[at - 1];
            layers->order[at] = slot;
        }
    for (uint32_t l = 0; l < layers->layer_count; l++)
        for (uint32_t i = layers->starts[l]; i < layers->starts[l + 1]; i++)
            layers->place[layers->order[i]] = i - layers->starts[l];
}

static inline void layered_stop(struct layered *layered)
{
    arena_fini(&layered->store);
}

static inline bool layered_near(double a, double b)
{
    return a - b < 1e-6 && b - a < 1e-6;
}

#endif
