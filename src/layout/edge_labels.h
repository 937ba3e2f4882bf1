/* The labels beside the lines. */
#ifndef LAYOUT_EDGE_LABELS_H
#define LAYOUT_EDGE_LABELS_H

#include "base/budget.h"
#include "layout/graph_shapes.h"

struct arena;
struct digraph;
struct layers;
struct lines;

struct edge_labels {
    struct layout_point *centers; /* by edge */
    uint8_t *placed;              /* by edge; 0: it has no label, or found no room */
    double *more;                 /* by layer: height that the gap below it lacks */
    bool all;                     /* every label is placed */
};

/* Puts each label beside its line, the heaviest first, where it touches no node and no other label
 * and hides as few other lines as possible. Lines are taken as their corners. `x` is by slot. NULL
 * with an error. */
const struct edge_labels *edge_labels_place(const struct digraph *graph,
                                            const struct layers *layers, const double *x,
                                            const struct lines *lines, struct arena *arena,
                                            struct budget *budget, struct error *error);

#endif
