/* Frames that the profile itself wants gone: its drop_frames and keep_frames expressions. */
#ifndef SELECT_PRUNE_H
#define SELECT_PRUNE_H

#include "base/budget.h"

struct arena;
struct profile;
struct selection;

/* Sets stack_skip and line_skip of the selection. By pprof's rules: a location with a matching line
 * loses that line and the deeper ones; going from the root, the first such location below a frame
 * that did not match takes all that is deeper with it. Expressions that do not compile drop nothing
 * and are a note. */
bool prune(struct selection *selection, struct arena *arena, struct budget *budget,
           struct error *error);
/* A function name as the expressions see it: without a leading '.', and without the argument list
 * (but "(anonymous namespace)" and "operator()" stay). */
struct str prune_simple_name(struct str name);

#endif
