/* goroutines: what goroutines wait for, how long, and who started them, for a terminal; what looks
 * like a leak comes first, with its evidence. */
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/goroutine_report.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"

enum {
    COUNT_WIDTH = 9,
    SHARE_WIDTH = 7,
    WAIT_WIDTH = 14,
    STATE_WIDTH = 20,
    CELLS_WIDTH = COUNT_WIDTH + SHARE_WIDTH + WAIT_WIDTH + 4,
    INDENT = 4,
    NAME_LEAST = 24,
    PAGE = 100, /* columns of what is no terminal, where lines must be folded */
};

#define BOLD STR("\x1b[1m")
#define DIM STR("\x1b[2m")
#define RED STR("\x1b[31m")
#define PLAIN STR("\x1b[0m")

struct listing {
    const struct view *view;
    const struct goroutine_report *report;
    struct sink *sink;
};

static void paint(const struct listing *listing, struct str code)
{
    if (listing->view->has_color)
        sink_text(listing->sink, code);
}

static size_t columns_of(const struct listing *listing)
{
    return listing->view->columns ? listing->view->columns : PAGE;
}

/* A paragraph of words, all lines indented. */
static void put_wrapped(const struct listing *listing, size_t indent, struct str text)
{
    size_t used = indent;
    sink_spaces(listing->sink, indent);
    for (bool first = true; text.size; first = false) {
        struct str word = str_slice(text, 0, str_find(text, ' '));
        size_t width = utf8_count(word);
        text = str_skip(text, word.size + 1);
        if (!first && used + 1 + width > columns_of(listing)) {
            sink_char(listing->sink, '\n');
            sink_spaces(listing->sink, indent);
            used = indent;
        } else if (!first) {
            sink_char(listing->sink, ' ');
            used++;
        }
        sink_text(listing->sink, word);
        used += width;
    }
    sink_char(listing->sink, '\n');
}

/* Right-aligned. */
static void put_cell(const struct listing *listing, struct str text, size_t width)
{
    size_t points = utf8_count(text);
    sink_spaces(listing->sink, width > points ? width - points : 0);
    sink_text(listing->sink, text);
}

static void put_left(const struct listing *listing, struct str text, size_t width)
{
    size_t points = utf8_count(text);
    sink_text(listing->sink, text);
    sink_spaces(listing->sink, width > points ? width - points : 0);
}

/* The last cell of a line, cut to the columns that are left, where there is a limit. */
static void put_last(const struct listing *listing, size_t used, struct str text)
{
    size_t columns = listing->view->columns;
    size_t room = columns > used + NAME_LEAST ? columns - used : NAME_LEAST;
    sink_text(listing->sink, columns ? report_fit(text, room, listing->view->arena) : text);
    sink_char(listing->sink, '\n');
}

static void put_title(const struct listing *listing, const char *title)
{
    sink_char(listing->sink, '\n');
    paint(listing, BOLD);
    sink_text(listing->sink, str_from_c(title));
    paint(listing, PLAIN);
    sink_char(listing->sink, '\n');
}

static size_t shown_of(const struct listing *listing, size_t count)
{
    return count < listing->report->most ? count : listing->report->most;
}

static void put_more(const struct listing *listing, size_t count)
{
    size_t shown = shown_of(listing, count);
    if (shown < count)
        sink_print(listing->sink, "%*s%zu more; --nodecount=0 shows all\n", INDENT, "",
                   count - shown);
}

/* ---------------------------------------------------------------- suspects */

static void put_suspect(const struct listing *listing, const struct goroutine_group *group)
{
    const struct view *view = listing->view;
    struct sink line;
    paint(listing, RED);
    put_wrapped(listing, 2, goroutine_suspicion(view, listing->report, group));
    paint(listing, PLAIN);
    sink_init_buffer(&line, view->arena, UINT64_MAX);
    sink_text(&line, str_from_c(group->reason));
    if (group->most && group->longest)
        sink_print(&line, "; goroutine %lld waits longest", (long long)group->longest);
    put_wrapped(listing, INDENT, sink_str(&line));
    paint(listing, DIM);
    sink_spaces(listing->sink, INDENT);
    put_last(listing, INDENT, goroutine_path(view, group));
    paint(listing, PLAIN);
}

