/* NAME profile: total N, and counts by stack: Go's goroutine, threadcreate and own profiles. */
#include "input/legacy_reader.h"

/* The NAME of the header; empty if the line is none. */
static struct str header_name(struct str line)
{
    struct str name = scan_run(&line, scan_filled);
    if (!scan_text(&line, STR(" profile: total ")) || !scan_run(&line, scan_digit).size ||
        line.size)
        name.size = 0;
    return name;
}

/* "14 @ 0x489f8e 0x44c277", and nothing else on the line. */
static enum legacy_result read_sample(struct legacy *legacy)
{
    struct str line = legacy->lines.line, digits = scan_run(&line, scan_digit);
    int64_t count;
    bool ok = scan_go_int(digits, &count) && scan_text(&line, STR(" @"));
    struct str addresses = line;
    ok = ok && line.size;
    while (ok && line.size)
        ok = scan_text(&line, STR(" 0x")) && scan_run(&line, scan_lower_hex).size;
    if (!ok)
        return legacy_bad_line(legacy, LEGACY_REFUSED,
                               "this is no sample, \"COUNT @ ADDRESSES\"; was the file cut off or "
                               "edited?");
    enum legacy_result result = legacy_frames(legacy, addresses);
    if (result != LEGACY_READ)
        return result;
    legacy_value(legacy, count);
    return legacy_sample(legacy, 0) ? LEGACY_READ : LEGACY_REFUSED;
}

enum legacy_result legacy_count(struct legacy *legacy, struct str bytes)
{
    (void)bytes;
    while (lines_next(&legacy->lines) && scan_is_blank(legacy->lines.line))
        continue;
    struct str name = header_name(legacy->lines.line);
    if (!name.size)
        return LEGACY_UNKNOWN;
    enum legacy_result result = LEGACY_READ;
    legacy_period(legacy, name, STR("count"), 1);
    legacy_type(legacy, name, STR("count"));
    while (result == LEGACY_READ && lines_next(&legacy->lines)) {
        if (scan_is_blank(legacy->lines.line))
            continue;
        if (str_starts(legacy->lines.line, STR("---")))
            break;
        result = read_sample(legacy);
    }
    if (result == LEGACY_READ)
        result = legacy_lines_end(legacy);
    if (result == LEGACY_READ)
        result = legacy_sections(legacy);
    return result == LEGACY_READ && !legacy_finish(legacy) ? LEGACY_REFUSED : result;
}
