/* Civil dates from days (after Howard Hinnant's chrono-compatible algorithms). */
#include "base/time.h"
#include "base/host.h"
#include "base/sink.h"

#include <stdlib.h>

static const int64_t SECOND_NS = 1000000000;

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static struct zone zone_at(int64_t seconds, const struct host *host)
{
    struct zone zone = {.name = "UTC"};
    if (host && host->zone)
        host->zone(host->context, seconds, &zone);
    return zone;
}

/* Date and time of a moment of the proleptic calendar. */
static void print_civil(struct sink *sink, int64_t seconds)
{
    int64_t days = floor_div(seconds, 86400), second = seconds - days * 86400;
    int64_t shifted = days + 719468, era = floor_div(shifted, 146097);
    int64_t of_era = shifted - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100),
            month = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    year += era * 400 + (month <= 2);
    sink_print(sink, "%04lld-%02lld-%02lld %02lld:%02lld:%02lld", (long long)year, (long long)month,
               (long long)day, (long long)(second / 3600), (long long)(second / 60 % 60),
               (long long)(second % 60));
}

void time_print(struct sink *sink, int64_t time_ns, const struct host *host)
{
    int64_t seconds = floor_div(time_ns, SECOND_NS);
    struct zone zone = zone_at(seconds, host);
    print_civil(sink, seconds + zone.offset_seconds);
    sink_char(sink, ' ');
    sink_text(sink, str_from_c(zone.name));
}

void time_print_exact(struct sink *sink, int64_t time_ns, const struct host *host)
{
    int64_t seconds = floor_div(time_ns, SECOND_NS);
    struct zone zone = zone_at(seconds, host);
    int fraction = (int)((uint64_t)time_ns - (uint64_t)seconds * (uint64_t)SECOND_NS), digits = 9;
    int minutes = zone.offset_seconds / 60;
    print_civil(sink, seconds + zone.offset_seconds);
    for (; fraction && fraction % 10 == 0; digits--)
        fraction /= 10;
    if (fraction)
        sink_print(sink, ".%0*d", digits, fraction);
    sink_print(sink, " %c%02d%02d ", minutes < 0 ? '-' : '+', abs(minutes) / 60, abs(minutes) % 60);
    sink_text(sink, str_from_c(zone.name));
}
