/* A graph in layers. Slots are the nodes (slot = node) and, after them, the bends of edges in the
 * layers that they pass, so that every segment of an edge joins neighbouring layers. */
#ifndef LAYOUT_LAYERS_H
#define LAYOUT_LAYERS_H

#include "base/budget.h"

struct arena;
struct digraph;

struct layers {
    uint32_t node_count, slot_count, layer_count, edge_count;
    const uint32_t *layer;  /* by slot: 0 is the top */
    const uint32_t *starts; /* by layer: its slots are order[starts[l] .. starts[l + 1]) */
    uint32_t *order;        /* slots, layer by layer, from left to right */
    uint32_t *place;        /* by slot: its index within its layer */
    /* The bends of edge e are the slots chains[e] .. chains[e + 1] - 1, from its upper end down. */
    const uint32_t *chains;
    const uint32_t *upper, *lower; /* by edge: its ends by layer, whatever way it points */
    /* Neighbours of each slot in the layers below and above, with repetitions where several edges
     * join the same two: below[below_starts[s] .. below_starts[s + 1]). */
    const uint32_t *below, *below_starts, *above, *above_starts;
    const uint32_t *edge_of; /* by slot from node_count on, less node_count: the bend's edge */
};

/* Makes the slots, in some order. `rank` is by node; edges must join different ranks. NULL where
 * the slots would be more than `most` or the budget is used up. */
struct layers *layers_new(const struct digraph *graph, const uint32_t *rank, uint64_t most,
                          struct arena *arena, struct budget *budget, struct error *error);

#endif
