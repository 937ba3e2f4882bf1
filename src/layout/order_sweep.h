/* Layer by layer, slots go where their neighbours in the layer before are on average (Sugiyama,
 * Tagawa, Toda: Methods for Visual Understanding of Hierarchical System Structures, 1981). */
#ifndef LAYOUT_ORDER_SWEEP_H
#define LAYOUT_ORDER_SWEEP_H

#include "layout/order_drawing.h"

struct sweep {
    struct drawing *drawing;
    uint64_t *middle; /* by slot: the mean place of its neighbours, times a constant */
    uint32_t *sorted;
    struct arena *arena;
};

struct sweep sweep_new(struct drawing *drawing, struct arena *arena);

/* Sorts all layers by their neighbours on a side, from there on. */
void sweep_layers(struct sweep *sweep, enum drawing_side side);

#endif
