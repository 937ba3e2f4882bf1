/* Reads folded stacks: a line for each stack, "main;handler;read 12", as FlameGraph's tools and
 * inferno exchange them. */
#ifndef INPUT_FOLDED_H
#define INPUT_FOLDED_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;

/* Whether data that begins so looks like folded stacks; `named` says that the source's name ends as
 * such a file's does. */
bool folded_may_be(struct str head, bool named);
/* The profile, in the arena; NULL with an error that says line and remedy, without the source's
 * name. Two counts on every line (the output of difffolded.pl) are two sample types. Frames that
 * end with _[i] are inlined into the one before; other annotations stay in the name. */
struct profile *folded_read(struct str bytes, struct arena *arena, struct budget *budget,
                            struct error *error);

#endif
