/* --- contention: or --- mutex:, attributes, and delays by stack. */
#include "base/number.h"
#include "input/legacy_reader.h"

static int64_t times(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a * (uint64_t)b);
}

/* "name = value" before the samples. */
static enum legacy_result read_attribute(struct legacy *legacy, struct str name, struct str value,
                                         int64_t *hertz)
{
    struct profile *profile = &legacy->builder.profile;
    int64_t number = 0;
    if (str_equal(name, STR("discarded samples")))
        return LEGACY_READ;
    bool is_hertz = str_equal(name, STR("cycles/second"));
    bool is_period = str_equal(name, STR("sampling period"));
    if (!is_hertz && !is_period && !str_equal(name, STR("ms since reset")))
        return legacy_bad_line(legacy, LEGACY_UNKNOWN, "this attribute is not known");
    if (!scan_go_int(value, &number))
        return legacy_bad_line(legacy, LEGACY_UNKNOWN, "the attribute's value is no whole number");
    if (is_hertz)
        *hertz = number;
    else if (is_period)
        profile->period = number;
    else
        profile->duration_ns = times(number, 1000000);
    return LEGACY_READ;
}

/* Stops at the line that is no attribute, which is a sample or the end. */
static enum legacy_result read_attributes(struct legacy *legacy, int64_t *hertz)
{
    enum legacy_result result = LEGACY_READ;
    while (result == LEGACY_READ && lines_next(&legacy->lines)) {
        struct str line = scan_trim(legacy->lines.line);
        if (scan_is_blank(line))
            continue;
        size_t equals = str_find(line, '=');
        if (str_starts(line, STR("---")) || equals == STR_NONE)
            return LEGACY_READ;
        result = read_attribute(legacy, scan_trim(str_slice(line, 0, equals)),
                                scan_trim(str_skip(line, equals + 1)), hertz);
    }
    return result == LEGACY_READ ? legacy_lines_end(legacy) : result;
}

/* DELAY COUNT @ ADDRESSES, wherever in the line it begins. Where the blank between the numbers is
 * missing, the last digit is the count. */
static bool find_sample(struct str line, struct str *delay, struct str *count,
                        struct str *addresses)
{
    while (line.size) {
        struct str at = line;
        *delay = scan_run(&at, scan_digit);
        if (!delay->size) {
            line = str_skip(line, 1);
            continue;
        }
        line = at;
        scan_run(&at, scan_blank);
        *count = scan_run(&at, scan_digit);
        if (!count->size && delay->size > 1) {
            at = line;
            delay->size--;
            *count = (struct str){delay->at + delay->size, 1};
        }
        if (count->size && scan_text(&at, STR(" @"))) {
            *addresses = scan_run(&at, scan_address);
            return true;
        }
    }
    return false;
}

static enum legacy_result read_sample(struct legacy *legacy, struct str line, int64_t hertz)
{
    struct str digits[2], addresses;
    int64_t delay, count, period = legacy->builder.profile.period;
    if (!find_sample(line, &digits[0], &digits[1], &addresses))
        return legacy_bad_line(legacy, LEGACY_UNKNOWN,
                               "this is no sample, \"DELAY COUNT @ ADDRESSES\"; was the file cut "
                               "off or edited?");
    if (!number_parse_int(digits[0], &delay) || !number_parse_int(digits[1], &count))
        return legacy_bad_line(legacy, LEGACY_REFUSED,
                               "a number has more than 63 bits; is the file damaged?");
    if (period > 0 && hertz > 0)
        delay = number_trunc((double)delay * (double)period / ((double)hertz / 1e9));
    if (period > 0)
        count = times(count, period);
    enum legacy_result result = legacy_frames(legacy, addresses);
    if (result != LEGACY_READ)
        return result;
    legacy_value(legacy, count);
    legacy_value(legacy, delay);
    return legacy_sample(legacy, 0) ? LEGACY_READ : LEGACY_REFUSED;
}

static enum legacy_result read_samples(struct legacy *legacy, int64_t hertz)
{
    enum legacy_result result = LEGACY_READ;
    do {
        struct str line = scan_trim(legacy->lines.line);
        if (str_starts(line, STR("---")))
            return LEGACY_READ;
        if (!scan_is_blank(line))
            result = read_sample(legacy, line, hertz);
    } while (result == LEGACY_READ && lines_next(&legacy->lines));
    return result == LEGACY_READ ? legacy_lines_end(legacy) : result;
}

enum legacy_result legacy_contention(struct legacy *legacy, struct str bytes)
{
    int64_t hertz = 0;
    (void)bytes;
    if (!lines_next(&legacy->lines))
        return LEGACY_UNKNOWN;
    struct str line = legacy->lines.line;
    if (!str_starts(line, STR("--- contentionz ")) && !str_starts(line, STR("--- mutex:")) &&
        !str_starts(line, STR("--- contention:")))
        return LEGACY_UNKNOWN;
    legacy_period(legacy, STR("contentions"), STR("count"), 1);
    legacy_type(legacy, STR("contentions"), STR("count"));
    legacy_type(legacy, STR("delay"), STR("nanoseconds"));
    enum legacy_result result = read_attributes(legacy, &hertz);
    if (result == LEGACY_READ)
        result = read_samples(legacy, hertz);
    if (result == LEGACY_READ)
        result = legacy_sections(legacy);
    return result == LEGACY_READ && !legacy_finish(legacy) ? LEGACY_REFUSED : result;
}
