/* Values, texts and names. */
#include "renderers/boxes_json.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/flame_functions.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/selection.h"

enum { LONGEST_NAME = 4000 };

static int64_t divided(const struct view *view, int64_t value)
{
    double ratio = view->selection->ratio;
    return ratio == 1 ? value : number_trunc((double)value * ratio);
}

struct str boxes_value_text(const struct view *view, int64_t value, struct str unit)
{
    struct str wanted = view->settings->unit;
    bool is_named = !str_equal(wanted, STR("minimum")) && measure_same_family(wanted, unit);
    struct measure_text text = measure_label(value, unit, is_named ? wanted : STR("auto"));
    return picture_minus(measure_str(&text), view->arena);
}

void boxes_value_in(struct sink *sink, const struct view *view, int64_t value, struct str unit)
{
    value = divided(view, value);
    sink_char(sink, '[');
    sink_signed(sink, value, 0);
    sink_char(sink, ',');
    boxes_text(sink, boxes_value_text(view, value, unit));
    sink_char(sink, ']');
}

void boxes_value(struct sink *sink, const struct view *view, int64_t value)
{
    boxes_value_in(sink, view, value, view->selection->unit);
}

void boxes_text(struct sink *sink, struct str text)
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

struct str boxes_name(struct str name, struct arena *arena)
{
    if (name.size > LONGEST_NAME)
        return flame_visible(name, arena);
    if (is_valid(name))
        return name;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    size_t size;
    for (; name.size; name = str_skip(name, size)) {
        bool ok = utf8_decode(name, &size) != UTF8_INVALID;
        sink_text(&sink, ok ? str_slice(name, 0, size) : STR("\xef\xbf\xbd"));
    }
    return sink_str(&sink);
}
