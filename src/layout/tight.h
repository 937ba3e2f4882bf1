/* A spanning forest of tight edges (none longer than its length): where the simplex starts. */
#ifndef LAYOUT_TIGHT_H
#define LAYOUT_TIGHT_H

#include "base/budget.h"

struct arena;
struct simplex;

struct tight_arc {
    uint32_t node, edge; /* the other end */
    int64_t length;
};

/* Arcs by node: out[out_starts[v] .. out_starts[v + 1]) leave v, in[...] end there. Self-loops are
 * left out. */
struct tight_arcs {
    struct tight_arc *out, *in;
    uint32_t *out_starts, *in_starts;
};

struct tight_arcs tight_arcs_new(const struct simplex *problem, struct arena *arena);

struct tight_forest {
    uint32_t *edges; /* joins all that is connected */
    size_t edge_count;
    uint32_t *parts; /* by node: a node of its connected part, the same for all of the part */
};

/* Changes `values`, which stay feasible and do not get dearer. False with an error. */
bool tight_forest_new(const struct simplex *problem, const struct tight_arcs *arcs, int64_t *values,
                      struct tight_forest *forest, struct arena *arena, struct budget *budget,
                      struct error *error);

#endif
