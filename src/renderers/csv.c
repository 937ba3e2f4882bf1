/* csv: the table of top for spreadsheets and scripts, as RFC 4180 has it.
 *
 * A header and a record a function, in the order of top, each ended by CR LF:
 *
 *   flat, cum      plain numbers in `unit`: the profile's own, unless --unit names one. --divide_by
 *                  and --mean are applied.
 *   flat_percent, sum_percent, cum_percent
 *                  of the total, with sign and four decimals; sum is of flat, from the first record
 *   unit           as measure_scale names it: "nanoseconds", "ms", "count"
 *   function       the name, or "[binary]" where there is none; after its address under --addresses
 *   file, line     where it is: the line under --lines, otherwise where the function starts or the
 *                  least line seen; 0: not known
 *   inline         "", "inline" or "partial-inline": whether its calls were inlined
 *
 * Of a comparison the header is another (csv_diff.c).
 *
 * Text is always quoted. A cell may begin with = + - or @, which some spreadsheets read as a
 * formula when a file is opened instead of imported as text; names are data, so nothing is put
 * before them.
 */
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/csv_diff.h"
#include "renderers/csv_write.h"
#include "renderers/frame_place.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

enum { DECIMALS = 4, DIGITS = 15 };

struct table {
    const struct view *view;
    struct sink *sink;
    struct str unit; /* that values are converted to; empty: they stay */
};

static void number(const struct table *table, int64_t value)
{
    const struct selection *selection = table->view->selection;
    int64_t scaled = selection->ratio == 1 ? value : number_trunc((double)value * selection->ratio);
    if (table->unit.size) {
        struct number_text text =
            number_general(measure_scale(scaled, selection->unit, table->unit).value, DIGITS);
        sink_text(table->sink, number_str(&text));
    } else {
        sink_print(table->sink, "%lld", (long long)scaled);
    }
    sink_char(table->sink, ',');
}

static void percent(const struct table *table, int64_t value)
{
    double total = (double)table->view->selection->total;
    double share = total != 0 ? 100 * ((double)value / total) : 0;
    struct number_text text = number_fixed(share, DECIMALS);
    struct str digits = number_str(&text);
    sink_text(table->sink, str_equal(digits, STR("-0.0000")) ? str_skip(digits, 1) : digits);
    sink_char(table->sink, ',');
}

static void record(const struct table *table, uint32_t node, int64_t sum, struct str mark)
{
    const struct view *view = table->view;
    const struct graph *graph = view->trimmed->graph;
    const struct selection *selection = view->selection;
    struct sink *sink = table->sink;
    int64_t flat = graph_flat(graph, node), cum = graph_cum(graph, node);
    struct frame_place place = frame_place(view, graph->node_frames[node]);
    number(table, flat);
    percent(table, flat);
    percent(table, sum);
    number(table, cum);
    percent(table, cum);
    csv_write_text(view, sink,
                   table->unit.size ? measure_scale(0, selection->unit, table->unit).unit
                                    : selection->unit);
    sink_char(sink, ',');
    csv_write_text(view, sink, place.name);
    sink_char(sink, ',');
    csv_write_text(view, sink, place.file);
    sink_print(sink, ",%lld,", (long long)place.line);
    sink_text(sink, mark.size ? str_slice(mark, 2, mark.size - 1) : mark);
    sink_text(sink, STR("\r\n"));
}

static bool csv_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct trimmed *trimmed = view->trimmed;
    if (view->changes)
        return csv_diff_render(view, sink, error);
    const struct str *marks = report_inline_marks(trimmed, view);
    struct table table = {view, sink, csv_unit(view)};
    int64_t sum = 0;
    sink_text(sink, STR("flat,flat_percent,sum_percent,cum,cum_percent,unit,function,file,line,"
                        "inline\r\n"));
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t node = trimmed->order[i];
        sum = number_add(sum, graph_flat(trimmed->graph, node));
        record(&table, node, sum, marks[node]);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

const struct renderer csv_renderer = {
    .name = STR_INIT("csv"),
    .suffix = STR_INIT(".csv"),
    .media = STR_INIT("text/csv; charset=utf-8; header=present"),
    .marker = STR_INIT(",unit,function,file,line,"),
    .options = FOR_TABLE,
    .needs = VIEW_GRAPH | VIEW_SIDES,
    .help = STR_INIT("The table of top as CSV: plain numbers, names quoted"),
    .render = csv_render,
};
