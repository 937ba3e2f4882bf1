/* Waiting, by the clock that nobody sets. */
#ifndef LIVE_PACE_H
#define LIVE_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct render_live;

/* Nanoseconds of a clock that only goes on, also while the machine sleeps. */
int64_t pace_now(void);
/* Waits until that moment; false where the host cancelled. `until_over` (with its context, or NULL)
 * is asked some times a second, and ends it. */
bool pace_wait(const struct render_live *live, int64_t moment, bool (*is_over)(void *context),
               void *context);
/* When the next round starts: of those each `every` nanoseconds from `first` on the next one, as
 * those that were missed are not made up for. */
int64_t pace_next(int64_t first, int64_t every, int64_t now);
/* How long after the attempt number `failures` (from 1) to wait for the next, in nanoseconds: from
 * a second, or `every`, doubling up to `every`, or half a minute. */
int64_t pace_backoff(int64_t every, uint64_t failures);
/* By how many nanoseconds the wall clock was set between two looks at both clocks; 0: it was not,
 * as far as can be told. */
int64_t pace_jump(int64_t wall_before, int64_t wall, int64_t pace_before, int64_t pace);

#endif
