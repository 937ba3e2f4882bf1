/* source: the weight of --function by line for a page, with the text where it can be read, as
 * templates/page/types.js says. */
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "renderers/source_files.h"
#include "renderers/source_lines.h"
#include "select/frames.h"
#include "select/selection.h"

/* Lines before the first and after the last one with a sample, as in list; calls of a line. */
enum { MARGIN = 5, CALLS_SHOWN = 8 };

struct listing {
    const struct view *view;
    struct report report;
    struct source_lines lines;
    struct sink *sink;
    struct error *error;
    bool any; /* line of the file at hand was written */
};

static const struct source_line *line_at(const struct listing *listing, size_t i)
{
    return &listing->lines.lines.at[listing->lines.line_order[i]];
}

static void weight_member(struct listing *listing, const char *name,
                          const struct line_weight *weight)
{
    json_write_name(listing->sink, name);
    json_write_value(&listing->report, listing->sink, line_weight_value(&listing->lines, weight));
}

/* ---------------------------------------------------------------- lines */

static void put_calls(struct listing *listing, uint32_t line)
{
    const struct source_lines *lines = &listing->lines;
    size_t start = lines->call_starts[line], end = lines->call_starts[line + 1];
    for (size_t i = start; i < end && i < start + CALLS_SHOWN; i++) {
        const struct line_call *call = &lines->calls.at[lines->call_order[i]];
        sink_text(listing->sink, i > start ? STR(",{") : STR("{"));
        json_write_first(listing->sink, "name");
        json_write_text(listing->sink, line_call_name(lines, call));
        weight_member(listing, "value", &call->weight);
        sink_char(listing->sink, '}');
    }
}

/* One line; `id` of one with a weight, otherwise ID_NONE; without text NULL. */
static bool put_line(struct listing *listing, int64_t number, uint32_t id, const struct str *text)
{
    static const struct source_line NOTHING;
    const struct source_line *line = id == ID_NONE ? &NOTHING : &listing->lines.lines.at[id];
    struct sink *sink = listing->sink;
    sink_text(sink, listing->any ? STR(",{") : STR("{"));
    listing->any = true;
    json_write_first(sink, "line");
    sink_signed(sink, number, 0);
    weight_member(listing, "flat", &line->flat);
    weight_member(listing, "cum", &line->cum);
    json_write_name(sink, "text");
    if (text)
        json_write_text(sink, *text);
    else
        sink_text(sink, STR("null"));
    json_write_name(sink, "calls");
    sink_char(sink, '[');
    if (id != ID_NONE)
        put_calls(listing, id);
    sink_text(sink, STR("]}"));
    return budget_spend(listing->view->budget, 1, listing->error);
}

static bool put_bare_lines(struct listing *listing, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if (!put_line(listing, line_at(listing, i)->line, listing->lines.line_order[i], NULL))
            return false;
    return true;
}

/* From where the function starts, or else a little before its first line, to a little after its
 * last; and before and after that what has a weight. */
static bool put_text_lines(struct listing *listing, const struct source_text *text, size_t start,
                           size_t end)
{
    int64_t first = INT64_MAX, last = number_add(line_at(listing, end - 1)->line, MARGIN);
    size_t at = start;
    for (size_t i = start; i < end; i++) {
        int64_t from = listing->lines.start_lines[listing->lines.line_order[i]];
        from = from ? from : number_add(line_at(listing, i)->line, -MARGIN);
        first = from < first ? from : first;
    }
    first = first < 1 ? 1 : first;
    while (at < end && line_at(listing, at)->line < first)
        at++;
    if (!put_bare_lines(listing, start, at))
        return false;
    for (int64_t n = first; n <= last && (uint64_t)n <= text->line_count; n++) {
        bool is_hit = at < end && line_at(listing, at)->line == n;
        struct str line = source_line(text, (size_t)n);
        if (!put_line(listing, n, is_hit ? listing->lines.line_order[at] : ID_NONE, &line))
            return false;
        at += is_hit;
    }
    return put_bare_lines(listing, at, end);
}

/* ---------------------------------------------------------------- files */

static bool put_file(struct listing *listing, size_t start, size_t end)
{
    const struct view *view = listing->view;
    struct str name = view->frames->files[line_at(listing, start)->file];
    const struct source_text *text = NULL;
    struct str problem = STR("the profile does not say which file it is in");
    if (name.size) {
        text = source_files_read(view->files, name, view->budget, listing->error);
        if (!text)
            return false;
        problem = text->problem;
    }
    sink_text(listing->sink, start ? STR(",{") : STR("{"));
    json_write_first(listing->sink, "file");
    json_write_text(listing->sink, name);
    json_write_name(listing->sink, "error");
    json_write_text(listing->sink, problem);
    json_write_name(listing->sink, "lines");
    sink_char(listing->sink, '[');
    listing->any = false;
    if (!(problem.size ? put_bare_lines(listing, start, end)
                       : put_text_lines(listing, text, start, end)))
        return false;
    sink_text(listing->sink, STR("]}"));
    return true;
}

static bool put_files(struct listing *listing)
{
    size_t count = listing->lines.line_count;
    for (size_t start = 0, end = 0; start < count; start = end) {
        uint32_t file = line_at(listing, start)->file;
        while (end < count && line_at(listing, end)->file == file)
            end++;
        if (!put_file(listing, start, end))
            return false;
    }
    return true;
}

static bool source_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct listing listing = {
        .view = view, .report = report_new(view), .sink = sink, .error = error};
    struct str name = view->settings->function;
    if (!name.size)
        return error_set(error, ERROR_USAGE,
                         "source is about one function: --function=NAME, as top prints it");
    if (!source_lines_init(&listing.lines, view, name, error))
        return false;
    sink_char(sink, '{');
    json_write_first(sink, "name");
    json_write_text(sink, listing.lines.name);
    weight_member(&listing, "flat", &listing.lines.flat);
    weight_member(&listing, "cum", &listing.lines.cum);
    json_write_name(sink, "total");
    json_write_value(&listing.report, sink, view->selection->total);
    json_write_name(sink, "files");
    sink_char(sink, '[');
    if (!put_files(&listing))
        return false;
    sink_text(sink, STR("]}\n"));
    return true;
}

const struct renderer source_renderer = {
    .name = STR_INIT("source"),
    .media = STR_INIT("application/json"),
    .options = FOR_DATA | FOR_TEXT,
    .needs = VIEW_FRAMES | VIEW_OBJECTS | VIEW_SOURCES,
    .granularity = GRANULARITY_LINES,
    .fixed_granularity = true,
    .help = STR_INIT("Source lines of --function by weight, for a page, as JSON"),
    .render = source_render,
};
