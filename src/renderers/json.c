/* json: table, graph and call tree as one JSON document, for programs.
 *
 * samples/render-profile.schema.json is its schema; "schema": "render.profile/N" names the version,
 * and N changes when a reader of N could go wrong. A minor addition is a new member: readers pass
 * over what they do not know.
 *
 *   profile    what the numbers are of: sources, binary, type, unit, time, total, notes
 *   functions  each under its index, "id", with weights of its own (flat) and of all samples that
 *              pass it (cum)
 *   table      the functions that --nodecount and --nodefraction leave, in the order of --sort
 *   graph      the calls between them; "residual" ones go over functions that are left out
 *   tree       columns by node, node 0 being the root, a parent before its child: "parents",
 *              "functions" (-1 at the root), "self", "total", "pruned", "inlined". Branches below
 *              --nodefraction are left out (--trim=false keeps them; --nodecount does not matter
 *              here), so total = self + pruned + the totals of the children.
 *
 * Of a comparison it is another document, "render.diff/N" (json_diff.c).
 *
 * Values are whole numbers in the profile's own unit, of up to 64 bits: a reader whose numbers are
 * doubles is exact to 2^53. --unit does not change them, --divide_by does. */
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "options/settings.h"
#include "profile/notes.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/frame_place.h"
#include "renderers/json_diff.h"
#include "renderers/json_functions.h"
#include "renderers/json_tree.h"
#include "renderers/json_write.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

enum { SHARE_DIGITS = 6 };

struct document {
    const struct view *view;
    struct sink *sink;
    struct json_functions functions;
    struct json_tree tree;
    const uint32_t *edges; /* that are kept, the heaviest first */
    size_t edge_count;
    const struct str *marks; /* by frame: "", " (inline)", " (partial-inline)" */
};

/* ---------------------------------------------------------------- members */

/* A member after others: , "name": value. The names are this program's. */
static void member(struct sink *sink, const char *name)
{
    sink_print(sink, ", \"%s\": ", name);
}

static void text_member(struct sink *sink, const char *name, struct str value)
{
    member(sink, name);
    json_write_text(sink, value);
}

static void number_member(struct sink *sink, const char *name, int64_t value)
{
    member(sink, name);
    sink_print(sink, "%lld", (long long)value);
}

static void share_member(const struct document *document, const char *name, int64_t value)
{
    int64_t total = document->view->selection->total;
    struct number_text share =
        number_fixed(total ? (double)value / (double)total : 0, SHARE_DIGITS);
    struct str digits = number_str(&share);
    member(document->sink, name);
    sink_text(document->sink, str_equal(digits, STR("-0.000000")) ? str_skip(digits, 1) : digits);
}

/* ---------------------------------------------------------------- what the profile is */

static void put_types(const struct document *document)
{
    const struct profile *profile = document->view->profile;
    struct sink *sink = document->sink;
    sink_text(sink, STR(",\n    \"types\": ["));
    for (size_t i = 0; i < profile->type_count; i++) {
        sink_text(sink, i ? STR(", {\"type\": ") : STR("{\"type\": "));
        json_write_text(sink, profile_string(profile, profile->types[i].type));
        text_member(sink, "unit", profile_string(profile, profile->types[i].unit));
        sink_char(sink, '}');
    }
    sink_text(sink, STR("],\n    \"comments\": ["));
    for (size_t i = 0, said = 0; i < profile->comment_count; i++) {
        struct str comment = profile_string(profile, profile->comments[i]);
        if (runs_is_comment(comment))
            continue;
        sink_text(sink, said++ ? STR(", ") : STR(""));
        json_write_text(sink, comment);
    }
    sink_char(sink, ']');
}

static void put_notes(const struct document *document)
{
    static const char *const CODES[NOTE_COUNT] = {
#define NOTE(name, severity, one, many) [NOTE_##name] = #name,
#include "profile/notes.def"
#undef NOTE
    };
    const struct notes *notes = &document->view->selection->notes;
    struct sink *sink = document->sink;
    bool any = false;
    sink_text(sink, STR(",\n    \"notes\": ["));
    for (int i = 0; i < NOTE_COUNT; i++) {
        struct sink words;
        if (!notes->cases[i])
            continue;
        sink_init_buffer(&words, document->view->arena, UINT64_MAX);
        note_print(&words, (enum note)i, notes->cases[i]);
        sink_print(sink, "%s{\"code\": \"%s\", \"severity\": \"%s\", \"cases\": %llu",
                   any ? ", " : "", CODES[i],
                   note_severity((enum note)i) == NOTE_WARNING ? "warning" : "info",
                   (unsigned long long)notes->cases[i]);
        text_member(sink, "text", sink_str(&words));
        sink_char(sink, '}');
        any = true;
    }
    sink_char(sink, ']');
}

