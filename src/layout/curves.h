/* Corners rounded to smooth curves. */
#ifndef LAYOUT_CURVES_H
#define LAYOUT_CURVES_H

#include "base/budget.h"
#include "layout/graph_shapes.h"

struct arena;
struct digraph;
struct layers;
struct lines;

struct curves {
    /* By edge, from its source to its target: points[starts[e] .. starts[e + 1]), a start and three
     * points for each cubic piece. */
    const struct layout_point *points;
    const uint32_t *starts;
};

/* Rounds every corner as far as the room beside it allows, and leaves the end straight over the
 * length of the head. NULL with an error. */
const struct curves *curves_round(const struct digraph *graph, const struct layers *layers,
                                  const struct lines *lines, struct arena *arena,
                                  struct budget *budget, struct error *error);

#endif
