/* top: the table of functions by weight, byte for byte as pprof -top prints it. On a terminal,
 * names are cut to its width, and colour tells what is heavy from what is nothing. */
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "renderers/top_diff.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

/* Cells before the name: value, share, running share, value, share. */
enum { VALUE_WIDTH = 10, SHARE_WIDTH = 6, CELLS_WIDTH = 2 * VALUE_WIDTH + 3 * SHARE_WIDTH + 6 };
enum { HEAVY_PERCENT = 5, NAME_LEAST = 16 };

#define BOLD STR("\x1b[1m")
#define DIM STR("\x1b[2m")
#define RED STR("\x1b[31m")
#define PLAIN STR("\x1b[0m")

static void paint(const struct view *view, struct sink *sink, struct str code)
{
    if (view->has_color && code.size)
        sink_text(sink, code);
}

static struct str color_of(int64_t value, int64_t total)
{
    double share = total ? (double)value / (double)total * 100 : 0;
    return value == 0 ? DIM : share >= HEAVY_PERCENT || share <= -HEAVY_PERCENT ? RED : STR("");
}

/* A value and its share, and between them how much all rows down to here sum up to. */
static void value_cells(const struct report *report, struct sink *sink, int64_t value,
                        const int64_t *sum)
{
    const struct view *view = report->view;
    int64_t total = view->selection->total;
    struct str color = color_of(value, total);
    paint(view, sink, color);
    report_print_value(report, sink, value, VALUE_WIDTH);
    sink_char(sink, ' ');
    report_print_share(sink, value, total);
    paint(view, sink, color.size ? PLAIN : color);
    if (!sum)
        return;
    sink_char(sink, ' ');
    report_print_share(sink, *sum, total);
    sink_char(sink, ' ');
}

/* The name in the columns that are left, its middle taken out where it is longer. */
static void name_cell(const struct view *view, struct sink *sink, struct str name, struct str mark)
{
    if (!view->columns) {
        report_print_name(view, sink, name);
        sink_text(sink, mark);
        return;
    }
    struct sink shown;
    sink_init_buffer(&shown, view->arena, UINT64_MAX);
    report_print_name(view, &shown, name);
    size_t used = CELLS_WIDTH + mark.size;
    size_t room = view->columns > used + NAME_LEAST ? view->columns - used : NAME_LEAST;
    sink_text(sink, report_fit(sink_str(&shown), room, view->arena));
    sink_text(sink, mark);
}

static bool top_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct trimmed *trimmed = view->trimmed;
    const struct graph *graph = trimmed->graph;
    int64_t sum = 0;
    if (view->changes)
        return top_diff_render(view, sink, error);
    struct report report = report_new(view);
    const struct str *marks = report_inline_marks(trimmed, view);
    report_choose_unit(&report, trimmed, true);
    report_print_header(&report, trimmed, false, sink);
    paint(view, sink, BOLD);
    sink_text(sink, STR("      flat  flat%   sum%        cum   cum%"));
    paint(view, sink, PLAIN);
    sink_char(sink, '\n');
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t node = trimmed->order[i];
        int64_t flat = graph_flat(graph, node);
        sum = number_add(sum, flat);
        value_cells(&report, sink, flat, &sum);
        value_cells(&report, sink, graph_cum(graph, node), NULL);
        sink_text(sink, STR("  "));
        name_cell(view, sink, trimmed->names[node], marks[node]);
        sink_char(sink, '\n');
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

const struct renderer top_renderer = {
    .name = STR_INIT("top"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TABLE,
    .needs = VIEW_GRAPH | VIEW_SIDES,
    .help = STR_INIT("Table of functions by weight, as pprof -top prints it"),
    .render = top_render,
};
