/* Plain arithmetic, and nanosleep in short steps. */
#include "live/pace.h"
#include "live/live.h"

#include <stdlib.h>
#include <time.h>

enum { SECOND = 1000000000 };

int64_t pace_now(void)
{
#ifdef CLOCK_BOOTTIME
    const clockid_t clock = CLOCK_BOOTTIME;
#else
    const clockid_t clock = CLOCK_MONOTONIC;
#endif
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

bool pace_wait(const struct render_live *live, int64_t moment, bool (*is_over)(void *context),
               void *context)
{
    enum { STEP = 50000000 };
    for (int64_t left; !live_is_cancelled(live);) {
        left = moment - pace_now();
        if (left <= 0 || (is_over && is_over(context)))
            return true;
        nanosleep(&(struct timespec){.tv_nsec = left < STEP ? (long)left : STEP}, NULL);
    }
    return false;
}

int64_t pace_next(int64_t first, int64_t every, int64_t now)
{
    return now < first ? first : first + ((now - first) / every + 1) * every;
}

int64_t pace_backoff(int64_t every, uint64_t failures)
{
    const int64_t longest = every > 30ll * SECOND ? every : 30ll * SECOND;
    int64_t wait = every < SECOND ? every : SECOND;
    for (uint64_t i = 1; i < failures && wait < longest; i++)
        wait *= 2;
    return wait < longest ? wait : longest;
}

int64_t pace_jump(int64_t wall_before, int64_t wall, int64_t pace_before, int64_t pace)
{
    int64_t jump = (wall - wall_before) - (pace - pace_before);
    return llabs(jump) < SECOND ? 0 : jump;
}
