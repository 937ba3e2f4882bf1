/* list: the source lines of the functions that match, byte for byte as pprof -list prints them. */
#include "base/array.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/regex.h"
#include "base/sink.h"
#include "base/sort.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "renderers/source_files.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

enum { MARGIN = 5 }; /* lines before the first and after the last one with a sample */

struct listing {
    const struct view *view;
    struct report report;
    struct sink *sink;
    struct error *error;
};

static const struct frame *frame_of(const struct view *view, uint32_t node)
{
    return &view->frames->items[view->trimmed->graph->node_frames[node]];
}

static struct str file_of(const struct view *view, uint32_t node)
{
    return view->frames->files[frame_of(view, node)->file];
}

/* ---------------------------------------------------------------- order */

/* By name, then file, then line: a function's file is a run, and a line of it one within. */
static bool node_before(const void *context, uint32_t a, uint32_t b)
{
    const struct view *view = context;
    const struct frame *x = frame_of(view, a), *y = frame_of(view, b);
    int order = 0;
    if (x->name != y->name)
        order = str_compare(profile_string(view->profile, x->name),
                            profile_string(view->profile, y->name));
    if (!order && x->file != y->file)
        order = str_compare(file_of(view, a), file_of(view, b));
    return order ? order < 0 : x->line < y->line;
}

/* The nodes of the functions that match, in that order; *count of them. NULL with an error. */
static uint32_t *matching_nodes(const struct view *view, size_t *count, struct error *error)
{
    enum { UNKNOWN, MATCHES, DIFFERS };
    const struct trimmed *trimmed = view->trimmed;
    uint32_t *nodes = ARENA_NEW(view->arena, uint32_t, trimmed->count + 1);
    uint8_t *by_name = ARENA_NEW(view->arena, uint8_t, view->profile->string_count);
    *count = 0;
    for (size_t i = 0; i < trimmed->count; i++) {
        string_id name = frame_of(view, trimmed->order[i])->name;
        if (!by_name[name])
            by_name[name] = regex_matches(view->pattern, profile_string(view->profile, name))
                                ? MATCHES
                                : DIFFERS;
        if (by_name[name] == MATCHES)
            nodes[(*count)++] = trimmed->order[i];
        if (!budget_spend(view->budget, 1, error))
            return NULL;
    }
    sort_ids(nodes, *count, node_before, view, *view->arena);
    return nodes;
}

/* ---------------------------------------------------------------- one function in one file */

struct lines {
    int64_t first, last;
};

/* From where the function starts, or else a little before its first sample, to a little after the
 * last. Numbers wrap as Go's do. */
static struct lines lines_of(const struct view *view, const uint32_t *nodes, size_t count)
{
    struct lines lines = {INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < count; i++) {
        const struct frame *frame = frame_of(view, nodes[i]);
        int64_t start = frame->start_line ? frame->start_line : number_add(frame->line, -MARGIN);
        int64_t end = number_add(frame->line, MARGIN);
        lines.first = start < lines.first ? start : lines.first;
        lines.last = end > lines.last ? end : lines.last;
    }
    lines.first = lines.first < 1 ? 1 : lines.first;
    return lines;
}

static void print_value(struct listing *listing, int64_t value)
{
    if (value)
        report_print_value(&listing->report, listing->sink, value, 10);
    else
        sink_text(listing->sink, STR("         ."));
    sink_char(listing->sink, ' ');
}

/* On a terminal tabs stay tabs. */
static void print_code(struct listing *listing, struct str code)
{
    for (size_t tab; (tab = str_find(code, '\t')) != STR_NONE; code = str_skip(code, tab + 1)) {
        report_print_name(listing->view, listing->sink, str_slice(code, 0, tab));
        sink_char(listing->sink, '\t');
    }
    report_print_name(listing->view, listing->sink, code);
    sink_char(listing->sink, '\n');
}

static bool print_lines(struct listing *listing, const struct source_text *text, struct lines lines,
                        const uint32_t *nodes, size_t count)
{
    const struct view *view = listing->view;
    const struct graph *graph = view->trimmed->graph;
    size_t at = 0;
    for (int64_t n = lines.first; n <= lines.last && (uint64_t)n <= text->line_count; n++) {
        int64_t flat = 0, cum = 0;
        while (at < count && frame_of(view, nodes[at])->line < n)
            at++;
        for (; at < count && frame_of(view, nodes[at])->line == n; at++) {
            flat = number_add(flat, graph->flat[nodes[at] * graph->columns]);
            cum = number_add(cum, graph->cum[nodes[at] * graph->columns]);
        }
        print_value(listing, flat);
        print_value(listing, cum);
        sink_print(listing->sink, "%6lld:", (long long)n);
        print_code(listing, source_line(text, (size_t)n));
        if (!budget_spend(view->budget, 1, listing->error))
            return false;
    }
    return true;
}

