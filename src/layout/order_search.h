/* Local search: nodes and edges are taken out and put back where they cross the least. */
#ifndef LAYOUT_ORDER_SEARCH_H
#define LAYOUT_ORDER_SEARCH_H

#include "layout/order_drawing.h"

struct search;

struct search *search_new(struct drawing *drawing, struct arena *arena);

/* Puts every node back anew until no one gains by it; gives the crossings that went. */
uint64_t search_settle(struct search *search);
/* Takes several nodes out at once and puts them back, at random and until the effort is used up;
 * gives the crossings that went. */
uint64_t search_shake(struct search *search);

#endif
