/* Strings, names and colours of Graphviz. */
#include "renderers/dot_text.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/profile.h"
#include "profile/short_name.h"
#include "renderers/graph_name.h"
#include "renderers/renderer.h"
#include "select/frames.h"

/* On a terminal control characters become visible. */
static struct str shown(const struct view *view, struct str text)
{
    struct sink sink;
    if (!view->is_terminal)
        return text;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_visible(&sink, text);
    return sink_str(&sink);
}

static void escape_byte(struct sink *sink, char byte)
{
    if (byte == '\\' || byte == '"')
        sink_char(sink, '\\');
    if (byte == '\n')
        sink_text(sink, STR("\\l"));
    else
        sink_char(sink, byte);
}

void dot_escape(const struct view *view, struct sink *sink, struct str text)
{
    text = shown(view, text);
    for (size_t i = 0; i < text.size; i++)
        escape_byte(sink, text.at[i]);
}

void dot_quote(const struct view *view, struct sink *sink, struct str text)
{
    bool escaped = false;
    text = shown(view, text);
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"' && !escaped)
            sink_char(sink, '\\');
        sink_char(sink, text.at[i]);
        escaped = text.at[i] == '\\' && !escaped;
    }
    sink_text(sink, escaped ? STR("\\") : STR(""));
}

/* The parts of a qualified name in a line each; pprof's "[...]" for type arguments stays whole. */
static void name_lines(const struct view *view, struct sink *sink, struct str name)
{
    const struct str any = STR("[...]");
    name = shown(view, name);
    for (size_t i = 0; i < name.size; i++) {
        struct str rest = str_skip(name, i);
        if (str_starts(rest, any)) {
            sink_text(sink, STR("[\xe2\x80\xa6]"));
            i += any.size - 1;
        } else if (rest.at[0] == '.' || str_starts(rest, STR("::"))) {
            sink_text(sink, STR("\\n"));
            i += rest.at[0] == ':';
        } else {
            escape_byte(sink, rest.at[0]);
        }
    }
}

/* Where the frame is, unless its name says it all. */
static void put_place(const struct view *view, struct sink *sink, const struct frames *frames,
                      const struct frame *frame, bool has_name)
{
    struct graph_place place = graph_place(frames, frame, has_name);
    if (!place.text.size && !place.after[0])
        return;
    sink_text(sink, place.before);
    dot_quote(view, sink, place.text);
    sink_text(sink, str_from_c(place.after));
    sink_text(sink, STR("\\n"));
}

void dot_name(const struct view *view, struct sink *sink, const struct frames *frames,
              uint32_t frame)
{
    const struct frame *item = &frames->items[frame];
    struct str name = short_name(profile_string(frames->profile, item->name), view->arena);
    if (item->address)
        sink_print(sink, "%016llx\\n", (unsigned long long)item->address);
    if (name.size) {
        name_lines(view, sink, name);
        sink_text(sink, STR("\\n"));
    }
    put_place(view, sink, frames, item, name.size > 0);
}

/* The byte of a part of 255, as Go on amd64 converts: what is no number is 0. */
static unsigned byte_of(double part)
{
    double value = part * 255;
    return value >= 0 && value < 256 ? (unsigned)value : 0;
}

void dot_color(struct sink *sink, double score, bool light)
{
    double saturation = light ? 0.1 : 1, value = light ? 0.93 : 0.7;
    double red = value, green = value;
    score = score < -1 ? -1 : score > 1 ? 1 : score;
    double size = score < 0 ? -score : score;
    if (size < 0.2)
        saturation *= size / 0.2;
    if (score < 0)
        red = value * (1 - saturation * number_pow(size, 0.3));
    else
        green = value * (1 - saturation * (size > 0 ? number_pow(size, 0.3) : size));
    double blue = value * (1 - saturation);
    sink_print(sink, "#%02x%02x%02x", byte_of(red), byte_of(green), byte_of(blue));
}
