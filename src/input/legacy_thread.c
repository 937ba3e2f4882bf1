/* --- threadz 1 ---, and the stack of each thread. */
#include "input/legacy_reader.h"

/* "--- threadz 12 ---" somewhere in the line. */
static bool is_start(struct str line)
{
    const struct str start = STR("--- threadz ");
    for (size_t at; (at = str_find_str(line, start)) != STR_NONE;) {
        line = str_skip(line, at + start.size);
        struct str rest = line;
        if (scan_run(&rest, scan_digit).size && str_starts(rest, STR(" ---")))
            return true;
    }
    return false;
}

/* "NAME/123) stack: ---" somewhere in the text. */
static bool has_thread_end(struct str text)
{
    const struct str end = STR(") stack: ---");
    for (size_t from = 0, at; (at = str_find_str(str_skip(text, from), end)) != STR_NONE;) {
        at += from;
        size_t digits = 0;
        while (digits < at && scan_digit(text.at[at - 1 - digits]))
            digits++;
        if (digits && digits < at && text.at[at - 1 - digits] == '/')
            return true;
        from = at + end.size;
    }
    return false;
}

/* "--- Thread 7f79 (name: main/14748) stack: ---" somewhere in the line. */
static bool is_thread(struct str line)
{
    const struct str start = STR("--- Thread ");
    for (size_t at; (at = str_find_str(line, start)) != STR_NONE;) {
        line = str_skip(line, at + start.size);
        struct str rest = line;
        if (scan_run(&rest, scan_hex_digit).size && scan_text(&rest, STR(" (name: ")))
            return has_thread_end(rest);
    }
    return false;
}

/* Reads the lines of one stack; *line is the last one read, *same whether the thread stands where
 * the one before does. */
static enum legacy_result read_stack(struct legacy *legacy, struct str *line, bool *same)
{
    enum legacy_result result = LEGACY_READ;
    *line = str_slice(*line, 0, 0);
    *same = false;
    while (result == LEGACY_READ && lines_next(&legacy->lines)) {
        *line = scan_trim(legacy->lines.line);
        if (!line->size)
            continue;
        if (str_starts(*line, STR("---")))
            break;
        if (str_find_str(*line, STR("same as previous thread")) != STR_NONE)
            *same = true;
        else
            result = legacy_frames(legacy, *line);
    }
    return result == LEGACY_READ ? legacy_lines_end(legacy) : result;
}

static enum legacy_result read_thread(struct legacy *legacy, struct str *line)
{
    bool same;
    enum legacy_result result = read_stack(legacy, line, &same);
    if (result != LEGACY_READ)
        return result;
    if (same)
        legacy_forget_frames(legacy);
    if (legacy->frames.count > legacy->frame_start) {
        legacy_value(legacy, 1);
        return legacy_sample(legacy, 0) ? LEGACY_READ : LEGACY_REFUSED;
    }
    if (legacy->samples.count)
        legacy->builder.values.at[legacy->samples.count - 1]++;
    return budget_spend(legacy->budget, 1, legacy->error) ? LEGACY_READ : LEGACY_REFUSED;
}

static enum legacy_result read_threads(struct legacy *legacy, struct str line)
{
    while (!legacy_is_map(line) && !str_starts(line, STR("---- no stack trace for"))) {
        if (!is_thread(line))
            return legacy_bad_line(legacy, LEGACY_UNKNOWN,
                                   "a thread begins with \"--- Thread ID (name: NAME/ID) stack: "
                                   "---\", and the list ends with \"--- Memory map: ---\"; was the "
                                   "file cut off?");
        enum legacy_result result = read_thread(legacy, &line);
        if (result != LEGACY_READ)
            return result;
    }
    return LEGACY_READ;
}

enum legacy_result legacy_thread(struct legacy *legacy, struct str bytes)
{
    (void)bytes;
    while (lines_next(&legacy->lines) && scan_is_blank(legacy->lines.line))
        continue;
    struct str line = legacy->lines.line;
    if (is_start(line)) {
        while (lines_next(&legacy->lines)) {
            line = legacy->lines.line;
            if (legacy_is_map(line) || str_starts(line, STR("-")))
                break;
        }
    } else if (!is_thread(line)) {
        return LEGACY_UNKNOWN;
    }
    legacy->adjust = ADJUST_CALLERS;
    legacy_period(legacy, STR("thread"), STR("count"), 1);
    legacy_type(legacy, STR("thread"), STR("count"));
    enum legacy_result result = read_threads(legacy, line);
    if (result == LEGACY_READ)
        result = legacy_sections(legacy);
    return result == LEGACY_READ && !legacy_finish(legacy) ? LEGACY_REFUSED : result;
}
