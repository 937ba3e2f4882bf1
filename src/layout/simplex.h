/* Network simplex: whole numbers for nodes, so that edges are as short as they can be. */
#ifndef LAYOUT_SIMPLEX_H
#define LAYOUT_SIMPLEX_H

#include "base/budget.h"
#include "layout/simplex_problem.h"

struct arena;

/* Minimises the sum of weight * (value[to] - value[from] - length). `values` are by node; where
 * `is_feasible`, they come in as a solution to start from (within +-10^15), else the graph must not
 * have a directed cycle. The least value of each connected part is 0 in the end. Stops at the
 * optimum or with the effort used up, then with a solution that is feasible. False with an error,
 * also where there is a cycle or the start is not feasible. */
bool simplex_solve(const struct simplex *problem, int64_t *values, bool is_feasible,
                   struct arena *arena, struct budget *budget, struct error *error);

#endif
