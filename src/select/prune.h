/* Frames that the profile itself wants gone: its drop_frames and keep_frames expressions. */
#ifndef SELECT_PRUNE_H
#define SELECT_PRUNE_H

#include "base/budget.h"

struct arena;
struct profile;

/* The profile without these frames, by pprof's rules: a location with a matching line loses that
 * line and the deeper ones; going from the root, the first such location below a frame that did not
 * match takes all that is deeper with it. The profile itself where there is nothing to do; where an
 * expression does not compile, too, with a note. NULL with an error where the budget is used up. */
const struct profile *prune(const struct profile *profile, struct arena *arena,
                            struct budget *budget, struct error *error);
/* A function name as the expressions see it: without a leading '.', and without the argument list
 * (but "(anonymous namespace)" and "operator()" stay). */
struct str prune_simple_name(struct str name);

#endif
