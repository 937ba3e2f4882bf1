/* Straight lines in a tree whose order in each layer is found. */
#ifndef LAYOUT_STRAIGHT_H
#define LAYOUT_STRAIGHT_H

#include "base/budget.h"

struct arena;
struct digraph;
struct layers;

/* Moves nodes within their layers so that lines have little slant by their weight and the drawing
 * is narrow. centers: of the boxes, from any x; no edge of the graph has bends. False with an
 * error. */
bool straight_columns(const struct digraph *graph, const struct layers *layers, double *centers,
                      struct arena scratch, struct budget *budget, struct error *error);

#endif
