/* Network simplex: whole numbers for nodes, so that edges are as short as they can be. */
#ifndef LAYOUT_SIMPLEX_H
#define LAYOUT_SIMPLEX_H

#include "base/budget.h"

struct arena;

struct simplex_edge {
    uint32_t from, to;
    int64_t length; /* value[to] - value[from] is at least this (may be negative) */
    int64_t weight; /* 0 or more: what each unit above it costs */
};

struct simplex {
    const struct simplex_edge *edges;
    size_t edge_count,
        node_count;  /* a connected graph without directed cycles of positive length */
    uint64_t effort; /* work units; 0: until the optimum */
};

/* Minimises the sum of weight * (value[to] - value[from] - length). `values` are by node; where
 * `is_feasible`, they come in as a solution to start from. The least value is 0 in the end. Stops
 * at the optimum or with the effort used up, then with a solution that is feasible. False with an
 * error. */
bool simplex_solve(const struct simplex *problem, int64_t *values, bool is_feasible,
                   struct arena *arena, struct budget *budget, struct error *error);

#endif
