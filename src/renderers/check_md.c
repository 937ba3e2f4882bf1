/* check as Markdown, for the comment of a merge request. */
#include "base/escape.h"
#include "base/sink.h"
#include "renderers/check_formats.h"
#include "renderers/check_words.h"
#include "renderers/md_names.h"
#include "renderers/renderer.h"
#include "tree/verdict.h"

static void put_row(const struct view *view, const struct verdict *verdict, struct sink *sink)
{
    bool is_broken = verdict->kind == VERDICT_BROKEN;
    sink_text(sink, is_broken ? STR("| **broken** | ") : STR("| "));
    if (!is_broken) {
        sink_text(sink, check_state(verdict));
        sink_text(sink, STR(" | "));
    }
    sink_text(sink, check_kind(verdict));
    sink_char(sink, ' ');
    sink_md_code(sink, check_rule(view, verdict), true);
    sink_text(sink, STR(" | "));
    sink_text(sink, check_measured(view, verdict));
    sink_text(sink, STR(" |\n"));
}

static void put_movers(const struct view *view, const struct verdict *verdict, struct sink *sink)
{
    if (!verdict->mover_count)
        return;
    sink_text(sink, STR("\nMost in "));
    sink_md_code(sink, check_rule(view, verdict), false);
    sink_text(sink, STR(":\n\n"));
    for (size_t i = 0; i < verdict->mover_count; i++) {
        sink_text(sink, STR("- "));
        sink_md_code(sink, check_mover(view, verdict, i), false);
        sink_char(sink, '\n');
    }
}

void check_write_md(const struct view *view, struct sink *sink)
{
    const struct verdicts *verdicts = view->verdicts;
    sink_text(sink, STR("### "));
    sink_text(sink, verdicts->broken ? STR("\xe2\x9d\x8c ") : STR("\xe2\x9c\x85 "));
    sink_text(sink, check_summary(view));
    sink_text(sink, STR("\n\n"));
    sink_md_code(sink, check_subject(view), false);
    sink_text(sink, STR("\n\n| | rule | measured |\n|---|---|---|\n"));
    for (size_t i = 0; i < verdicts->count; i++)
        put_row(view, &verdicts->items[i], sink);
    for (size_t i = 0; i < verdicts->count; i++)
        put_movers(view, &verdicts->items[i], sink);
    sink_char(sink, '\n');
    sink_md_code(sink, check_method(view), false);
    sink_char(sink, '\n');
}