static void put_suspects(const struct listing *listing)
{
    const struct goroutine_report *report = listing->report;
    if (!report->suspect_count) {
        sink_char(listing->sink, '\n');
        put_wrapped(
            listing, 0,
            STR("Nothing looks like a leak: nowhere do so many wait so long for the same."));
        return;
    }
    put_title(listing, "What looks like a leak");
    for (size_t i = 0; i < shown_of(listing, report->suspect_count); i++)
        put_suspect(listing, report->suspects[i]);
    put_more(listing, report->suspect_count);
}

/* ---------------------------------------------------------------- tables */

static void put_table_head(const struct listing *listing, struct str last)
{
    paint(listing, DIM);
    put_cell(listing, STR("count"), COUNT_WIDTH);
    put_cell(listing, STR("share"), SHARE_WIDTH + 1);
    put_cell(listing, listing->report->all->timed ? STR("waits") : STR(""), WAIT_WIDTH + 1);
    sink_text(listing->sink, STR("  "));
    sink_text(listing->sink, last);
    paint(listing, PLAIN);
    sink_char(listing->sink, '\n');
}

static void put_row(const struct listing *listing, const struct goroutine_row *row)
{
    const struct view *view = listing->view;
    struct number_text count = number_grouped(row->count);
    struct measure_text share = measure_share(row->count, listing->report->all->total);
    put_cell(listing, number_str(&count), COUNT_WIDTH);
    put_cell(listing, measure_str(&share), SHARE_WIDTH + 1);
    put_cell(listing, goroutine_wait(view, row->least, row->most, row->timed >= row->count),
             WAIT_WIDTH + 1);
    sink_text(listing->sink, STR("  "));
    put_last(listing, CELLS_WIDTH, row->name);
}

static void put_states(const struct listing *listing)
{
    const struct goroutine_report *report = listing->report;
    put_title(listing, report->all->has_states ? "By state, or what they wait for"
                                               : "By what they wait for, as their frames tell");
    put_table_head(listing, STR("state"));
    for (size_t i = 0; i < shown_of(listing, report->state_count); i++)
        put_row(listing, &report->states[i]);
    put_more(listing, report->state_count);
}

/* Each with the stack that most of its goroutines have. */
static void put_creators(const struct listing *listing)
{
    const struct goroutine_report *report = listing->report;
    const struct view *view = listing->view;
    put_title(listing, report->all->has_creators ? "By who started them" : "By where they begin");
    put_table_head(listing, report->all->has_creators ? STR("go statement, most frequent stack")
                                                      : STR("function, most frequent stack"));
    for (size_t i = 0; i < shown_of(listing, report->creator_count); i++) {
        const struct goroutine_group *largest = report->creators[i].largest;
        struct number_text count = number_grouped(largest->stack_count);
        struct sink line;
        put_row(listing, &report->creators[i]);
        sink_init_buffer(&line, view->arena, UINT64_MAX);
        sink_text(&line, number_str(&count));
        sink_text(&line, STR(" in "));
        sink_text(&line, goroutine_state(view, largest));
        sink_text(&line, STR(": "));
        sink_text(&line, goroutine_path(view, largest));
        paint(listing, DIM);
        sink_spaces(listing->sink, CELLS_WIDTH);
        put_last(listing, CELLS_WIDTH, sink_str(&line));
        paint(listing, PLAIN);
    }
    put_more(listing, report->creator_count);
}

/* One row for all that wait for the same at one place: others would say nothing new. */
static void put_waiters(const struct listing *listing)
{
    const struct goroutine_report *report = listing->report;
    const struct view *view = listing->view;
    if (!report->waiter_count)
        return;
    put_title(listing, "Longest waiters, one for each place");
    paint(listing, DIM);
    put_cell(listing, STR("goroutine"), COUNT_WIDTH);
    put_cell(listing, STR("waits"), SHARE_WIDTH + 2);
    put_cell(listing, STR("alike"), COUNT_WIDTH);
    sink_text(listing->sink, STR("  "));
    put_left(listing, STR("state"), STATE_WIDTH);
    sink_text(listing->sink, STR("  where"));
    paint(listing, PLAIN);
    sink_char(listing->sink, '\n');
    for (size_t i = 0; i < shown_of(listing, report->waiter_count); i++) {
        const struct goroutine_group *group = report->waiters[i];
        struct number_text count = number_grouped(group->count - 1);
        sink_signed(listing->sink, group->longest, COUNT_WIDTH);
        put_cell(listing, goroutine_wait(view, group->most, group->most, true), SHARE_WIDTH + 2);
        put_cell(listing, group->count > 1 ? number_str(&count) : STR(""), COUNT_WIDTH);
        sink_text(listing->sink, STR("  "));
        put_left(listing, goroutine_state(view, group), STATE_WIDTH);
        sink_text(listing->sink, STR("  "));
        put_last(listing, 2 * COUNT_WIDTH + SHARE_WIDTH + STATE_WIDTH + 6,
                 goroutine_place(view, group));
    }
    put_more(listing, report->waiter_count);
}

