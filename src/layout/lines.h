/* y of the layers, and the lines from node to node as corners. */
#ifndef LAYOUT_LINES_H
#define LAYOUT_LINES_H

#include "base/budget.h"
#include "layout/graph_shapes.h"

struct arena;
struct digraph;
struct layers;
struct ports;

struct lines {
    double *tops, *bottoms; /* by layer: the band that its nodes stand in, in their middle */
    /* By edge, from its upper to its lower end: corners[starts[e] .. starts[e + 1]). */
    const struct layout_point *corners;
    const uint32_t *starts;
};

/* `gaps` are heights by layer, of what is between it and the next. Between two layers all lines are
 * straight, and inside a layer each keeps to a lane of its own, so that two lines cross where, and
 * only where, the order of the slots says so; none touches a node that is not its end. In its lanes
 * a line is as short as can be. NULL with an error. */
const struct lines *lines_route(const struct digraph *graph, const struct layers *layers,
                                const double *x, const struct ports *ports, const double *gaps,
                                struct arena *arena, struct budget *budget, struct error *error);

#endif
