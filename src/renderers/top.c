/* top: the table of functions by weight, byte for byte as pprof -top prints it. */
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

static bool top_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct trimmed *trimmed = view->trimmed;
    const struct graph *graph = trimmed->graph;
    int64_t total = view->selection->total, sum = 0;
    struct report report = report_new(view);
    const struct str *marks = report_inline_marks(trimmed, view);
    report_choose_unit(&report, trimmed, true);
    report_print_header(&report, trimmed, false, sink);
    sink_text(sink, STR("      flat  flat%   sum%        cum   cum%\n"));
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t node = trimmed->order[i];
        int64_t flat = graph_flat(graph, node), cum = graph_cum(graph, node);
        sum = number_add(sum, flat);
        report_print_value(&report, sink, flat, 10);
        sink_char(sink, ' ');
        report_print_share(sink, flat, total);
        sink_char(sink, ' ');
        report_print_share(sink, sum, total);
        sink_char(sink, ' ');
        report_print_value(&report, sink, cum, 10);
        sink_char(sink, ' ');
        report_print_share(sink, cum, total);
        sink_text(sink, STR("  "));
        report_print_name(view, sink, trimmed->names[node]);
        sink_text(sink, marks[node]);
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
    .needs = VIEW_GRAPH,
    .help = STR_INIT("Table of functions by weight, as pprof -top prints it"),
    .render = top_render,
};
