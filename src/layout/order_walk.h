/* First orders: in every layer, the slots as a walk through the graph meets them. */
#ifndef LAYOUT_ORDER_WALK_H
#define LAYOUT_ORDER_WALK_H

#include "layout/order_drawing.h"

enum walk_kind { WALK_DEPTH_DOWN, WALK_DEPTH_UP, WALK_BREADTH_DOWN, WALK_BREADTH_UP, WALK_KINDS };

/* Orders the slots anew. The walks start at the nodes without neighbours behind them, in the order
 * of their numbers, and go on in the order of the edges. */
void walk_order(struct drawing *drawing, enum walk_kind kind, struct arena scratch);

#endif
