/* Crowds of leaves at one node, spread over several layers. */
#ifndef LAYOUT_HUBS_H
#define LAYOUT_HUBS_H

#include "base/arena.h"
#include "base/budget.h"

struct digraph;

/* Changes `rank` where a drawing would be far wider than high because of nodes whose only neighbour
 * is one and the same: they move on to the layers beyond, on the side of that node where they are,
 * and to new layers at the bottom (callees) or the top (callers), the heaviest the least far. Which
 * of two joined nodes is the upper one stays; no layer is empty. False with an error. */
bool hubs_wrap(const struct digraph *graph, uint32_t *rank, struct arena scratch,
               struct budget *budget, struct error *error);

#endif
