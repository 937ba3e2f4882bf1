/* check: whether rules hold, for people and for pipelines. */
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/check_formats.h"
#include "renderers/check_words.h"
#include "renderers/renderer.h"
#include "tree/judge.h"

enum { STATE_WIDTH = 14 };

/* ---------------------------------------------------------------- for people */

static void put_state(const struct view *view, const struct verdict *verdict, struct sink *sink)
{
    struct str state = check_state(verdict);
    bool is_broken = verdict->kind == VERDICT_BROKEN;
    if (view->has_color && is_broken)
        sink_text(sink, STR("\x1b[1;31m"));
    sink_text(sink, is_broken ? STR("BROKEN") : state);
    if (view->has_color && is_broken)
        sink_text(sink, STR("\x1b[0m"));
    sink_spaces(sink, STATE_WIDTH - state.size);
}

static void put_verdict(const struct view *view, const struct verdict *verdict, struct sink *sink)
{
    put_state(view, verdict, sink);
    sink_text(sink, check_kind(verdict));
    sink_char(sink, ' ');
    sink_text(sink, check_rule(view, verdict));
    sink_char(sink, '\n');
    sink_spaces(sink, STATE_WIDTH);
    sink_text(sink, check_measured(view, verdict));
    sink_char(sink, '\n');
    for (size_t i = 0; i < verdict->mover_count; i++) {
        sink_spaces(sink, STATE_WIDTH + 2);
        sink_text(sink, check_mover(view, verdict, i));
        sink_char(sink, '\n');
    }
}

static void write_text(const struct view *view, struct sink *sink)
{
    const struct verdicts *verdicts = view->verdicts;
    sink_text(sink, check_subject(view));
    sink_char(sink, '\n');
    sink_text(sink, check_method(view));
    sink_text(sink, STR("\n\n"));
    for (size_t i = 0; i < verdicts->count; i++)
        put_verdict(view, &verdicts->items[i], sink);
    sink_char(sink, '\n');
    sink_text(sink, check_summary(view));
    sink_char(sink, '\n');
}

/* ---------------------------------------------------------------- formats */

static const struct {
    struct str name, suffix;
    void (*write)(const struct view *view, struct sink *sink);
} FORMATS[] = {{STR_INIT("text"), STR_INIT(".txt"), write_text},
               {STR_INIT("github"), STR_INIT(""), check_write_github},
               {STR_INIT("junit"), STR_INIT(".xml"), check_write_junit},
               {STR_INIT("json"), STR_INIT(".json"), check_write_json},
               {STR_INIT("md"), STR_INIT(".md"), check_write_md}};

enum { FORMAT_COUNT = sizeof FORMATS / sizeof *FORMATS };

/* --format, or what the name of the output says. */
static size_t format_of(const struct settings *settings)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (settings->format.size
                ? str_equal(settings->format, FORMATS[i].name)
                : FORMATS[i].suffix.size && str_ends(settings->output, FORMATS[i].suffix))
            return i;
    return 0;
}

/* Names the first rules that are broken. */
static bool fail(const struct view *view, struct error *error)
{
    const struct verdicts *verdicts = view->verdicts;
    size_t first = 0;
    while (verdicts->items[first].kind != VERDICT_BROKEN)
        first++;
    struct str summary = check_summary(view);
    struct error_quote rule = error_quote(verdicts->items[first].rule->text);
    return error_set(error, ERROR_CHECK, "%.*s: %s%s", STR_ARG(summary), rule.text,
                     verdicts->broken > 1 ? ", ..." : "");
}

static bool check_render(const struct view *view, struct sink *sink, struct error *error)
{
    FORMATS[format_of(view->settings)].write(view, sink);
    return !view->verdicts->broken || fail(view, error);
}

const struct renderer check_renderer = {
    .name = STR_INIT("check"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .formats = STR_INIT("text|github|junit|json|md"),
    .options = FOR_TEXT,
    .needs = VIEW_TREE | VIEW_SIDES | VIEW_RULES | VIEW_NO_OVERFLOW,
    .help = STR_INIT("Whether rules about a profile, or about base and new, hold: exit 1 if not"),
    .render = check_render,
};
