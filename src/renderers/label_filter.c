/* Labels to expressions, as tag_expression.c reads them: KEY=VALUE is split at the first '=', a
 * value of expressions at each ',', and what looks like a range of numbers is one. */
#include "renderers/label_filter.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "profile/measure.h"

#include <string.h>

enum {
    DIGITS_MOST = 18, /* in a row: read as a number even inside of an expression, and must fit */
    LONGEST = 4000
};

static bool is_key(struct str key)
{
    size_t size;
    for (size_t i = 0; i < key.size; i += size)
        if (key.at[i] == '=' || !key.at[i] || utf8_decode(str_skip(key, i), &size) == UTF8_INVALID)
            return false;
    return key.size > 0;
}

static void put_point(struct sink *sink, struct str bytes, uint32_t point)
{
    if (point == UTF8_INVALID)
        sink_text(sink, STR("\\x{fffd}"));
    else if (point < 0x20 || point == 0x7f || point == ',')
        sink_print(sink, "\\x%02x", point);
    else {
        if (point < 0x80 && strchr("\\.+*?()|[]{}^$", (int)point))
            sink_char(sink, '\\');
        sink_text(sink, bytes);
    }
}

static void put_literally(struct sink *sink, struct str text)
{
    size_t digits = 0, size;
    for (size_t i = 0; i < text.size; i += size) {
        uint32_t point = utf8_decode(str_skip(text, i), &size);
        digits = point >= '0' && point <= '9' ? digits + 1 : 0;
        if (digits > DIGITS_MOST) {
            sink_text(sink, STR("(?:)"));
            digits = 1;
        }
        put_point(sink, str_slice(text, i, i + size), point);
    }
}

struct str label_filter_text(struct str key, struct str text, struct arena *arena)
{
    struct sink sink;
    if (key.size > LONGEST || text.size > LONGEST)
        return STR("");
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (is_key(key)) {
        sink_text(&sink, key);
        sink_text(&sink, STR("=^"));
    } else {
        /* Without a key expressions are about "key:value". */
        sink_text(&sink, STR("=^"));
        put_literally(&sink, key);
        sink_char(&sink, ':');
    }
    put_literally(&sink, text);
    sink_char(&sink, '$');
    return sink_str(&sink);
}

static bool is_word(struct str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((text.at[i] | 32) < 'a' || (text.at[i] | 32) > 'z')
            return false;
    return text.size > 0;
}

/* As a range names it: nothing where the unit is of no family. False where it has no way to, as
 * for "n*GCU". */
static bool range_unit(struct str unit, struct str *name)
{
    bool has_family = measure_scale(1, unit, STR("auto")).unit.size > 0;
    *name = has_family ? measure_scale(1, unit, unit).unit : STR("");
    return !has_family || is_word(*name);
}

struct str label_filter_numbers(struct str key, int64_t least, int64_t most, struct str unit,
                                struct arena *arena)
{
    struct sink sink;
    if (key.size > LONGEST || !is_key(key) || !range_unit(unit, &unit))
        return STR("");
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, key);
    sink_print(&sink, "=%lld", (long long)least);
    sink_text(&sink, unit);
    if (most != least) {
        sink_print(&sink, ":%lld", (long long)most);
        sink_text(&sink, unit);
    }
    return sink_str(&sink);
}
