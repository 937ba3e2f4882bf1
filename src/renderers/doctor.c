/* doctor: what makes a profile less than it could be, how much of it, and what to do. */
#include "base/escape.h"
#include "base/host.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "renderers/finding_words.h"
#include "renderers/renderer.h"
#include "renderers/side_alone.h"
#include "select/selection.h"

enum { WIDTH = 80, INDENT = 4 };

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

static void block(const struct view *view, const struct findings *findings,
                  const struct finding *finding, struct sink *sink)
{
    const struct finding_text *text = finding_text(finding->kind);
    struct sink amount;
    sink_text(sink, finding_is_warning(finding) ? STR("\nwarning: ") : STR("\nnote: "));
    sink_text(sink, str_from_c(text->title));
    sink_char(sink, '\n');
    sink_init_buffer(&amount, view->arena, UINT64_MAX);
    finding_print_amount(view, findings, finding, &amount);
    if (amount.used)
        paragraph(sink, sink_str(&amount));
    paragraph(sink, str_from_c(text->advice));
}

static void headline(const struct view *view, const struct findings *findings, struct sink *sink)
{
    size_t warnings = 0, notes;
    for (size_t i = 0; i < findings->count; i++)
        warnings += finding_is_warning(&findings->at[i]);
    notes = findings->count - warnings;
    struct str sources = side_sources(view);
    sink_terminal(sink, sources);
    sink_text(sink, sources.size ? STR(": ") : STR(""));
    if (!findings->count)
        sink_text(sink, STR("nothing to remark"));
    if (warnings)
        finding_print_count(sink, warnings, "warning", "warnings");
    sink_text(sink, warnings && notes ? STR(", ") : STR(""));
    if (notes)
        finding_print_count(sink, notes, "note", "notes");
    sink_char(sink, '\n');
}

static bool doctor_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct host *host = view->host;
    struct finding_question question =
        finding_question(view, host && host->now_ns ? host->now_ns(host->context) : 0);
    const struct findings *findings =
        findings_find(view->profile, &question, view->arena, view->budget, error);
    if (!findings)
        return false;
    headline(view, findings, sink);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < findings->count; i++)
            if (finding_is_warning(&findings->at[i]) == (pass == 0))
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
