/* The layer of every node. */
#ifndef LAYOUT_RANKS_H
#define LAYOUT_RANKS_H

#include "base/budget.h"

struct arena;
struct digraph;

/* By node, from 0 at the top, no layer empty: every edge joins different layers and points down
 * unless it is reversed; the edges are short by their weight. NULL with an error. */
uint32_t *ranks_assign(const struct digraph *graph, const uint8_t *reversed, struct arena *arena,
                       struct budget *budget, struct error *error);

#endif
