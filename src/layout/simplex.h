/* Network simplex: whole numbers for nodes, so that edges are as short as they can be. */
#ifndef LAYOUT_SIMPLEX_H
#define LAYOUT_SIMPLEX_H

#include "base/budget.h"

#include <stddef.h>

struct arena;

struct simplex_edge {
    uint32_t from, to;
    int64_t length; /* value[to] - value[from] is at least this; within +-10^9 */
    int64_t weight; /* 0 to 10^6: what each unit above it costs */
};

struct simplex {
    const struct simplex_edge *edges;
    size_t edge_count, node_count; /* less than 2^31 each */
    uint64_t effort;               /* work units; 0: until the optimum */
};

/* Minimises the sum of weight * (value[to] - value[from] - length). `values` are by node; where
 * `is_feasible`, they come in as a solution to start from (within +-10^15), else the graph must not
 * have a directed cycle. The least value of each connected part is 0 in the end. Stops at the
 * optimum or with the effort used up, then with a solution that is feasible. False with an error,
 * also where there is a cycle or the start is not feasible. */
bool simplex_solve(const struct simplex *problem, int64_t *values, bool is_feasible,
                   struct arena *arena, struct budget *budget, struct error *error);

#endif