static void put_time(const struct document *document)
{
    const struct profile *profile = document->view->profile;
    struct sink *sink = document->sink;
    sink_text(sink, STR(",\n    \"time\": "));
    if (profile->time_ns) {
        struct sink when;
        sink_init_buffer(&when, document->view->arena, UINT64_MAX);
        time_print(&when, profile->time_ns, NULL);
        json_write_text(sink, sink_str(&when));
    } else {
        sink_text(sink, STR("null"));
    }
    number_member(sink, "time_ns", profile->time_ns);
    number_member(sink, "duration_ns", profile->duration_ns);
    number_member(sink, "period", profile->period);
    text_member(sink, "period_type", profile_string(profile, profile->period_type.type));
    text_member(sink, "period_unit", profile_string(profile, profile->period_type.unit));
}

static void put_profile(const struct document *document)
{
    static const char *const GRANULARITIES[] = {"functions", "functions", "filefunctions", "files",
                                                "lines",     "addresses", "packages"};
    const struct view *view = document->view;
    const struct profile *profile = view->profile;
    const struct selection *selection = view->selection;
    struct sink *sink = document->sink;
    sink_text(sink, STR("{\n  \"schema\": \"render.profile/1\",\n  \"generator\": {\"name\": "
                        "\"render\", \"version\": \"" RENDER_VERSION "\"},\n  \"options\": "));
    json_write_text(sink, str_skip(view->options, view->options.size ? 1 : 0));
    sink_print(sink, ",\n  \"granularity\": \"%s\"", GRANULARITIES[view->settings->granularity]);
    sink_text(sink, STR(",\n  \"profile\": {\n    \"sources\": "));
    json_write_text(sink, view->sources);
    text_member(sink, "binary", profile_binary(profile));
    text_member(sink, "build_id", profile_build_id(profile));
    text_member(sink, "doc_url", profile_string(profile, profile->doc_url));
    sink_text(sink, STR(",\n    \"type\": "));
    json_write_text(sink, selection->type);
    text_member(sink, "unit", selection->unit);
    number_member(sink, "total", selection->total);
    number_member(sink, "selected", view->tree->total[0]);
    put_time(document);
    put_types(document);
    put_notes(document);
    sink_text(sink, STR("\n  },\n"));
}

/* ---------------------------------------------------------------- functions and table */

static bool put_functions(const struct document *document, struct error *error)
{
    const struct view *view = document->view;
    struct sink *sink = document->sink;
    sink_text(sink, STR("  \"functions\": ["));
    for (size_t id = 0; id < document->functions.frames.count; id++) {
        uint32_t frame = document->functions.frames.at[id];
        struct frame_place place = frame_place(view, frame);
        struct str mark = document->marks[frame];
        sink_print(sink, "%s\n    {\"id\": %zu", id ? "," : "", id);
        text_member(sink, "name", place.name);
        text_member(sink, "file", place.file);
        number_member(sink, "line", place.line);
        text_member(sink, "package", place.package);
        number_member(sink, "flat", document->functions.flat[frame]);
        number_member(sink, "cum", document->functions.cum[frame]);
        text_member(sink, "inline", mark.size ? str_slice(mark, 2, mark.size - 1) : mark);
        sink_char(sink, '}');
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    sink_text(sink, STR("\n  ],\n"));
    return true;
}

static bool put_table(const struct document *document, struct error *error)
{
    const struct trimmed *trimmed = document->view->trimmed;
    int64_t sum = 0;
    sink_text(document->sink, STR("  \"table\": ["));
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t frame = trimmed->graph->node_frames[trimmed->order[i]];
        int64_t flat = document->functions.flat[frame];
        sum = number_add(sum, flat);
        sink_print(document->sink, "%s\n    {\"function\": %u", i ? "," : "",
                   document->functions.ids[frame]);
        share_member(document, "flat_share", flat);
        share_member(document, "sum_share", sum);
        share_member(document, "cum_share", document->functions.cum[frame]);
        sink_char(document->sink, '}');
        if (!budget_spend(document->view->budget, 1, error))
            return false;
    }
    sink_text(document->sink, STR("\n  ],\n"));
    return true;
}

/* ---------------------------------------------------------------- graph and tree */

static bool put_graph(const struct document *document, struct error *error)
{
    const struct trimmed *trimmed = document->view->trimmed;
    struct sink *sink = document->sink;
    sink_print(sink,
               "  \"graph\": {\"dropped_functions\": %zu, \"dropped_edges\": %zu,"
               " \"edges\": [",
               trimmed->dropped_nodes, trimmed->dropped_edges);
    for (size_t i = 0; i < document->edge_count; i++) {
        const struct graph_edge *edge = &trimmed->graph->edges[document->edges[i]];
        const uint32_t *frames = trimmed->graph->node_frames, *ids = document->functions.ids;
        sink_print(sink, "%s\n    {\"from\": %u, \"to\": %u, \"weight\": %lld", i ? "," : "",
                   ids[frames[edge->from]], ids[frames[edge->to]],
                   (long long)graph_weight(trimmed->graph, document->edges[i]));
        sink_print(sink, ", \"residual\": %s, \"inline\": %s}", edge->residual ? "true" : "false",
                   edge->inlined ? "true" : "false");
        if (!budget_spend(document->view->budget, 1, error))
            return false;
    }
    sink_text(sink, STR("\n  ]},\n"));
    return true;
}

