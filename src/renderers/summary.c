/* summary: what there is to say at first sight, for a page, as templates/page/types.js says. */
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "renderers/summary_changes.h"
#include "renderers/summary_facts.h"

static void text_member(struct sink *sink, const char *name, struct str text)
{
    json_write_name(sink, name);
    json_write_text(sink, text);
}

static void put_bool(struct sink *sink, bool value)
{
    sink_text(sink, value ? STR("true") : STR("false"));
}

static void put_types(const struct summary *summary, struct sink *sink)
{
    for (size_t i = 0; i < summary->type_count; i++) {
        const struct summary_type *type = &summary->types[i];
        sink_text(sink, i ? STR(",{") : STR("{"));
        json_write_first(sink, "index");
        sink_unsigned(sink, type->index, 0);
        text_member(sink, "type", type->type);
        text_member(sink, "unit", type->unit);
        text_member(sink, "total", type->total);
        json_write_name(sink, "chosen");
        put_bool(sink, type->is_chosen);
        sink_char(sink, '}');
    }
}

static void put_answer(const struct summary *summary, struct sink *sink)
{
    for (size_t i = 0; i < summary->answer.parts.count; i++) {
        const struct answer_part *part = &summary->answer.parts.at[i];
        bool is_function = part->kind == ANSWER_FUNCTION;
        sink_text(sink, i ? STR(",{") : STR("{"));
        json_write_first(sink, "kind");
        json_write_text(sink, is_function                   ? STR("function")
                              : part->kind == ANSWER_FIGURE ? STR("figure")
                                                            : STR(""));
        text_member(sink, "text", part->text);
        if (is_function)
            text_member(sink, "name", part->name);
        sink_char(sink, '}');
    }
}

static void put_packages(const struct summary *summary, struct sink *sink)
{
    for (size_t i = 0; i < summary->package_count; i++) {
        const struct summary_package *package = &summary->packages[i];
        sink_text(sink, i ? STR(",{") : STR("{"));
        json_write_first(sink, "name");
        json_write_text(sink, package->name);
        json_write_name(sink, "fill");
        sink_unsigned(sink, package->fill, 0);
        json_write_name(sink, "self");
        json_write_value(&summary->question.report, sink, package->self);
        text_member(sink, "share", package->share);
        sink_char(sink, '}');
    }
}

static void put_facts(const struct summary_fact *facts, size_t count, bool with_mono,
                      struct sink *sink)
{
    for (size_t i = 0; i < count; i++) {
        sink_text(sink, i ? STR(",[") : STR("["));
        json_write_text(sink, facts[i].name);
        sink_char(sink, ',');
        json_write_text(sink, facts[i].text);
        if (with_mono) {
            sink_char(sink, ',');
            put_bool(sink, facts[i].is_mono);
        }
        sink_char(sink, ']');
    }
}

static void put_notes(const struct summary *summary, struct sink *sink)
{
    for (size_t i = 0; i < summary->note_count; i++) {
        sink_text(sink, i ? STR(",{") : STR("{"));
        json_write_first(sink, "severity");
        json_write_text(sink, summary->notes[i].is_warning ? STR("warning") : STR("info"));
        text_member(sink, "text", summary->notes[i].text);
        sink_char(sink, '}');
    }
}

static void begin_list(struct sink *sink, const char *name)
{
    json_write_name(sink, name);
    sink_char(sink, '[');
}

/* ---------------------------------------------------------------- a comparison */

static void put_side(const struct side_words *side, struct sink *sink)
{
    sink_char(sink, '{');
    json_write_first(sink, "name");
    json_write_text(sink, side->name);
    text_member(sink, "sources", side->sources);
    text_member(sink, "runs", side->runs);
    text_member(sink, "total", side->total);
    text_member(sink, "events", side->events);
    text_member(sink, "line", side->line);
    sink_char(sink, '}');
}

