/* Reads counts by stack as Go prints them with ?debug=1: "goroutine profile: total 79", with the
 * names of functions in comments. */
#ifndef INPUT_COUNTED_STACKS_H
#define INPUT_COUNTED_STACKS_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;

/* The profile, in the arena: NAME/count with the named frames and the labels. NULL without an
 * error: it is another format, or without names, or not as Go writes it; NULL with one: the budget
 * is spent. */
struct profile *counted_stacks_read(struct str bytes, struct arena *arena, struct budget *budget,
                                    struct error *error);

#endif
