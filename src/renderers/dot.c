/* dot: the call graph in the language of Graphviz, byte for byte as pprof -dot writes it. */
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/dot_tags.h"
#include "renderers/dot_text.h"
#include "renderers/graph_scale.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

struct picture {
    const struct view *view;
    const struct trimmed *trimmed;
    const struct graph *graph;
    struct report report;
    struct sink *sink;
    int64_t total;
    size_t *ids;       /* by node, from 1; 0: not shown */
    uint8_t *has_out;  /* by node: it calls another */
    uint8_t *has_tags; /* by node: its labels are drawn */
    const uint32_t *edges;
    size_t edge_count;
};

static void value(const struct picture *picture, int64_t weight)
{
    struct measure_text text = report_value(&picture->report, weight);
    dot_quote(picture->view, picture->sink, measure_str(&text));
}

static void share(const struct picture *picture, int64_t weight)
{
    struct measure_text text = measure_percentage(weight, picture->total);
    struct str trimmed = measure_str(&text);
    while (str_starts(trimmed, STR(" ")))
        trimmed = str_skip(trimmed, 1);
    sink_text(picture->sink, STR(" ("));
    sink_text(picture->sink, trimmed);
    sink_char(picture->sink, ')');
}

static double score(const struct picture *picture, int64_t weight)
{
    return (double)weight / (double)number_abs(picture->total);
}

/* ---------------------------------------------------------------- legend */

/* The first entry of the legend, which may have several lines. */
static struct str first_entry(const struct view *view, struct str legend)
{
    const struct profile *profile = view->profile;
    struct str first = profile_binary(profile).size ? str_base_name(profile_binary(profile))
                                                    : profile_build_id(profile);
    for (size_t i = 0; i < profile->comment_count && !first.size; i++) {
        struct str comment = profile_string(profile, profile->comments[i]);
        if (!str_starts(comment, STR("#")) && !runs_is_comment(comment))
            first = comment;
    }
    first = first.size ? first : view->selection->type;
    first = first.size ? first : profile_string(profile, profile->doc_url);
    size_t end = str_find(legend, '\n');
    for (size_t i = 0; i < first.size && !view->is_terminal; i++)
        if (first.at[i] == '\n' && end != STR_NONE)
            end += 1 + str_find(str_skip(legend, end + 1), '\n');
    return str_slice(legend, 0, end);
}

static void legend(const struct picture *picture)
{
    const struct view *view = picture->view;
    struct str title = profile_binary(view->profile);
    struct sink *sink = picture->sink, lines;
    sink_init_buffer(&lines, view->arena, UINT64_MAX);
    report_print_header(&picture->report, picture->trimmed, true, &lines);
    sink_text(&lines, STR("\nSee https://git.io/JfYMW for how to read the graph\n"));
    title = title.size ? str_base_name(title) : title;
    sink_text(sink, STR("digraph \""));
    dot_quote(view, sink, title.size ? title : STR("unnamed"));
    sink_text(sink, STR("\" {\nnode [style=filled fillcolor=\"#f8f8f8\"]\n"
                        "subgraph cluster_L { \""));
    dot_escape(view, sink, first_entry(view, sink_str(&lines)));
    sink_text(sink, STR("\" [shape=box fontsize=16 label=\""));
    dot_escape(view, sink, sink_str(&lines));
    sink_char(sink, '"');
    if (title.size) {
        sink_text(sink, STR(" tooltip=\""));
        dot_quote(view, sink, title);
        sink_char(sink, '"');
    }
    sink_text(sink, STR("] }\n"));
}

/* ---------------------------------------------------------------- nodes */

static void node_weights(const struct picture *picture, int64_t flat, int64_t cum)
{
    struct sink *sink = picture->sink;
    if (flat) {
        value(picture, flat);
        share(picture, flat);
    } else {
        sink_char(sink, '0');
    }
    if (cum == flat)
        return;
    sink_text(sink, flat ? STR("\\nof ") : STR(" of "));
    value(picture, cum);
    share(picture, cum);
}

static void draw_node(const struct picture *picture, uint32_t node, double heaviest)
{
    const struct graph *graph = picture->graph;
    struct sink *sink = picture->sink;
    int64_t flat = graph_flat(graph, node), cum = graph_cum(graph, node);
    sink_print(sink, "N%zu [label=\"", picture->ids[node]);
    dot_name(picture->view, sink, graph->frames, graph->node_frames[node]);
    node_weights(picture, flat, cum);
    sink_print(sink, "\" id=\"node%zu\" fontsize=%lld shape=box tooltip=\"", picture->ids[node],
               (long long)graph_font_size(flat, heaviest));
    dot_escape(picture->view, sink, picture->trimmed->names[node]);
    sink_text(sink, STR(" ("));
    value(picture, cum);
    sink_text(sink, STR(")\" color=\""));
    dot_color(sink, score(picture, cum), false);
    sink_text(sink, STR("\" fillcolor=\""));
    dot_color(sink, score(picture, cum), true);
    sink_text(sink, STR("\"]\n"));
}

