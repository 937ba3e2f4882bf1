/* Which frames of one side are the same code as frames of the other, although their names differ.
 *
 * Frames are told apart by name. In "normal" matching, frames whose names have the same normal form
 * (match_name.h) become one where the two sides do not have the same set of these names; then a
 * frame that only the base has and one that only the new side has become one if they alone have
 * the same callers and the same callees (a rename). In "package" matching, what is then still on
 * one side only is put together by package. "exact" changes nothing. Turning the sides round gives
 * the same groups. */
#ifndef SELECT_MATCHING_H
#define SELECT_MATCHING_H

#include "base/budget.h"

struct arena;
struct frames;
struct selection;

enum matching { MATCHING_EXACT, MATCHING_NORMAL, MATCHING_PACKAGE };

/* The frames with those that match made one (fewer frames; `was` is set); the same
 * frames where nothing matches. The selection has both sides. NULL with an error. */
const struct frames *matching_apply(const struct frames *frames, const struct selection *selection,
                                    enum matching matching, struct arena *arena,
                                    struct budget *budget, struct error *error);

#endif
