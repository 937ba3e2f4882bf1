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
struct civil {
    long long year, month, day, hour, minute, second;
};

static struct civil civil_of(int64_t seconds)
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
    return (struct civil){year, month, day, second / 3600, second / 60 % 60, second % 60};
}

static void print_civil(struct sink *sink, int64_t seconds)
{
    struct civil at = civil_of(seconds);
    sink_print(sink, "%04lld-%02lld-%02lld %02lld:%02lld:%02lld", at.year, at.month, at.day,
               at.hour, at.minute, at.second);
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

void time_print_rfc3339(struct sink *sink, int64_t time_ns)
{
    int64_t seconds = floor_div(time_ns, SECOND_NS);
    struct civil at = civil_of(seconds);
    sink_print(sink, "%04lld-%02lld-%02lldT%02lld:%02lld:%02lld.%09dZ", at.year, at.month, at.day,
               at.hour, at.minute, at.second,
               (int)((uint64_t)time_ns - (uint64_t)seconds * (uint64_t)SECOND_NS));
}

void time_print_stamp(struct sink *sink, int64_t time_ns)
{
    struct civil at = civil_of(floor_div(time_ns, SECOND_NS));
    sink_print(sink, "%04lld%02lld%02lld_%02lld%02lld%02lld", at.year, at.month, at.day, at.hour,
               at.minute, at.second);
}

/* ---------------------------------------------------------------- reading */

/* Takes `digits` digits that make a number from `least` to `most`. */
static bool take_number(struct str *text, size_t digits, int64_t least, int64_t most,
                        int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < digits; i++) {
        if (i >= text->size || text->at[i] < '0' || text->at[i] > '9')
            return false;
        *number = *number * 10 + (text->at[i] - '0');
    }
    *text = str_skip(*text, digits);
    return *number >= least && *number <= most;
}

static bool take_char(struct str *text, const char *among)
{
    struct str set = str_from_c(among);
    bool is_one = text->size && str_find(set, text->at[0]) != STR_NONE;
    *text = str_skip(*text, is_one);
    return is_one;
}

/* Days since 1970 of a date that is there. */
static bool days_of(int64_t year, int64_t month, int64_t day, int64_t *days)
{
    int64_t y = year - (month <= 2), era = floor_div(y, 400), of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    *days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    struct civil back = civil_of(*days * 86400);
    return back.month == month && back.day == day;
}

/* ".0815": nanoseconds; further digits are cut. */
static bool take_fraction(struct str *text, int64_t *ns)
{
    int64_t digit, place = SECOND_NS / 10;
    *ns = 0;
    if (!take_char(text, "."))
        return true;
    if (!take_number(text, 1, 0, 9, &digit))
        return false;
    do {
        *ns += digit * place;
        place /= 10;
    } while (take_number(text, 1, 0, 9, &digit));
    return true;
}

/* "Z", "+01:00": seconds east of UTC. */
static bool take_offset(struct str *text, int64_t *offset)
{
    int64_t hours, minutes;
    *offset = 0;
    if (take_char(text, "Zz"))
        return true;
    int64_t sign = text->size && text->at[0] == '-' ? -1 : 1;
    if (!take_char(text, "+-") || !take_number(text, 2, 0, 23, &hours) || !take_char(text, ":") ||
        !take_number(text, 2, 0, 59, &minutes))
        return false;
    *offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool time_parse_rfc3339(struct str text, int64_t *time_ns)
{
    int64_t year, month, day, hour, minute, second, ns, offset, days;
    if (!take_number(&text, 4, 1678, 2261, &year) || !take_char(&text, "-") ||
        !take_number(&text, 2, 1, 12, &month) || !take_char(&text, "-") ||
        !take_number(&text, 2, 1, 31, &day) || !take_char(&text, "Tt ") ||
        !take_number(&text, 2, 0, 23, &hour) || !take_char(&text, ":") ||
        !take_number(&text, 2, 0, 59, &minute) || !take_char(&text, ":") ||
        !take_number(&text, 2, 0, 60, &second) || !take_fraction(&text, &ns) ||
        !take_offset(&text, &offset) || text.size || !days_of(year, month, day, &days))
        return false;
    *time_ns = (days * 86400 + hour * 3600 + minute * 60 + second - offset) * SECOND_NS + ns;
    return true;
}

bool time_parse_of_day(struct str text, int64_t *seconds)
{
    int64_t hour, minute, second = 0;
    if (!take_number(&text, 2, 0, 23, &hour) || !take_char(&text, ":") ||
        !take_number(&text, 2, 0, 59, &minute))
        return false;
    if (text.size && (!take_char(&text, ":") || !take_number(&text, 2, 0, 59, &second)))
        return false;
    *seconds = hour * 3600 + minute * 60 + second;
    return !text.size;
}
