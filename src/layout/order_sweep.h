/* Sorts layers by the middle of each slot's neighbours, down and up again (Sugiyama, Tagawa, Toda:
 * Methods for Visual Understanding of Hierarchical System Structures, 1981). */
#ifndef LAYOUT_ORDER_SWEEP_H
#define LAYOUT_ORDER_SWEEP_H

#include "layout/order_drawing.h"

struct sweeper;

struct sweeper *sweeper_new(struct drawing *drawing, struct arena *arena);

/* Sorts all layers by those on a side, in one go from there. */
void sweep(struct sweeper *sweeper, enum drawing_side side, bool median);

/* Swaps neighbours in a layer while that takes crossings away. */
uint64_t sweep_switch(struct sweeper *sweeper);

#endif
