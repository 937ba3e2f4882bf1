/* Strings, values and names of members. */
#include "renderers/json_write.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "renderers/flame_functions.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"

enum { LONGEST_READ = 4000 };

/* ---------------------------------------------------------------- texts */

void json_write_text(struct sink *sink, struct str text)
{
    sink_char(sink, '"');
    sink_json(sink, text);
    sink_char(sink, '"');
}

static bool is_valid(struct str text)
{
    size_t size;
    unsigned char all = 0;
    for (size_t i = 0; i < text.size; i++)
        all |= (unsigned char)text.at[i];
    if (all < 0x80)
        return true;
    for (; text.size; text = str_skip(text, size))
        if (utf8_decode(text, &size) == UTF8_INVALID)
            return false;
    return true;
}

struct str json_as_read(struct str text, struct arena *arena)
{
    if (text.size > LONGEST_READ)
        return flame_visible(text, arena);
    if (is_valid(text))
        return text;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    size_t size;
    for (; text.size; text = str_skip(text, size)) {
        bool ok = utf8_decode(text, &size) != UTF8_INVALID;
        sink_text(&sink, ok ? str_slice(text, 0, size) : STR("\xef\xbf\xbd"));
    }
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- values */

static int64_t divided(const struct view *view, int64_t value)
{
    double ratio = view->selection->ratio;
    return ratio == 1 ? value : number_trunc((double)value * ratio);
}

static void put_value(struct sink *sink, int64_t value, struct str text)
{
    sink_char(sink, '[');
    sink_signed(sink, value, 0);
    sink_char(sink, ',');
    json_write_text(sink, text);
    sink_char(sink, ']');
}

void json_write_value(const struct report *report, struct sink *sink, int64_t value)
{
    struct measure_text text = report_value(report, value);
    put_value(sink, divided(report->view, value), measure_str(&text));
}

void json_write_drawn_in(const struct view *view, struct sink *sink, int64_t value, struct str unit)
{
    struct str wanted = view->settings->unit;
    bool is_named = !str_equal(wanted, STR("minimum")) && measure_same_family(wanted, unit);
    value = divided(view, value);
    struct measure_text text = measure_label(value, unit, is_named ? wanted : STR("auto"));
    put_value(sink, value, picture_minus(measure_str(&text), view->arena));
}

void json_write_drawn(const struct view *view, struct sink *sink, int64_t value)
{
    json_write_drawn_in(view, sink, value, view->selection->unit);
}

/* ---------------------------------------------------------------- members */

void json_write_first(struct sink *sink, const char *name)
{
    json_write_text(sink, str_from_c(name));
    sink_char(sink, ':');
}

void json_write_name(struct sink *sink, const char *name)
{
    sink_char(sink, ',');
    json_write_first(sink, name);
}
