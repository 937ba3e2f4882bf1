/* Reads the stacks of goroutines in words: /debug/pprof/goroutine?debug=2, runtime.Stack, and what
 * a Go program prints when it panics or gets SIGQUIT, also in the middle of a log. */
#ifndef INPUT_GOROUTINE_DUMP_H
#define INPUT_GOROUTINE_DUMP_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;

/* Whether data that begins so may hold such stacks: any text, as they may come late in a log. */
bool goroutine_dump_may_be(struct str head);
/* The profile, in the arena: goroutine/count with a sample for each goroutine, labelled as
 * profile/goroutines.h says. NULL without an error: there is no goroutine in it; NULL with one: the
 * budget is spent. What is cut off or missing becomes a note. */
struct profile *goroutine_dump_read(struct str bytes, struct arena *arena, struct budget *budget,
                                    struct error *error);

#endif