static bool draw_nodes(const struct picture *picture, struct error *error)
{
    const struct trimmed *trimmed = picture->trimmed;
    double heaviest = graph_heaviest(trimmed);
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t node = trimmed->order[i];
        draw_node(picture, node, heaviest);
        picture->has_tags[node] =
            dot_tags(&picture->report, node, i + 1, picture->has_out[node], picture->sink);
        if (!budget_spend(picture->view->budget, 1, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- edges */

static void edge_tooltip(const struct picture *picture, const struct graph_edge *edge,
                         int64_t weight, struct str attribute)
{
    struct sink *sink = picture->sink;
    const struct str *names = picture->trimmed->names;
    sink_text(sink, attribute);
    dot_escape(picture->view, sink, names[edge->from]);
    sink_text(sink, edge->residual ? STR(" ... ") : STR(" -> "));
    dot_escape(picture->view, sink, names[edge->to]);
    sink_text(sink, STR(" ("));
    value(picture, weight);
    sink_text(sink, STR(")\""));
}

static void draw_edge(const struct picture *picture, uint32_t id)
{
    const struct graph_edge *edge = &picture->graph->edges[id];
    struct sink *sink = picture->sink;
    int64_t weight = graph_weight(picture->graph, id);
    sink_print(sink, "N%zu -> N%zu [label=\" ", picture->ids[edge->from], picture->ids[edge->to]);
    value(picture, weight);
    sink_text(sink, edge->inlined ? STR("\\n (inline)\"") : STR("\""));
    if (picture->total) {
        int64_t pull = graph_parts(weight, picture->total, GRAPH_PULL);
        int64_t width = graph_parts(weight, picture->total, 5);
        if (pull > 1)
            sink_print(sink, " weight=%lld", (long long)pull);
        if (width > 1)
            sink_print(sink, " penwidth=%lld", (long long)width);
        sink_text(sink, STR(" color=\""));
        dot_color(sink, score(picture, weight), false);
        sink_char(sink, '"');
    }
    edge_tooltip(picture, edge, weight, STR(" tooltip=\""));
    edge_tooltip(picture, edge, weight, STR(" labeltooltip=\""));
    sink_text(sink, edge->residual ? STR(" style=\"dotted\"") : STR(""));
    sink_text(sink, picture->has_tags[edge->from] ? STR(" minlen=2]\n") : STR("]\n"));
}

static bool draw_edges(const struct picture *picture, struct error *error)
{
    for (size_t i = 0; i < picture->edge_count; i++) {
        if (picture->ids[picture->graph->edges[picture->edges[i]].from])
            draw_edge(picture, picture->edges[i]);
        if (!budget_spend(picture->view->budget, 1, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- whole */

static bool dot_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct trimmed *trimmed = view->trimmed;
    size_t nodes = trimmed->graph->all_nodes;
    struct picture picture = {.view = view,
                              .trimmed = trimmed,
                              .graph = trimmed->graph,
                              .report = report_new(view),
                              .sink = sink,
                              .total = view->selection->total,
                              .ids = ARENA_NEW(view->arena, size_t, nodes),
                              .has_out = ARENA_NEW(view->arena, uint8_t, nodes),
                              .has_tags = ARENA_NEW(view->arena, uint8_t, nodes)};
    report_choose_unit(&picture.report, trimmed, true);
    picture.edges = trimmed_edges(trimmed, view->arena, &picture.edge_count);
    for (size_t i = 0; i < picture.edge_count; i++)
        picture.has_out[trimmed->graph->edges[picture.edges[i]].from] = 1;
    for (size_t i = 0; i < trimmed->count; i++)
        picture.ids[trimmed->order[i]] = i + 1;
    legend(&picture);
    if (!draw_nodes(&picture, error) || !draw_edges(&picture, error))
        return false;
    sink_text(sink, STR("}\n"));
    return true;
}

const struct renderer dot_renderer = {
    .name = STR_INIT("dot"),
    .suffix = STR_INIT(".dot"),
    .media = STR_INIT("text/vnd.graphviz"),
    .options = FOR_GRAPH,
    .needs = VIEW_GRAPH | VIEW_ENTROPY,
    .node_count = 80,
    .help = STR_INIT("Call graph for Graphviz, as pprof -dot writes it"),
    .render = dot_render,
};
