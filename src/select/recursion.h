/* Recursion folded away: functions that call themselves, directly or through others.
 *
 * A function is a name in a file, whatever the granularity; inlined lines are frames like others;
 * what has no name is a function of its own by its entry in the profile, and code without a symbol
 * by its location. Frames that stand for labels (tagroot, tagleaf) are left alone.
 *
 * A folded frame is called by what called its outermost occurrence, and is where its innermost one
 * was: the line and address of a frame say where the sample was taken, or the next call was made,
 * and both happened there. So the flat weights of lines and addresses stay as they are, and lines
 * that only led into the recursion no longer count. No sample is lost or changed. */
#ifndef SELECT_RECURSION_H
#define SELECT_RECURSION_H

#include <stdbool.h>
#include <stddef.h>

struct narrow;

/* Folds by the option's word. RECURSION_DIRECT: neighbours of one function become one frame (A A B:
 * A B). RECURSION_ALL: all from a function's first frame to its last does, outer functions first (A
 * B A C: A C), so that no stack has a function twice. Functions from `label_functions` on stand for
 * labels. False with an error. */
bool recursion_fold(struct narrow *narrow, int recursion, size_t label_functions);

#endif
