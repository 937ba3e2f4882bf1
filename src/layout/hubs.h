/* Crowds of leaves at one node, spread over several layers. */
#ifndef LAYOUT_HUBS_H
#define LAYOUT_HUBS_H

#include "base/budget.h"

struct arena;
struct digraph;

/* Changes `rank` where a drawing would be far wider than high because of nodes whose only neighbour
 * is one and the same: they wrap to layers of their own. False with an error. */
bool hubs_wrap(const struct digraph *graph, const uint8_t *reversed, uint32_t *rank,
               struct arena *arena, struct budget *budget, struct error *error);

#endif
