/* goroutines as JSON, all groups of them. */
#include "base/sink.h"
#include "renderers/goroutine_report.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"

static void put_text(const struct view *view, struct sink *sink, const char *name, struct str text)
{
    json_write_name(sink, name);
    json_write_text(sink, json_as_read(text, view->arena));
}

static void put_number(struct sink *sink, const char *name, int64_t number)
{
    json_write_name(sink, name);
    sink_signed(sink, number, 0);
}

static void put_name(const struct view *view, struct sink *sink, const char *name,
                     uint32_t function)
{
    const struct profile *profile = view->profile;
    put_text(view, sink, name,
             function == ID_NONE ? STR("")
                                 : profile_string(profile, profile->functions[function].name));
}

/* From the leaf to the root. */
static void put_stack(const struct view *view, struct sink *sink, uint32_t stack)
{
    const struct profile *profile = view->profile;
    size_t depth, shown = 0;
    const uint32_t *frames = profile_stack(profile, stack, &depth);
    json_write_name(sink, "stack");
    sink_char(sink, '[');
    for (size_t i = 0; i < depth; i++) {
        const struct location *location = &profile->locations[frames[i]];
        for (uint32_t n = 0; n < location->line_count; n++) {
            const struct line *line = &profile->lines[location->line_first + n];
            string_id name = profile->functions[line->function].name;
            sink_text(sink, shown++ ? STR(",") : STR(""));
            json_write_text(sink, json_as_read(profile_string(profile, name), view->arena));
        }
    }
    sink_char(sink, ']');
}

static struct str doubt_word(enum goroutine_doubt doubt)
{
    static const struct str WORDS[] = {[DOUBT_NONE] = STR_INIT(""),
                                       [DOUBT_FOREVER] = STR_INIT("forever"),
                                       [DOUBT_LONG] = STR_INIT("long"),
                                       [DOUBT_MANY] = STR_INIT("many")};
    return WORDS[doubt];
}

static void put_waits(struct sink *sink, int64_t timed, int64_t least, int64_t most)
{
    put_number(sink, "timed", timed);
    put_number(sink, "least_minutes", least);
    put_number(sink, "most_minutes", most);
}

static void put_group(const struct view *view, const struct goroutine_group *group,
                      struct sink *sink)
{
    const struct profile *profile = view->profile;
    bool has_place = group->place != ID_NONE;
    sink_char(sink, '{');
    json_write_first(sink, "count");
    sink_signed(sink, group->count, 0);
    put_waits(sink, group->timed, group->least, group->most);
    put_number(sink, "goroutine", group->longest);
    put_text(view, sink, "state", group->state);
    put_text(view, sink, "creator", profile_string(profile, group->creator));
    put_text(view, sink, "creator_line", profile_string(profile, group->creator_line));
    put_name(view, sink, "entry", group->entry);
    put_name(view, sink, "function", group->place);
    put_text(view, sink, "file",
             has_place ? profile_string(profile, profile->functions[group->place].file) : STR(""));
    put_number(sink, "line", group->line);
    put_text(view, sink, "suspicion", doubt_word(group->doubt));
    if (group->doubt)
        put_text(view, sink, "reason", str_from_c(group->reason));
    put_number(sink, "stack_count", group->stack_count);
    put_stack(view, sink, group->stack);
    sink_char(sink, '}');
}

static void put_rows(const struct view *view, const char *name, const struct goroutine_row *rows,
                     size_t count, struct sink *sink)
{
    json_write_name(sink, name);
    sink_char(sink, '[');
    for (size_t i = 0; i < count; i++) {
        sink_text(sink, i ? STR(",\n{") : STR("\n{"));
        json_write_first(sink, "count");
        sink_signed(sink, rows[i].count, 0);
        put_waits(sink, rows[i].timed, rows[i].least, rows[i].most);
        put_text(view, sink, "name", rows[i].name);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
}

void goroutines_write_json(const struct view *view, const struct goroutine_report *report,
                           struct sink *sink)
{
    const struct goroutines *all = report->all;
    sink_char(sink, '{');
    json_write_first(sink, "total");
    sink_signed(sink, all->total, 0);
    put_number(sink, "timed", all->timed);
    json_write_name(sink, "has_states");
    sink_text(sink, all->has_states ? STR("true") : STR("false"));
    json_write_name(sink, "has_creators");
    sink_text(sink, all->has_creators ? STR("true") : STR("false"));
    put_rows(view, "states", report->states, report->state_count, sink);
    put_rows(view, "creators", report->creators, report->creator_count, sink);
    json_write_name(sink, "groups");
    sink_char(sink, '[');
    for (size_t i = 0; i < all->count; i++) {
        sink_text(sink, i ? STR(",\n") : STR("\n"));
        put_group(view, &all->groups[i], sink);
    }
    sink_text(sink, STR("]}\n"));
}
