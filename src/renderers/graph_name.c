/* Frames to the lines of a box. */
#include "renderers/graph_name.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/name.h"
#include "profile/profile.h"
#include "profile/short_name.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "select/frames.h"

#include <stdio.h>

struct graph_place graph_place(const struct frames *frames, const struct frame *frame,
                               bool has_name)
{
    struct graph_place place = {.before = STR(""), .text = frames->files[frame->file]};
    struct str object = profile_string(frames->profile, frame->object);
    place.text = place.text.size ? str_base_name(place.text) : frames->packages[frame->package];
    if (frame->line && frame->column)
        snprintf(place.after, sizeof place.after, ":%lld:%lld", (long long)frame->line,
                 (long long)frame->column);
    else if (frame->line)
        snprintf(place.after, sizeof place.after, ":%lld", (long long)frame->line);
    if (frame->line || place.text.size || has_name)
        return place;
    if (!object.size)
        return (struct graph_place){.before = STR(""), .text = STR("<unknown>")};
    return (struct graph_place){.before = STR("["), .text = str_base_name(object), .after = "]"};
}

/* ---------------------------------------------------------------- names in two */

/* "func1", "gowrap2", "1", "abi0": a part of the function that it stands in. */
static bool is_closure(struct str text)
{
    static const struct str STARTS[] = {STR_INIT("func"), STR_INIT("gowrap"), STR_INIT("deferwrap"),
                                        STR_INIT("abi")};
    for (size_t i = 0; i < sizeof STARTS / sizeof *STARTS; i++) {
        if (!str_starts(text, STARTS[i]))
            continue;
        text = str_skip(text, STARTS[i].size);
        break;
    }
    return text.size && text.at[0] >= '0' && text.at[0] <= '9';
}

/* Go's methods of values: "HandlerFunc.ServeHTTP" as against "report.func1". */
static struct str method(struct str own)
{
    size_t dot = str_find(own, '.');
    if (dot == STR_NONE || dot == 0 || dot + 1 == own.size || is_closure(str_skip(own, dot + 1)))
        return own;
    for (size_t i = 0; i < dot; i++)
        if (own.at[i] == '(' || own.at[i] == '<' || own.at[i] == '-')
            return own;
    return str_skip(own, dot + 1);
}

/* "regexp.(*machine)" as "regexp (*machine)": the last dot outside of brackets. */
static struct str spaced(struct str over, struct arena *arena)
{
    size_t depth = 0, dot = STR_NONE;
    if (str_find_str(over, STR("::")) != STR_NONE)
        return over;
    for (size_t i = 0; i < over.size; i++) {
        depth += over.at[i] == '(' || over.at[i] == '[';
        depth -= depth && (over.at[i] == ')' || over.at[i] == ']');
        if (!depth && over.at[i] == '.')
            dot = i;
    }
    if (dot == STR_NONE || dot == 0)
        return over;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_slice(over, 0, dot));
    sink_char(&sink, ' ');
    sink_text(&sink, str_skip(over, dot + 1));
    return sink_str(&sink);
}

struct str graph_name_last_part(struct str name)
{
    size_t depth = 0, start = 0;
    for (size_t i = 0; i + 1 < name.size; i++) {
        depth += name.at[i] == '<' || name.at[i] == '(';
        depth -= depth && (name.at[i] == '>' || name.at[i] == ')');
        if (!depth && name.at[i] == ':' && name.at[i + 1] == ':')
            start = i + 2;
    }
    return str_skip(name, start);
}

/* With the function that a closure stands in. */
static struct str with_outer(struct str name, struct str own)
{
    while (is_closure(own) && own.size + 1 < name.size) {
        size_t dot = str_find_last(str_slice(name, 0, name.size - own.size - 1), '.');
        own = str_skip(name, dot == STR_NONE ? 0 : dot + 1);
    }
    return own;
}

void graph_name_split(struct str name, struct arena *arena, struct str *over, struct str *own)
{
    enum { WHOLE_UP_TO = 48 };
    struct str forms[NAME_FORMS];
    bool colons = str_find_str(name, STR("::")) != STR_NONE;
    if (colons && name.size <= WHOLE_UP_TO) {
        forms[0] = name;
        *own = graph_name_last_part(name);
    } else {
        size_t count = name_forms(name, arena, forms);
        *own = colons ? forms[count - 1] : with_outer(forms[0], method(forms[count - 1]));
    }
    if (!own->size)
        *own = forms[0];
    *over = str_slice(forms[0], 0, forms[0].size - own->size);
    while (str_ends(*over, STR(".")) || str_ends(*over, STR(":")))
        over->size--;
    *over = spaced(*over, arena);
}

/* ---------------------------------------------------------------- frames */

static struct str place_text(const struct view *view, const struct frame *frame, bool has_name)
{
    struct graph_place place = graph_place(view->frames, frame, has_name);
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_text(&sink, place.before);
    sink_text(&sink, place.text);
    sink_text(&sink, str_from_c(place.after));
    return flame_visible(sink_str(&sink), view->arena);
}

struct graph_name graph_name(const struct view *view, uint32_t frame)
{
    const struct frame *item = &view->frames->items[frame];
    struct str text = short_name(profile_string(view->frames->profile, item->name), view->arena);
    struct graph_name name = {STR(""), STR(""), STR(""), place_text(view, item, text.size > 0)};
    struct sink sink;
    if (item->address) {
        sink_init_buffer(&sink, view->arena, UINT64_MAX);
        sink_print(&sink, "%016llx", (unsigned long long)item->address);
        name.address = sink_str(&sink);
    }
    if (text.size) {
        graph_name_split(flame_visible(text, view->arena), view->arena, &name.over, &name.own);
        return name;
    }
    name.own = name.place;
    name.place = STR("");
    return name;
}