static void print_routine(struct listing *listing, const uint32_t *nodes, size_t count)
{
    const struct view *view = listing->view;
    const struct graph *graph = view->trimmed->graph;
    struct sink *sink = listing->sink;
    int64_t flat = 0, cum = 0;
    for (size_t i = 0; i < count; i++) {
        flat = number_add(flat, graph->flat[nodes[i] * graph->columns]);
        cum = number_add(cum, graph->cum[nodes[i] * graph->columns]);
    }
    sink_text(sink, STR("ROUTINE ======================== "));
    report_print_name(view, sink, profile_string(view->profile, frame_of(view, nodes[0])->name));
    sink_text(sink, STR(" in "));
    report_print_name(view, sink, file_of(view, nodes[0]));
    sink_char(sink, '\n');
    report_print_value(&listing->report, sink, flat, 10);
    sink_char(sink, ' ');
    report_print_value(&listing->report, sink, cum, 10);
    sink_text(sink, STR(" (flat, cum) "));
    report_print_share(sink, cum, view->selection->total);
    sink_text(sink, STR(" of Total\n"));
}

static bool print_file(struct listing *listing, const uint32_t *nodes, size_t count)
{
    const struct view *view = listing->view;
    struct lines lines = lines_of(view, nodes, count);
    print_routine(listing, nodes, count);
    /* For a function that starts far behind its samples nothing is read. */
    struct str name = file_of(view, nodes[0]);
    bool wanted = lines.first <= lines.last;
    const struct source_text *text =
        wanted ? source_files_read(view->files, name, view->budget, listing->error)
               : source_files_known(view->files, name);
    if (!text)
        return !wanted;
    if (!text->problem.size)
        return print_lines(listing, text, lines, nodes, count);
    sink_text(listing->sink, STR(" Error: "));
    report_print_name(view, listing->sink, text->problem);
    sink_char(listing->sink, '\n');
    return true;
}

/* ---------------------------------------------------------------- all */

/* A function's nodes: a run of those without a file, which only count where there are no others,
 * then one a file. */
static bool print_function(struct listing *listing, const uint32_t *nodes, size_t count)
{
    const struct view *view = listing->view;
    size_t end = 0;
    while (end < count && !frame_of(view, nodes[end])->file)
        end++;
    if (end == count) {
        sink_text(listing->sink, STR("No source information for "));
        report_print_name(view, listing->sink,
                          profile_string(view->profile, frame_of(view, nodes[0])->name));
        sink_char(listing->sink, '\n');
        return true;
    }
    for (size_t start = end; start < count; start = end) {
        uint32_t file = frame_of(view, nodes[start])->file;
        while (end < count && frame_of(view, nodes[end])->file == file)
            end++;
        if (!print_file(listing, nodes + start, end - start))
            return false;
    }
    return true;
}

static bool list_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct listing listing = {
        .view = view, .report = report_new(view), .sink = sink, .error = error};
    size_t count, end = 0;
    uint32_t *nodes = matching_nodes(view, &count, error);
    if (!nodes)
        return false;
    struct error_quote quote = error_quote(view->settings->pattern);
    if (!count)
        return error_set(error, ERROR_USAGE, "no matches found for regexp: %s", quote.text);
    report_print_sides(view, sink);
    sink_text(sink, STR("Total: "));
    report_print_value(&listing.report, sink, view->selection->total, 0);
    sink_char(sink, '\n');
    for (size_t start = 0; start < count; start = end) {
        string_id name = frame_of(view, nodes[start])->name;
        while (end < count && frame_of(view, nodes[end])->name == name)
            end++;
        if (!print_function(&listing, nodes + start, end - start))
            return false;
    }
    return true;
}

const struct renderer list_renderer = {
    .name = STR_INIT("list"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TEXT,
    .needs = VIEW_GRAPH | VIEW_UNTRIMMED | VIEW_PATTERN | VIEW_OBJECTS | VIEW_SOURCES,
    .granularity = GRANULARITY_LINES,
    .fixed_granularity = true,
    .help = STR_INIT("Source lines of functions that match, as pprof -list prints them"),
    .render = list_render,
};