static void put_mover(const struct view *view, const struct summary_mover *mover, struct sink *sink)
{
    sink_char(sink, '{');
    json_write_first(sink, "name");
    json_write_text(sink, json_as_read(mover->name, view->arena));
    json_write_name(sink, "start");
    sink_unsigned(sink, utf8_utf16_units(str_slice(mover->name, 0, mover->own)), 0);
    text_member(sink, "was", json_as_read(mover->was, view->arena));
    json_write_name(sink, "change");
    sides_write_change(view, &mover->mover->change, sink);
    begin_list(sink, "path");
    for (size_t i = 0; i < mover->path_count; i++) {
        sink_text(sink, i ? STR(",") : STR(""));
        json_write_text(sink, mover->path[i]);
    }
    sink_char(sink, ']');
    text_member(sink, "path_share", mover->path_share);
    sink_char(sink, '}');
}

static void put_movers(const struct view *view, const char *name,
                       const struct summary_mover *movers, size_t count, struct sink *sink)
{
    begin_list(sink, name);
    for (size_t i = 0; i < count; i++) {
        sink_text(sink, i ? STR(",") : STR(""));
        put_mover(view, &movers[i], sink);
    }
    sink_char(sink, ']');
}

static void put_comparison(const struct view *view, const struct summary_changes *changes,
                           struct sink *sink)
{
    const struct comparison_words *words = changes->words;
    json_write_name(sink, "comparison");
    sink_text(sink, STR("{\"sides\":["));
    put_side(&words->sides[RUN_BASE], sink);
    sink_char(sink, ',');
    put_side(&words->sides[RUN_NEW], sink);
    sink_char(sink, ']');
    text_member(sink, "scaling", words->scaling);
    text_member(sink, "method", words->method);
    text_member(sink, "legend", words->legend);
    json_write_name(sink, "total");
    sides_write_change(view, &changes->total, sink);
    text_member(sink, "values", changes->values);
    json_write_name(sink, "more_first");
    sink_text(sink, changes->is_more_first ? STR("true") : STR("false"));
    put_movers(view, "more", changes->more, changes->more_count, sink);
    put_movers(view, "less", changes->less, changes->less_count, sink);
    json_write_name(sink, "significant");
    sink_unsigned(sink, changes->significant, 0);
    sink_char(sink, '}');
}

static void put_value(const struct summary *summary, int64_t value, struct sink *sink)
{
    if (summary->changes)
        json_write_drawn(summary->question.view, sink, value);
    else
        json_write_value(&summary->question.report, sink, value);
}

static bool summary_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct summary *summary = summary_new(view, error);
    if (!summary)
        return false;
    sink_char(sink, '{');
    json_write_first(sink, "title");
    json_write_text(sink, summary->title);
    text_member(sink, "line", summary->line);
    begin_list(sink, "types");
    put_types(summary, sink);
    sink_char(sink, ']');
    json_write_name(sink, "total");
    put_value(summary, summary->total, sink);
    json_write_name(sink, "selected");
    put_value(summary, summary->selected, sink);
    begin_list(sink, "answer");
    put_answer(summary, sink);
    sink_char(sink, ']');
    json_write_name(sink, "top");
    function_table_write(&summary->top, sink);
    json_write_name(sink, "functions");
    sink_unsigned(sink, summary->functions, 0);
    begin_list(sink, "packages");
    put_packages(summary, sink);
    sink_char(sink, ']');
    begin_list(sink, "facts");
    put_facts(summary->facts, summary->fact_count, false, sink);
    sink_char(sink, ']');
    begin_list(sink, "provenance");
    put_facts(summary->provenance, summary->provenance_count, true, sink);
    sink_char(sink, ']');
    begin_list(sink, "notes");
    put_notes(summary, sink);
    sink_char(sink, ']');
    if (summary->changes)
        put_comparison(view, summary->changes, sink);
    sink_text(sink, STR("}\n"));
    return true;
}

const struct renderer summary_renderer = {
    .name = STR_INIT("summary"),
    .media = STR_INIT("application/json"),
    .options = FOR_DATA | FOR_TABLE,
    .needs = SUMMARY_NEEDS | VIEW_OWN_NOTES | VIEW_SIDES,
    .help = STR_INIT("What there is to say at first sight, for a page, as JSON"),
    .render = summary_render,
};
