/* Which edges are drawn upwards, so that the others have no cycle. */
#ifndef LAYOUT_CYCLES_H
#define LAYOUT_CYCLES_H

#include "base/budget.h"

struct arena;
struct digraph;

/* By edge: 1 where it is drawn upwards. Heavy edges point down if they can. NULL with an error. */
const uint8_t *cycles_reversed(const struct digraph *graph, struct arena *arena,
                               struct budget *budget, struct error *error);

#endif