/* ---------------------------------------------------------------- all */

static void write_text(const struct view *view, const struct goroutine_report *report,
                       struct sink *sink)
{
    const struct listing listing = {view, report, sink};
    struct str gaps = goroutine_gaps(report);
    paint(&listing, BOLD);
    sink_terminal(sink, view->sources);
    sink_text(sink, view->sources.size ? STR(": ") : STR(""));
    sink_text(sink, goroutine_headline(view, report));
    paint(&listing, PLAIN);
    sink_char(sink, '\n');
    if (gaps.size)
        put_wrapped(&listing, 0, gaps);
    put_suspects(&listing);
    put_states(&listing);
    put_creators(&listing);
    put_waiters(&listing);
}

static const struct {
    struct str name, suffix;
    void (*write)(const struct view *view, const struct goroutine_report *report,
                  struct sink *sink);
} FORMATS[] = {{STR_INIT("text"), STR_INIT(".txt"), write_text},
               {STR_INIT("md"), STR_INIT(".md"), goroutines_write_md},
               {STR_INIT("json"), STR_INIT(".json"), goroutines_write_json}};

enum { FORMAT_COUNT = sizeof FORMATS / sizeof *FORMATS };

/* --format, or what the name of the output says. */
static size_t format_of(const struct settings *settings)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (settings->format.size ? str_equal(settings->format, FORMATS[i].name)
                                  : str_ends(settings->output, FORMATS[i].suffix))
            return i;
    return 0;
}

static bool goroutines_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct goroutine_report *report = goroutine_report_new(view, error);
    if (!report)
        return false;
    FORMATS[format_of(view->settings)].write(view, report, sink);
    return true;
}

static const char MORE_HELP[] =
    "\n"
    "  curl -o dump.txt 'localhost:6060/debug/pprof/goroutine?debug=2'\n"
    "  render goroutines dump.txt                          also --format=md|json\n"
    "  render dump.txt -o flame.svg --tagroot=state,creator\n"
    "\n"
    "A dump is what ?debug=2, runtime.Stack, SIGQUIT or a panic prints, also in the middle of a\n"
    "log. Its samples are labelled: goroutine (its id), state, wait (minutes), creator and\n"
    "creator_line (of the go statement), thread=locked, and the program's own labels:\n"
    "\n"
    "  render goroutines dump.txt --tagfocus=state='chan send' --tagfocus=wait=30minutes:\n"
    "\n"
    "Something looks like a leak where at least half of many goroutines, alike in state, place "
    "and\n"
    "go statement, have waited for a minute or more, and one for two: 10 of them in chan send, in\n"
    "a lock or a WaitGroup, 100 in what idle workers and connections do, too (chan receive,\n"
    "select, IO wait, Cond.Wait, system calls). 10 on a nil channel or an empty select, or one\n"
    "that Go itself calls leaked, do so at any age; ten times as many where no minutes are known.\n"
    "A profile of another form has no minutes and no creators; it is grouped by what it has.\n";

const struct renderer goroutines_renderer = {
    .name = STR_INIT("goroutines"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .formats = STR_INIT("text|md|json"),
    .options = FOR_TABLE,
    .needs = VIEW_NO_OVERFLOW,
    .node_count = 10,
    .help = STR_INIT("What goroutines wait for, how long, who started them; leaks"),
    .more_help = {MORE_HELP, sizeof MORE_HELP - 1},
    .render = goroutines_render,
};