enum column { PARENTS, FUNCTIONS, SELF, TOTAL, PRUNED, INLINED, COLUMNS };

static int64_t tree_value(const struct document *document, enum column column, uint32_t node)
{
    const struct tree *tree = document->view->tree;
    switch (column) {
    case PARENTS:
        return node ? (int64_t)document->tree.places[tree->parents[node]] : -1;
    case FUNCTIONS:
        return node ? (int64_t)document->functions.ids[tree->node_frames[node]] : -1;
    case SELF:
        return tree->self[node * tree->columns];
    case TOTAL:
        return tree->total[node * tree->columns];
    case PRUNED:
        return document->tree.pruned[node];
    default:
        return tree->inlined[node] != 0;
    }
}

static bool put_tree(const struct document *document, struct error *error)
{
    static const char *const NAMES[COLUMNS] = {"parents", "functions", "self",
                                               "total",   "pruned",    "inlined"};
    struct sink *sink = document->sink;
    sink_print(sink, "  \"tree\": {\"count\": %u, \"pruned_count\": %llu", document->tree.count,
               (unsigned long long)document->tree.pruned_count);
    for (int column = 0; column < COLUMNS; column++) {
        sink_print(sink, ",\n    \"%s\": [", NAMES[column]);
        for (uint32_t i = 0; i < document->tree.count; i++)
            sink_print(
                sink, "%s%lld", i ? "," : "",
                (long long)tree_value(document, (enum column)column, document->tree.nodes[i]));
        sink_char(sink, ']');
        if (!budget_spend(document->view->budget, document->tree.count, error))
            return false;
    }
    sink_text(sink, STR("\n  }\n}\n"));
    return true;
}

/* ---------------------------------------------------------------- all */

/* Ids in the order of the table, then of the calls, then of the tree. */
static void name_functions(struct document *document)
{
    const struct view *view = document->view;
    const struct trimmed *trimmed = view->trimmed;
    const uint32_t *frames = trimmed->graph->node_frames;
    for (size_t i = 0; i < trimmed->count; i++)
        json_functions_id(&document->functions, view, frames[trimmed->order[i]]);
    for (size_t i = 0; i < document->edge_count; i++) {
        const struct graph_edge *edge = &trimmed->graph->edges[document->edges[i]];
        json_functions_id(&document->functions, view, frames[edge->from]);
        json_functions_id(&document->functions, view, frames[edge->to]);
    }
    for (uint32_t i = 1; i < document->tree.count; i++)
        json_functions_id(&document->functions, view,
                          view->tree->node_frames[document->tree.nodes[i]]);
}

/* Marks by frame: of the calls that are kept. */
static const struct str *marks_by_frame(const struct view *view)
{
    const struct graph *graph = view->trimmed->graph;
    const struct str *by_node = report_inline_marks(view->trimmed, view);
    struct str *marks = ARENA_NEW(view->arena, struct str, view->frames->count);
    for (size_t i = 0; i < graph->all_nodes; i++)
        marks[graph->node_frames[i]] = by_node[i];
    return marks;
}

static bool json_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct settings *settings = view->settings;
    struct document document = {.view = view, .sink = sink};
    if (settings->mean)
        return error_set(error, ERROR_USAGE,
                         "json holds sums, and means do not add up; leave out --mean, or write a "
                         "table of means as .csv");
    if (view->changes)
        return json_diff_render(view, sink, error);
    if (!json_functions_init(&document.functions, view, error) ||
        !json_tree_prune(&document.tree, view, settings->trim ? settings->nodefraction : 0, error))
        return false;
    document.edges = trimmed_edges(view->trimmed, view->arena, &document.edge_count);
    document.marks = marks_by_frame(view);
    name_functions(&document);
    put_profile(&document);
    return put_functions(&document, error) && put_table(&document, error) &&
           put_graph(&document, error) && put_tree(&document, error);
}

const struct renderer json_renderer = {
    .name = STR_INIT("json"),
    .suffix = STR_INIT(".json"),
    .media = STR_INIT("application/json"),
    .marker = STR_INIT("\"schema\": \"render."),
    .options = FOR_TABLE,
    .needs = VIEW_FRAMES | VIEW_TREE | VIEW_GRAPH | VIEW_NO_OVERFLOW | VIEW_SCALED | VIEW_SIDES,
    .help = STR_INIT("Table, graph and call tree as one JSON document"),
    .render = json_render,
};
