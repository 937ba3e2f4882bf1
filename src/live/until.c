/* Durations, times of day, and moments. */
#include "live/until.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/time.h"
#include "live/live.h"
#include "live/pace.h"

enum { DAY = 86400 };
#define SECOND 1000000000ll
/* A century: more is never. */
#define MOST_SECONDS 3e9

static int64_t wall_now(const struct render_live *live)
{
    return live->outer.now_ns(live->outer.context);
}

/* The next moment at which the clocks of the zone show that time. */
static int64_t next_of_day(const struct render_live *live, int64_t of_day)
{
    int64_t now = wall_now(live) / SECOND;
    int32_t offset = 0;
    char name[16];
    if (live->outer.zone)
        live->outer.zone(live->outer.context, now, &offset, name);
    int64_t midnight = (now + offset) / DAY * DAY - offset;
    int64_t moment = midnight + of_day;
    return (moment > now ? moment : moment + DAY) * SECOND;
}

bool until_parse(struct until *until, struct str text, const struct render_live *live,
                 struct error *error)
{
    double seconds;
    int64_t of_day;
    struct error_quote quote = error_quote(text);
    *until = (struct until){INT64_MAX, INT64_MAX};
    if (!text.size)
        return true;
    if (number_parse_duration(text, &seconds) && seconds > 0 && seconds < MOST_SECONDS)
        until->pace = pace_now() + (int64_t)(seconds * (double)SECOND);
    else if (time_parse_of_day(text, &of_day))
        until->wall = next_of_day(live, of_day);
    else if (!time_parse_rfc3339(text, &until->wall))
        return error_set(error, ERROR_USAGE,
                         "--until=%s: give a duration (2h), a time of day (18:30) or a moment "
                         "(2026-11-21T18:30:00Z)",
                         quote.text);
    return !until_is_over(until, live) ||
           error_set(error, ERROR_USAGE, "--until=%s: that moment is over", quote.text);
}

bool until_is_over(const struct until *until, const struct render_live *live)
{
    return pace_now() >= until->pace || (until->wall != INT64_MAX && wall_now(live) >= until->wall);
}
