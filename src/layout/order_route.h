/* Puts hidden edges and nodes where they cross the least, everything else staying as it is. Among
 * equal places it takes the farthest from the old one, so that a search gets around. */
#ifndef LAYOUT_ORDER_ROUTE_H
#define LAYOUT_ORDER_ROUTE_H

#include "layout/order_drawing.h"

struct router;

struct router *router_new(struct drawing *drawing, struct arena *arena);

/* Shows an edge whose ends are shown and adds its crossings, if they are `most` or fewer;
 * otherwise changes nothing and gives false. */
bool route_edge(struct router *router, uint32_t edge, uint64_t most, uint64_t *crossings);
/* Shows a node and those of its edges whose other ends are shown. False, with some of them still
 * hidden, where that has more than `most` crossings or the effort ends. */
bool route_node(struct router *router, uint32_t node, uint64_t most, uint64_t *crossings);

#endif
