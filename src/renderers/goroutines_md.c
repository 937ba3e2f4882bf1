/* goroutines as Markdown, for a ticket. */
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/measure.h"
#include "renderers/goroutine_report.h"
#include "renderers/md_names.h"
#include "renderers/renderer.h"

struct md {
    const struct view *view;
    const struct goroutine_report *report;
    struct sink *sink;
};

static void put_code(const struct md *md, struct str text)
{
    sink_md_code(md->sink, md_visible(text, md->view->arena), true);
}

static void put_count(const struct md *md, int64_t count)
{
    struct number_text text = number_grouped(count);
    sink_text(md->sink, number_str(&text));
}

static size_t shown_of(const struct md *md, size_t count)
{
    return count < md->report->most ? count : md->report->most;
}

static void put_more(const struct md *md, size_t count)
{
    size_t shown = shown_of(md, count);
    if (shown < count)
        sink_print(md->sink, "\n%zu more.\n", count - shown);
}

static void put_suspects(const struct md *md)
{
    const struct goroutine_report *report = md->report;
    sink_text(md->sink, report->suspect_count ? STR("\n**What looks like a leak**\n\n")
                                              : STR("\nNothing looks like a leak.\n"));
    for (size_t i = 0; i < shown_of(md, report->suspect_count); i++) {
        const struct goroutine_group *group = report->suspects[i];
        sink_text(md->sink, STR("- "));
        sink_md_code(md->sink, goroutine_suspicion(md->view, report, group), false);
        sink_text(md->sink, STR(": "));
        sink_text(md->sink, str_from_c(group->reason));
        sink_char(md->sink, '\n');
    }
    put_more(md, report->suspect_count);
}

static void put_rows(const struct md *md, const char *head, const struct goroutine_row *rows,
                     size_t count)
{
    sink_text(md->sink, STR("\n| count | share | waits | "));
    sink_text(md->sink, str_from_c(head));
    sink_text(md->sink, STR(" | most are in |\n|---:|---:|---:|---|---|\n"));
    for (size_t i = 0; i < shown_of(md, count); i++) {
        const struct goroutine_row *row = &rows[i];
        struct measure_text share = measure_share(row->count, md->report->all->total);
        sink_text(md->sink, STR("| "));
        put_count(md, row->count);
        sink_text(md->sink, STR(" | "));
        sink_text(md->sink, measure_str(&share));
        sink_text(md->sink, STR(" | "));
        sink_text(md->sink,
                  goroutine_wait(md->view, row->least, row->most, row->timed >= row->count));
        sink_text(md->sink, STR(" | "));
        put_code(md, row->name);
        sink_text(md->sink, STR(" | "));
        put_code(md, goroutine_place(md->view, row->largest));
        sink_text(md->sink, STR(" |\n"));
    }
    put_more(md, count);
}

static void put_waiters(const struct md *md)
{
    const struct goroutine_report *report = md->report;
    if (!report->waiter_count)
        return;
    sink_text(md->sink, STR("\n| goroutine | waits | alike | state | where |\n"
                            "|---:|---:|---:|---|---|\n"));
    for (size_t i = 0; i < shown_of(md, report->waiter_count); i++) {
        const struct goroutine_group *group = report->waiters[i];
        sink_print(md->sink, "| %lld | %lld min | ", (long long)group->longest,
                   (long long)group->most);
        put_count(md, group->count - 1);
        sink_text(md->sink, STR(" | "));
        put_code(md, goroutine_state(md->view, group));
        sink_text(md->sink, STR(" | "));
        put_code(md, goroutine_place(md->view, group));
        sink_text(md->sink, STR(" |\n"));
    }
    put_more(md, report->waiter_count);
}

void goroutines_write_md(const struct view *view, const struct goroutine_report *report,
                         struct sink *sink)
{
    const struct md md = {view, report, sink};
    struct str gaps = goroutine_gaps(report);
    sink_text(sink, STR("### "));
    sink_text(sink, goroutine_headline(view, report));
    sink_text(sink, STR("\n\n"));
    sink_md_code(sink, md_visible(view->sources, view->arena), false);
    sink_char(sink, '\n');
    if (gaps.size) {
        sink_char(sink, '\n');
        sink_text(sink, gaps);
        sink_char(sink, '\n');
    }
    put_suspects(&md);
    put_rows(&md, "state", report->states, report->state_count);
    put_rows(&md, report->all->has_creators ? "started by" : "begin in", report->creators,
             report->creator_count);
    put_waiters(&md);
}
