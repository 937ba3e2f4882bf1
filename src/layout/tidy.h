/* Trees: every node below its parent, no crossing. */
#ifndef LAYOUT_TIDY_H
#define LAYOUT_TIDY_H

#include "base/budget.h"

struct arena;
struct digraph;
struct layers;

/* Whether no node has two edges that come in, and there is no cycle. */
bool tidy_is_tree(const struct digraph *graph, struct arena scratch);

/* The centre of every slot's box, from the left; sets the order of the layers as well. The ranks
 * must be the depths, so that no edge has bends. Of a node's children the heaviest is the
 * innermost, not the first. NULL with an error. */
double *tidy_columns(const struct digraph *graph, struct layers *layers, struct arena *arena,
                     struct budget *budget, struct error *error);

#endif
