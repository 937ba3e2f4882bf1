/* x of every slot: lines straight, the heavy ones above all, and the drawing narrow. */
#ifndef LAYOUT_COLUMNS_H
#define LAYOUT_COLUMNS_H

#include "base/budget.h"

struct arena;
struct digraph;
struct layers;

/* The centre of every slot's box, from the left, in the order that the layers have. NULL with an
 * error. */
double *columns_assign(const struct digraph *graph, const struct layers *layers,
                       struct arena *arena, struct budget *budget, struct error *error);

#endif
