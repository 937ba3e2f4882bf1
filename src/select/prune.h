/* Frames that the profile itself wants gone: its drop_frames and keep_frames expressions. */
#ifndef SELECT_PRUNE_H
#define SELECT_PRUNE_H

#include "base/budget.h"

#include <stdint.h>

struct arena;
struct profile;

struct pruned {
    /* How many frames go at the leaf of a stack, how many innermost lines of a location; NULL:
     * none. */
    const uint32_t *stack_skip, *line_skip;
    bool is_bad; /* an expression does not compile: nothing goes */
};

/* By pprof's rules: a location with a matching line loses that line and the deeper ones; going from
 * the root, the first such location below a frame that did not match takes all that is deeper with
 * it. False with an error where the budget is used up. */
bool prune(const struct profile *profile, struct pruned *pruned, struct arena *arena,
           struct budget *budget, struct error *error);
/* A function name as the expressions see it: without a leading '.', and without the argument list
 * (but "(anonymous namespace)" and "operator()" stay). */
struct str prune_simple_name(struct str name);

#endif
