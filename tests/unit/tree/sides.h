/* Two sides made by hand: stacks with what they have on each. */
#ifndef UNIT_TREE_SIDES_H
#define UNIT_TREE_SIDES_H

#include "select/comparison.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "unit/work.h"

struct side_stack {
    const char *path;
    int64_t base, new_, base_events, new_events;
};

/* What the tests set up: sides of one run each, values as they are, 95 %. */
struct sides {
    struct work *work;
    struct comparison comparison;
    struct selection selection;
    int64_t *weights; /* by stack, then by column; may be set anew */
    const struct tree *tree;
};

/* The paths must differ. */
void sides_start(struct sides *sides, struct work *work, const struct side_stack *stacks,
                 size_t count);
/* Of so many runs a side; events of a stack by run, base's runs first, are in `events`. */
void sides_set_runs(struct sides *sides, size_t base_runs, size_t new_runs, int64_t *events);
/* The tree and the changes, in the arena. */
const struct changes *sides_compare(struct sides *sides, struct arena *arena);

#endif
