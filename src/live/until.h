/* When to stop: --until. */
#ifndef LIVE_UNTIL_H
#define LIVE_UNTIL_H

#include "base/error.h"

#include <stdint.h>

struct render_live;

/* One of both, or neither: INT64_MAX. */
struct until {
    int64_t pace; /* by the clock that nobody sets (live/pace.h): of a duration */
    int64_t wall; /* by the host's: of a time */
};

/* "2h", "18:30" (the next one, in the host's zone), "2026-11-21T18:30:00Z"; empty: never. False
 * with a USAGE error, also for a moment that is over. */
bool until_parse(struct until *until, struct str text, const struct render_live *live,
                 struct error *error);
bool until_is_over(const struct until *until, const struct render_live *live);

#endif
