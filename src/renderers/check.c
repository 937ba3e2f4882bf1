/* check: whether rules hold, for people and for pipelines. */
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/check_formats.h"
#include "renderers/check_words.h"
#include "renderers/renderer.h"
#include "tree/verdict.h"

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

static const char MORE_HELP[] =
    "\n"
    "  render check BASE NEW --fail RULE --budget RULE    two profiles, or folders of runs\n"
    "  render check PROFILE --budget RULE                 one: rules about levels alone\n"
    "\n"
    "--fail breaks where its rule is true, --budget where it is false; each may be given often.\n"
    "--rules=FILE has lines 'fail RULE', 'budget RULE' and '# comment'; render.rules is read "
    "where\n"
    "no rule is given. A rule is read from its end, so expressions need no quotes inside it:\n"
    "\n"
    "  [type:NAME] EXPRESSION          flat|cum  COMPARISON LIMIT [optional]\n"
    "  [type:NAME] package:EXPRESSION  flat|cum  COMPARISON LIMIT [optional]\n"
    "  [type:NAME] label:KEY=VALUE     total     COMPARISON LIMIT [optional]\n"
    "  [type:NAME]                     total     COMPARISON LIMIT [optional]\n"
    "\n"
    "  COMPARISON  > >= < <=\n"
    "  LIMIT       of a change: +5% of the base's value, +3pp of the totals' shares, +120ms, +3\n"
    "              of new alone: 12% of its total, 2s, 64MB, 3\n"
    "  optional    the rule may match nothing, which is an error otherwise\n"
    "\n"
    "All functions that an expression matches are one set: flat is their sum, cum counts a sample\n"
    "once. label: takes what --tagfocus takes. A change within noise counts as no change (unless\n"
    "--even_noise): two-sided at --confidence, corrected for the rules about changes. Levels are\n"
    "taken as measured. --format=text|github|junit|json|md, or -o NAME.txt|.xml|.json|.md.\n"
    "Exit 0: all hold, 1: some are broken, 2 to 5: they could not be judged.\n";

const struct renderer check_renderer = {
    .name = STR_INIT("check"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .formats = STR_INIT("text|github|junit|json|md"),
    .options = FOR_TEXT,
    .needs = VIEW_TREE | VIEW_SIDES | VIEW_RULES | VIEW_NO_OVERFLOW,
    .help = STR_INIT("Whether rules about base and new hold; exit 1 if not"),
    .more_help = {MORE_HELP, sizeof MORE_HELP - 1},
    .render = check_render,
};
