/* Where lines meet the sides of nodes. */
#ifndef LAYOUT_PORTS_H
#define LAYOUT_PORTS_H

#include "base/budget.h"

struct arena;
struct digraph;
struct layers;

/* By edge: x at its upper end's lower side, and at its lower end's upper side. */
struct ports {
    double *out, *in;
    /* The edges at each node's lower and upper side, from left to right:
     * below[below_starts[n] .. below_starts[n + 1]). */
    const uint32_t *below, *below_starts, *above, *above_starts;
};

/* Ports stand in the order of what the lines lead to, so that no two lines of a node cross, apart
 * from each other, and so that lines are vertical where they can be, heavy ones first. `x` is by
 * slot. NULL with an error. */
const struct ports *ports_assign(const struct digraph *graph, const struct layers *layers,
                                 const double *x, struct arena *arena, struct budget *budget,
                                 struct error *error);

#endif
