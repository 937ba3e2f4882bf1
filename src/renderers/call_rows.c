/* Blocks of callers, function, callees. */
#include "renderers/call_rows.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/regex.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

#define SEPARATOR "----------------------------------------------------------+-------------\n"
#define LEGEND "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t \n"

static void calls(const struct report *report, const uint32_t *edges, size_t count, bool callers,
                  int64_t cum, struct sink *sink)
{
    const struct trimmed *trimmed = report->view->trimmed;
    const struct graph *graph = trimmed->graph;
    for (size_t i = 0; i < count; i++) {
        const struct graph_edge *edge = &graph->edges[edges[i]];
        int64_t weight = graph->edge_weights[edges[i] * graph->columns];
        report_print_value(report, sink, weight, 50);
        sink_char(sink, ' ');
        report_print_share(sink, weight, cum);
        sink_text(sink, STR(" |   "));
        report_print_name(report->view, sink, trimmed->names[callers ? edge->from : edge->to]);
        sink_text(sink, edge->inlined ? STR(" (inline)\n") : STR("\n"));
    }
}

static void function_row(const struct report *report, uint32_t node, int64_t sum, struct sink *sink)
{
    const struct view *view = report->view;
    int64_t flat = graph_flat(view->trimmed->graph, node);
    int64_t cum = graph_cum(view->trimmed->graph, node), total = view->selection->total;
    report_print_value(report, sink, flat, 10);
    sink_char(sink, ' ');
    report_print_share(sink, flat, total);
    sink_char(sink, ' ');
    report_print_share(sink, sum, total);
    sink_char(sink, ' ');
    report_print_value(report, sink, cum, 10);
    sink_char(sink, ' ');
    report_print_share(sink, cum, total);
    sink_text(sink, STR("                | "));
    report_print_name(view, sink, view->trimmed->names[node]);
    sink_char(sink, '\n');
}

bool call_rows_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct trimmed *trimmed = view->trimmed;
    struct adjacency edges = trimmed_adjacency(trimmed, view->arena);
    struct report report = report_new(view);
    int64_t sum = 0;
    size_t matched = 0;
    report_choose_unit(&report, trimmed, true);
    report_print_header(&report, trimmed, false, sink);
    sink_text(sink, STR(SEPARATOR LEGEND));
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t node = trimmed->order[i], in = edges.in_starts[node], out = edges.out_starts[node];
        int64_t cum = graph_cum(trimmed->graph, node);
        if (!budget_spend(view->budget, 1, error))
            return false;
        if (view->pattern && !regex_matches(view->pattern, trimmed->names[node]))
            continue;
        matched++;
        sum = number_add(sum, graph_flat(trimmed->graph, node));
        sink_text(sink, STR(SEPARATOR));
        calls(&report, edges.in + in, edges.in_starts[node + 1] - in, true, cum, sink);
        function_row(&report, node, sum, sink);
        calls(&report, edges.out + out, edges.out_starts[node + 1] - out, false, cum, sink);
    }
    sink_text(sink, trimmed->count ? STR(SEPARATOR) : STR(""));
    if (!view->pattern || matched)
        return true;
    struct error_quote quote = error_quote(view->settings->pattern);
    return error_set(error, ERROR_USAGE, "no matches found for regexp: %s", quote.text);
}
