/* The events of functions by run, for tests that look at how runs vary. */
#ifndef TREE_CHANGE_RUNS_H
#define TREE_CHANGE_RUNS_H

#include "base/budget.h"

#include <stddef.h>

struct arena;
struct origins;
struct selection;
struct tree;

struct change_runs {
    const int64_t *flat, *cum, *origin; /* by frame, then by run */
    const int64_t *total;               /* by run */
    /* By run: how many events it would have had, relative to the others, if nothing changed. */
    const double *exposures;
};

/* Of a selection with run_events and its tree with its origins; false with an error. */
bool change_runs_sum(struct change_runs *runs, const struct selection *selection,
                     const struct origins *origins, const struct tree *tree, struct arena *arena,
                     struct budget *budget, struct error *error);

#endif
