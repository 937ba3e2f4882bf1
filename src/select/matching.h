/* Which frames of one side are the same code as frames of the other, although their names differ.
 *
 * "exact" changes nothing. "normal" looks, in this order and only at what is left over by the steps
 * before, for
 *   - the same name in another file, or from another binary;
 *   - names that differ in numbers (match_numbers): where the sides do not have the same ones, all
 *     of them become one, as the same number need not be the same code;
 *   - names that differ in arguments too (match_name), of which each side has some of its own;
 *   - renames: a frame that only the base has and one that only new has, called from the same
 *     frames and calling the same, which nothing else is like, and which call something that nobody
 *     else calls, or are of one package, no standard library's, and call anything that both sides
 *     have or have similar names;
 *   - lines and addresses: by their distance to where their function starts; where that is not
 *     known, and all lines of a function are others, by their order.
 * "package" puts together by package what is then still on one side only.
 *
 * A name that one side has so seldom that the other may lack it by chance starts nothing of this.
 * Turning the sides round gives the same groups. */
#ifndef SELECT_MATCHING_H
#define SELECT_MATCHING_H

#include "base/arena.h"
#include "base/budget.h"
#include "profile/runs.h"

struct frames;
struct selection;

enum matching { MATCHING_EXACT, MATCHING_NORMAL, MATCHING_PACKAGE };

/* The frames with those that match made one (fewer frames; `was` is set); the same
 * frames where nothing matches. Sets `is_nameless` where a side is. The selection has both sides.
 * NULL with an error. */
const struct frames *matching_apply(const struct frames *frames, const struct selection *selection,
                                    enum matching matching, struct arena *arena,
                                    struct budget *budget, struct error *error);
/* Sets the side that has hardly any names of functions while the other has them, so that nothing of
 * it can match; RUN_SIDES: none. False with an error. */
bool matching_unsymbolised(const struct frames *frames, const struct selection *selection,
                           enum run_side *without, struct arena scratch, struct budget *budget,
                           struct error *error);

#endif
