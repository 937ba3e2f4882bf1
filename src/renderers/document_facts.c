/* Tables, paths and details of a chapter. */
#include "renderers/document_facts.h"
#include "base/array.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/boxes_function.h"
#include "renderers/comparison_words.h"
#include "renderers/details_calls.h"
#include "renderers/details_reach.h"
#include "renderers/flame_functions.h"
#include "renderers/label_table.h"
#include "renderers/mover_path.h"
#include "renderers/renderer.h"
#include "renderers/source_files.h"
#include "renderers/source_lines.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

enum {
    MOST_ROWS = 300,
    LEAST_ROWS = 10,
    PATHS = 3,
    PATH_COLUMNS = 100,
    FUNCTIONS = 6,
    SHARES = 5,
    NAME_MOST = 2000
};

struct making {
    const struct chapter *chapter;
    const struct view *view; /* the summary's */
    struct arena *arena;
    struct document_facts *facts;
};

struct str document_shown_name(const struct view *view, struct str name, size_t own,
                               size_t *shown_own)
{
    struct str before = flame_visible(str_slice(name, 0, own), view->arena);
    struct str after = flame_visible(str_skip(name, own), view->arena);
    struct sink sink;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_text(&sink, before);
    sink_text(&sink, after);
    *shown_own = before.size;
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- the table */

/* Of rows by own weight those without any are the last ones, in no order that says something. */
static bool is_by_flat(const struct making *making)
{
    return making->view->settings->sort != SORT_CUM;
}

/* So many rows carry 95 % of the own weights. */
static size_t rows_of(struct making *making)
{
    static const double CARRIED = 0.95;
    const struct trimmed *trimmed = making->view->trimmed;
    struct document_facts *facts = making->facts;
    int64_t asked = making->view->settings->nodecount;
    size_t most = asked > 0 && asked < MOST_ROWS ? (size_t)asked : MOST_ROWS, rows = 0;
    int64_t all = 0, sum = 0;
    for (size_t i = 0; i < trimmed->count; i++)
        all = number_add(all, number_abs(graph_flat(trimmed->graph, trimmed->order[i])));
    while (rows < trimmed->count && rows < most &&
           (rows < LEAST_ROWS || (double)sum < CARRIED * (double)all)) {
        int64_t flat = graph_flat(trimmed->graph, trimmed->order[rows]);
        if (rows && !flat && is_by_flat(making))
            break;
        sum = number_add(sum, number_abs(flat));
        rows++;
    }
    facts->own_of_rows = sum;
    facts->own_of_all = all;
    facts->is_table_cut = (double)sum < CARRIED * (double)all;
    return rows;
}

/* ---------------------------------------------------------------- paths */

static int64_t own_value(const struct view *view, uint32_t node)
{
    const int64_t *self = view->tree->self + (size_t)node * view->tree->columns;
    return view->selection->is_mean && self[1] > 0 ? self[0] / self[1] : self[0];
}

static int64_t own_size(const struct view *view, uint32_t node)
{
    return number_abs(own_value(view, node));
}

static void add_paths(struct making *making)
{
    const struct view *view = making->view;
    struct document_path *paths = ARENA_NEW(making->arena, struct document_path, PATHS);
    const struct str *names = making->facts->summary->question.names;
    uint32_t best[PATHS] = {0};
    for (uint32_t node = 1; node < view->tree->count; node++)
        for (size_t i = 0; i < PATHS; i++) {
            if (!own_size(view, node) ||
                (best[i] && own_size(view, best[i]) >= own_size(view, node)))
                continue;
            for (size_t j = PATHS - 1; j > i; j--)
                best[j] = best[j - 1];
            best[i] = node;
            break;
        }
    for (size_t i = 0; i < PATHS && best[i]; i++) {
        struct mover mover = {.node = best[i]};
        struct mover_path_options options = {.names = names, .columns = PATH_COLUMNS};
        paths[i] = (struct document_path){
            .value = own_value(view, best[i]),
            .function = flame_visible(names[view->tree->node_frames[best[i]]], making->arena),
            .callers = mover_path(view, &mover, &options)};
        making->facts->path_count = i + 1;
    }
    making->facts->paths = paths;
}

/* ---------------------------------------------------------------- functions in detail */

/* Adds a share, or what is left of it where there are enough. */
static void add_share(struct document_shares *shares, struct document_share *items,
                      const struct document_share *share)
{
    if (shares->count < SHARES) {
        items[shares->count++] = *share;
    } else {
        shares->more++;
        shares->rest = number_add(shares->rest, share->value);
    }
    shares->items = items;
}

static struct document_shares calls_of(const struct making *making,
                                       const struct details_call *calls, size_t count)
{
    const struct view *view = making->view;
    struct document_shares shares = {0};
    struct document_share *items = ARENA_NEW(making->arena, struct document_share, SHARES);
    for (size_t i = 0; i < count; i++) {
        struct document_share share = {.name = STR("no caller: a stack begins here"),
                                       .value = calls[i].weight};
        if (calls[i].frame != ID_NONE && shares.count < SHARES) {
            struct str name = boxes_function_name(view, calls[i].frame, making->arena);
            share.name =
                document_shown_name(view, name, function_own_start(name, STR("")), &share.own);
        }
        add_share(&shares, items, &share);
    }
    return shares;
}

static bool line_before(const void *context, uint32_t a, uint32_t b)
{
    const struct source_lines *lines = context;
    return number_abs(line_weight_value(lines, &lines->lines.at[a].cum)) >
           number_abs(line_weight_value(lines, &lines->lines.at[b].cum));
}

/* The text of a line, where --embed_source wants it in the document. */
static bool code_of(const struct view *view, struct str file, int64_t line, struct str *code,
                    struct error *error)
{
    *code = STR("");
    if (!view->settings->embed_source || !file.size || line < 1)
        return true;
    const struct source_text *text = source_files_read(view->files, file, view->budget, error);
    if (!text)
        return false;
    if (text->problem.size || (uint64_t)line > text->line_count)
        return true;
    struct str bytes = source_line(text, (size_t)line);
    while (bytes.size && (bytes.at[0] == ' ' || bytes.at[0] == '\t'))
        bytes = str_skip(bytes, 1);
    *code = flame_visible(bytes, view->arena);
    return true;
}

static bool add_lines(const struct making *making, struct document_function *function,
                      struct error *error)
{
    const struct view *view = making->chapter->lines;
    struct source_lines lines;
    if (!source_lines_init(&lines, view, function->row->name, error))
        return false;
    uint32_t *order = ARENA_NEW(making->arena, uint32_t, lines.line_count);
    size_t known = 0;
    for (size_t i = 0; i < lines.line_count; i++)
        if (lines.lines.at[lines.line_order[i]].line > 0)
            order[known++] = lines.line_order[i];
    sort_ids(order, known, line_before, &lines, *making->arena);
    struct document_share *items = ARENA_NEW(making->arena, struct document_share, SHARES);
    for (size_t i = 0; i < known; i++) {
        const struct source_line *line = &lines.lines.at[order[i]];
        struct document_share share = {.value = line_weight_value(&lines, &line->cum)};
        struct sink sink;
        sink_init_buffer(&sink, making->arena, UINT64_MAX);
        sink_print(&sink, "line %lld", (long long)line->line);
        share.name = sink_str(&sink);
        struct str file = view->frames->files[line->file];
        if (i == 0)
            function->file = flame_visible(file, making->arena);
        if (i < SHARES && !code_of(view, file, line->line, &share.code, error))
            return false;
        add_share(&function->lines, items, &share);
    }
    return true;
}

/* The key whose values tell most apart: of those with several the heaviest. */
static bool add_labels(const struct making *making, const uint8_t *reach,
                       struct document_function *function, struct error *error)
{
    const struct view *view = making->view;
    const struct label_table *table = label_table_reached(view, reach, error);
    if (!table)
        return false;
    size_t best = 0, best_end = 0;
    for (size_t start = 0, end; start < table->count; start = end) {
        end = label_table_end(table, start);
        if (best_end && (end - start == 1 || best_end - best > 1))
            continue;
        best = start;
        best_end = end;
    }
    struct document_share *items = ARENA_NEW(making->arena, struct document_share, SHARES);
    for (size_t i = best; i < best_end; i++) {
        struct document_share share = {.name = flame_visible(table->values[i].text, making->arena),
                                       .value = table->values[i].weight};
        add_share(&function->labels, items, &share);
    }
    if (best_end)
        function->label_key =
            flame_visible(profile_string(view->profile, table->values[best].key), making->arena);
    return true;
}

static struct str place_of(const struct making *making, const struct function_row *row)
{
    struct sink sink;
    if (!row->file.size)
        return STR("");
    sink_init_buffer(&sink, making->arena, UINT64_MAX);
    sink_text(&sink, flame_visible(row->file, making->arena));
    if (row->line > 0)
        sink_print(&sink, ":%lld", (long long)row->line);
    return sink_str(&sink);
}

static bool add_function(const struct making *making, size_t index,
                         struct document_function *function, struct error *error)
{
    const struct view *view = making->view;
    uint32_t frame = view->trimmed->graph->node_frames[view->trimmed->order[index]];
    uint8_t *marks = ARENA_NEW(making->arena, uint8_t, view->frames->count);
    marks[frame] = 1;
    const struct details_calls *calls = details_calls(view, marks, error);
    const uint8_t *reach = calls ? details_reach_function(view, marks, error) : NULL;
    if (!reach)
        return false;
    function->row = &making->facts->table.rows[index];
    function->name =
        document_shown_name(view, function->row->name, function->row->own, &function->own);
    function->place = place_of(making, function->row);
    function->callers = calls_of(making, calls->callers, calls->caller_count);
    function->callees = calls_of(making, calls->callees, calls->callee_count);
    return add_labels(making, reach, function, error) && add_lines(making, function, error);
}

/* Of what weighs next to nothing there is nothing to tell, but of the first. */
static bool is_worth_a_look(const struct making *making, const struct function_row *row,
                            bool is_first)
{
    static const double LEAST = 0.001;
    int64_t value = is_by_flat(making) ? row->flat : row->cum;
    double total = (double)number_abs(making->facts->summary->total);
    return row->cum && (is_first || (double)number_abs(value) >= LEAST * total);
}

static bool add_functions(struct making *making, struct error *error)
{
    const struct function_table *table = &making->facts->table;
    struct document_function *functions =
        ARENA_NEW(making->arena, struct document_function, FUNCTIONS);
    size_t count = 0;
    while (count < FUNCTIONS && count < table->count &&
           is_worth_a_look(making, &table->rows[count], count == 0)) {
        if (!add_function(making, count, &functions[count], error))
            return false;
        count++;
    }
    making->facts->functions = functions;
    making->facts->function_count = count;
    return true;
}

/* ---------------------------------------------------------------- all */

const struct document_facts *document_facts_new(const struct chapter *chapter, struct error *error)
{
    const struct view *view = chapter->summary;
    struct making making = {.chapter = chapter, .view = view, .arena = view->arena};
    struct document_facts *facts = making.facts = ARENA_NEW(view->arena, struct document_facts, 1);
    facts->summary = summary_new(view, error);
    if (!facts->summary)
        return NULL;
    if (view->changes) {
        facts->movers =
            movers_new(view->changes, movers_ranked_by(view), view->arena, view->budget, error);
        return facts->movers ? facts : NULL;
    }
    if (!function_table_init(&facts->table, &facts->summary->question.report,
                             FUNCTION_SHARES_OF_PICTURES, rows_of(&making), error))
        return NULL;
    add_paths(&making);
    return add_functions(&making, error) ? facts : NULL;
}
