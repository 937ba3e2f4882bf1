/* top: the table of functions by weight, byte for byte as pprof -top prints it. */
#include "base/number.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/header.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "tree/graph.h"

/* One unit for the whole report: that of the smallest value, or of a hundred of it where the
 * total's is larger. */
static struct str report_unit(const struct view *view)
{
    const struct selection *selection = view->selection;
    const struct graph *graph = view->top->graph;
    int64_t least = 0, most = selection->totals[0];
    for (size_t i = 0; i < graph->node_count; i++) {
        int64_t value = number_abs(graph->flat[i * graph->columns]);
        value = value ? value : number_abs(graph->cum[i * graph->columns]);
        if (value > 0 && (!least || value < least))
            least = value;
    }
    if (!graph->node_count)
        return STR("minimum");
    least = least ? least : most;
    struct str unit = measure_scale(least, selection->unit, STR("minimum")).unit;
    struct str most_unit = measure_scale(most, selection->unit, STR("minimum")).unit;
    int64_t hundred = (int64_t)((uint64_t)least * 100);
    if (!str_equal(unit, most_unit) && hundred < most)
        unit = measure_scale(hundred, selection->unit, STR("minimum")).unit;
    return unit.size ? unit : selection->unit;
}

static void label(struct sink *sink, const struct view *view, int64_t value, struct str unit,
                  size_t width)
{
    struct measure_text text = measure_label(value, view->selection->unit, unit);
    size_t points = utf8_count(measure_str(&text));
    sink_spaces(sink, width > points ? width - points : 0);
    sink_text(sink, measure_str(&text));
}

static void percentage(struct sink *sink, int64_t value, int64_t total)
{
    struct measure_text text = measure_percentage(value, total);
    sink_text(sink, measure_str(&text));
}

static void summary(const struct view *view, struct str unit, struct sink *sink)
{
    const struct trimmed *top = view->top;
    int64_t shown = 0, total = view->selection->totals[0];
    for (size_t i = 0; i < top->graph->node_count; i++)
        shown = number_add(shown, top->graph->flat[i * top->graph->columns]);
    sink_text(sink, STR("Showing nodes accounting for "));
    label(sink, view, shown, unit, 0);
    sink_text(sink, STR(", "));
    struct measure_text text = measure_percentage(shown, total);
    struct str share = measure_str(&text);
    while (str_starts(share, STR(" ")))
        share = str_skip(share, 1);
    sink_text(sink, share);
    sink_text(sink, STR(" of "));
    label(sink, view, total, unit, 0);
    sink_text(sink, STR(" total\n"));
    if (!total)
        return;
    if (top->dropped_nodes) {
        double fraction = view->settings->trim ? view->settings->nodefraction : 0;
        sink_print(sink, "Dropped %zu node%s (cum <= ", top->dropped_nodes,
                   top->dropped_nodes == 1 ? "" : "s");
        label(sink, view, number_abs(number_trunc((double)total * fraction)), unit, 0);
        sink_text(sink, STR(")\n"));
    }
    if (top->graph->node_count && top->graph->node_count < top->node_count)
        sink_print(sink, "Showing top %zu nodes out of %zu\n", top->graph->node_count,
                   top->node_count);
}

enum { INLINED = 1, CALLED = 2 };

/* By node: whether calls of it were inlined, or not, or both. */
static uint8_t *call_kinds(const struct view *view)
{
    const struct graph *graph = view->top->graph;
    uint8_t *kinds = ARENA_NEW(view->arena, uint8_t, graph->node_count);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (view->top->edge_kept[i] && graph->edges[i].to != ID_NONE)
            kinds[graph->edges[i].to] |= graph->edges[i].inlined ? INLINED : CALLED;
    return kinds;
}

static bool top_render(const struct view *view, struct sink *sink, struct error *error)
{
    static const char *const MARKS[] = {"", " (inline)", "", " (partial-inline)"};
    const struct trimmed *top = view->top;
    const struct graph *graph = top->graph;
    int64_t total = view->selection->totals[0], sum = 0;
    struct str unit = report_unit(view);
    const uint8_t *kinds = call_kinds(view);
    (void)error;
    header_profile(view, unit, sink);
    summary(view, unit, sink);
    sink_text(sink, STR("      flat  flat%   sum%        cum   cum%\n"));
    for (size_t i = 0; i < graph->node_count; i++) {
        uint32_t node = top->order[i];
        int64_t flat = graph->flat[node * graph->columns], cum = graph->cum[node * graph->columns];
        sum = number_add(sum, flat);
        label(sink, view, flat, unit, 10);
        sink_char(sink, ' ');
        percentage(sink, flat, total);
        sink_char(sink, ' ');
        percentage(sink, sum, total);
        sink_char(sink, ' ');
        label(sink, view, cum, unit, 10);
        sink_char(sink, ' ');
        percentage(sink, cum, total);
        sink_text(sink, STR("  "));
        sink_text(sink, top->names[node]);
        sink_text(sink, str_from_c(MARKS[kinds[node]]));
        sink_char(sink, '\n');
    }
    return true;
}

const struct renderer top_renderer = {
    .name = STR_INIT("top"),
    .suffix = STR_INIT(""),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = OPTION_TOP,
    .needs = VIEW_TOP,
    .help = STR_INIT("Table of functions by weight, as pprof -top prints it"),
    .render = top_render,
};
