/* doctor: what makes a profile less than it could be, how much of it, and what to do. */
#include "base/escape.h"
#include "base/host.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/findings.h"
#include "profile/measure.h"
#include "renderers/renderer.h"
#include "select/selection.h"

enum { WIDTH = 80, INDENT = 4 };

static void count(struct sink *sink, uint64_t number, const char *one, const char *many)
{
    struct number_text text = number_grouped(number > INT64_MAX ? INT64_MAX : (int64_t)number);
    sink_text(sink, number_str(&text));
    sink_char(sink, ' ');
    sink_text(sink, str_from_c(number == 1 ? one : many));
}

/* Words in lines of at most WIDTH columns. */
static void paragraph(struct sink *sink, struct str text)
{
    size_t column = 0;
    while (text.size) {
        size_t end = str_find(text, ' ');
        struct str word = str_slice(text, 0, end);
        text = str_skip(text, end == STR_NONE ? text.size : end + 1);
        size_t columns = utf8_count(word);
        if (column && column + 1 + columns > WIDTH) {
            sink_char(sink, '\n');
            column = 0;
        }
        sink_spaces(sink, column ? 1 : INDENT);
        column += (column ? 1 : INDENT) + columns;
        sink_text(sink, word);
    }
    sink_char(sink, '\n');
}

static bool is_warning(const struct finding *finding)
{
    return finding_text(finding->kind)->severity == FINDING_SEVERITY_WARNING;
}

/* "3 samples, 1.2% of cpu: detail" */
static void how_much(const struct view *view, const struct findings *findings,
                     const struct finding *finding, struct sink *sink)
{
    const struct finding_text *text = finding_text(finding->kind);
    if (text->one[0])
        count(sink, finding->cases, text->one, text->many);
    if (finding->has_weight && findings->total) {
        struct measure_text share = measure_share(finding->weight, findings->total);
        sink_text(sink, STR(", "));
        sink_text(sink, measure_str(&share));
        sink_text(sink, STR(" of "));
        sink_terminal(sink, view->selection->type);
    }
    sink_text(sink, finding->detail.size && sink->used ? STR(": ") : STR(""));
    sink_terminal(sink, finding->detail);
}

static void block(const struct view *view, const struct findings *findings,
                  const struct finding *finding, struct sink *sink)
{
    const struct finding_text *text = finding_text(finding->kind);
    struct sink amount;
    sink_text(sink, is_warning(finding) ? STR("\nwarning: ") : STR("\nnote: "));
    sink_text(sink, str_from_c(text->title));
    sink_char(sink, '\n');
    sink_init_buffer(&amount, view->arena, UINT64_MAX);
    how_much(view, findings, finding, &amount);
    if (amount.used)
        paragraph(sink, sink_str(&amount));
    paragraph(sink, str_from_c(text->advice));
}

static void headline(const struct view *view, const struct findings *findings, struct sink *sink)
{
    size_t warnings = 0, notes;
    for (size_t i = 0; i < findings->count; i++)
        warnings += is_warning(&findings->at[i]);
    notes = findings->count - warnings;
    sink_terminal(sink, view->sources);
    sink_text(sink, view->sources.size ? STR(": ") : STR(""));
    if (!findings->count)
        sink_text(sink, STR("nothing to remark"));
    if (warnings)
        count(sink, warnings, "warning", "warnings");
    sink_text(sink, warnings && notes ? STR(", ") : STR(""));
    if (notes)
        count(sink, notes, "note", "notes");
    sink_char(sink, '\n');
}

/* The samples of the base of a difference are marked so. */
static bool is_difference(const struct view *view)
{
    const struct profile *profile = view->profile;
    for (size_t i = 0; i < profile->label_count; i++)
        if (str_equal(profile_string(profile, profile->labels[i].key), STR("pprof::base")))
            return true;
    return view->settings->base.size || view->settings->diff_base.size;
}

static bool doctor_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct host *host = view->host;
    struct finding_question question = {.type_index = view->selection->type_index,
                                        .now_ns =
                                            host && host->now_ns ? host->now_ns(host->context) : 0,
                                        .is_difference = is_difference(view)};
    const struct findings *findings =
        findings_find(view->profile, &question, view->arena, view->budget, error);
    if (!findings)
        return false;
    headline(view, findings, sink);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < findings->count; i++)
            if (is_warning(&findings->at[i]) == (pass == 0))
                block(view, findings, &findings->at[i], sink);
    if (findings->count && view->settings->strict)
        return error_set(error, ERROR_CHECK, "doctor found something to remark (--strict)");
    return true;
}

const struct renderer doctor_renderer = {
    .name = STR_INIT("doctor"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TEXT,
    .needs = VIEW_OWN_NOTES,
    .help = STR_INIT("What is wrong with the profile, how much of it, and what to do"),
    .render = doctor_render,
};
