/* Local search: nodes with their edges are taken out and put back where they cross the least. */
#ifndef LAYOUT_ORDER_SEARCH_H
#define LAYOUT_ORDER_SEARCH_H

#include "layout/order_drawing.h"

/* Changes an order that has so many crossings, until the effort is used up or there are none. */
void search(struct drawing *drawing, uint64_t crossings, struct arena scratch);

#endif
