/* md: a summary in Markdown, for a pull request or a machine that reads: at most --max_lines lines.
 *
 * On top an answer in words; then what the profile is and how it was filtered; the functions with
 * the greatest weights of their own and with all they call; the stacks that weigh most. Every share
 * says what it is of. Names are in code spans, short where no other function of the profile has the
 * same short name: nothing in a profile becomes a link, markup or HTML. Nothing is trimmed away but
 * by the number of lines and --nodecount. */
#include "renderers/answer.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "base/time.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/frame_place.h"
#include "renderers/md_diff.h"
#include "renderers/md_names.h"
#include "renderers/renderer.h"
#include "renderers/side_alone.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

enum {
    TABLE_LINES = 5, /* of a section with a table, beside its rows */
    LIST_LINES = 3,  /* of one with a list */
    LEAST_ROWS = 2,  /* a section with fewer is not worth its heading */
    PATH_TAIL = 3,   /* frames at the leaf of a stack that are always shown */
    BUILD_ID_SHOWN = 12,
    COMMENTS_SHOWN = 3,
};

struct md {
    struct question question;
    const struct view *view;
    struct sink *sink;
    struct name_context names_of; /* of the program: which code is its own */
    int64_t lines;                /* that are left */
};

#define ARROW " \xe2\x86\x92 "
#define ELLIPSIS "\xe2\x80\xa6"

static void md_line(struct md *md)
{
    sink_char(md->sink, '\n');
    md->lines--;
}

/* A value; in a difference with its sign. */
static void md_value(const struct md *md, int64_t value)
{
    struct measure_text text = answer_value(&md->question, value);
    sink_text(md->sink, measure_str(&text));
}

/* "11.1%", of the total. */
static void md_share(const struct md *md, int64_t value, int64_t total)
{
    struct measure_text text = measure_share(value, total);
    sink_text(md->sink, measure_str(&text));
}

static void md_part(const struct md *md, const struct answer_part *part)
{
    if (part->kind == ANSWER_FUNCTION || part->kind == ANSWER_TYPE)
        sink_md_code(md->sink, part->text, false);
    else
        sink_text(md->sink, part->text);
}

static void md_put_answer(struct md *md)
{
    struct answer answer = answer_new(&md->question);
    for (size_t i = 0; i < answer.parts.count; i++)
        md_part(md, &answer.parts.at[i]);
    md_line(md);
}

static void code(const struct md *md, struct str text)
{
    sink_md_code(md->sink, md_visible(text, md->view->arena), false);
}

/* What shares are of. */
static void put_whole(const struct md *md)
{
    struct measure_text text = report_value(&md->question.report, md->view->selection->total);
    sink_text(md->sink, measure_str(&text));
}

/* ---------------------------------------------------------------- what it is */

static void put_title(struct md *md)
{
    struct str binary = profile_binary(md->view->profile);
    sink_text(md->sink, STR("# "));
    code(md, binary.size ? str_base_name(binary) : side_sources(md->view));
    sink_text(md->sink, STR(": "));
    struct answer_part type = answer_type(&md->question);
    md_part(md, &type);
    sink_text(md->sink, md->question.is_delta ? STR(", difference") : STR(""));
    md_line(md);
    md_line(md);
}

static void put_source(struct md *md)
{
    const struct profile *profile = md->view->profile;
    struct sink *sink = md->sink;
    sink_text(sink, STR("- Profile: "));
    code(md, side_sources(md->view));
    if (side_alone(md->view)) {
        sink_text(sink, STR(", "));
        sink_text(sink, side_alone_name(md->view));
        sink_text(sink, STR(" alone"));
    }
    sink_text(sink, STR(", type "));
    code(md, md->view->selection->type);
    sink_text(sink, STR(" in "));
    code(md, md->view->selection->unit);
    if (profile->time_ns) {
        sink_text(sink, STR(", of "));
        time_print(sink, profile->time_ns, NULL);
    }
    if (profile->duration_ns) {
        struct measure_text text =
            measure_label(profile->duration_ns, STR("nanoseconds"), STR("auto"));
        sink_text(sink, STR(", over "));
        sink_text(sink, measure_str(&text));
    }
    if (profile_build_id(profile).size) {
        sink_text(sink, STR(", build "));
        code(md, str_slice(profile_build_id(profile), 0, BUILD_ID_SHOWN));
    }
    md_line(md);
}

static void put_total(struct md *md)
{
    const struct view *view = md->view;
    const struct selection *selection = view->selection;
    int64_t left = view->tree->total[0], duration = view->profile->duration_ns;
    sink_text(md->sink, selection->is_mean ? STR("- Mean: ") : STR("- Total: "));
    put_whole(md);
    struct measure time = measure_scale(selection->total, selection->unit, STR("nanoseconds"));
    if (md->question.is_delta && md->question.has_shares)
        sink_text(md->sink, view->settings->diff_base.count ? STR(", of the base")
                                                            : STR(", the sum of absolute values"));
    else if (side_alone_is_scaled(view))
        sink_text(md->sink, STR(", scaled to the base"));
    else if (md->question.has_shares && duration > 0 && measure_is_time(selection->unit)) {
        sink_text(md->sink, STR(", "));
        md_share(md, number_trunc(time.value * selection->ratio), duration);
        sink_text(md->sink, STR(" of the duration"));
    }
    if (md->question.is_delta && !selection->is_mean) {
        sink_text(md->sink, STR("; the values add up to "));
        md_value(md, left);
    } else if (left != selection->total && md->question.has_shares) {
        sink_text(md->sink, STR("; the filters leave "));
        md_value(md, left);
        sink_text(md->sink, left ? STR(", ") : STR(""));
        if (left)
            md_share(md, left, selection->total);
        sink_text(md->sink, left ? STR(" of it") : STR(""));
    }
    md_line(md);
}

static void put_remarks(struct md *md)
{
    const struct view *view = md->view;
    const struct notes *notes = &view->selection->notes;
    const int64_t reserve = TABLE_LINES + LEAST_ROWS;
    if (view->options.size) {
        struct sink options;
        sink_init_buffer(&options, view->arena, UINT64_MAX);
        sink_visible(&options, str_skip(view->options, 1));
        sink_text(md->sink, STR("- Options: "));
        sink_md_code(md->sink, sink_str(&options), false);
        md_line(md);
    }
    for (int i = 0; i < NOTE_COUNT; i++) {
        bool is_said = notes->cases[i] && note_severity((enum note)i) != NOTE_DETAIL;
        if (!is_said || md->lines <= reserve)
            continue;
        sink_text(md->sink, STR("- Note: "));
        note_print(md->sink, (enum note)i, notes->cases[i]);
        md_line(md);
    }
    for (size_t i = 0, said = 0;
         i < view->profile->comment_count && md->lines > reserve && said < COMMENTS_SHOWN; i++) {
        struct str comment = profile_string(view->profile, view->profile->comments[i]);
        if (runs_is_comment(comment))
            continue;
        sink_text(md->sink, STR("- Comment: "));
        code(md, comment);
        md_line(md);
        said++;
    }
}

/* ---------------------------------------------------------------- functions */

static bool flat_before(const void *context, uint32_t a, uint32_t b)
{
    const struct graph *graph = ((const struct trimmed *)context)->graph;
    return (uint64_t)number_abs(graph_flat(graph, a)) > (uint64_t)number_abs(graph_flat(graph, b));
}

static bool cum_before(const void *context, uint32_t a, uint32_t b)
{
    const struct graph *graph = ((const struct trimmed *)context)->graph;
    return (uint64_t)number_abs(graph_cum(graph, a)) > (uint64_t)number_abs(graph_cum(graph, b));
}

/* What the rows are of. */
static const char *place_word(const struct md *md)
{
    switch (md->view->settings->granularity) {
    case GRANULARITY_FILES:
        return "file";
    case GRANULARITY_LINES:
        return "line";
    case GRANULARITY_PACKAGES:
        return "package";
    default:
        return "function";
    }
}

/* Functions with such a weight, the greatest first, equal ones as top has them. */
static const uint32_t *ranked(const struct md *md, sort_before *before, size_t *count)
{
    const struct trimmed *trimmed = md->view->trimmed;
    uint32_t *order = ARENA_NEW(md->view->arena, uint32_t, trimmed->count);
    *count = 0;
    for (size_t i = 0; i < trimmed->count; i++) {
        uint32_t node = trimmed->order[i];
        if (before == flat_before ? graph_flat(trimmed->graph, node)
                                  : graph_cum(trimmed->graph, node))
            order[(*count)++] = node;
    }
    sort_ids(order, *count, before, trimmed, *md->view->arena);
    return order;
}

static void cell(const struct md *md, int64_t value)
{
    sink_text(md->sink, STR("| "));
    md_value(md, value);
    if (md->question.has_shares) {
        sink_text(md->sink, STR(" | "));
        md_share(md, value, md->view->selection->total);
    }
    sink_char(md->sink, ' ');
}

static void put_head(struct md *md)
{
    static const char *const NAMES[] = {"| flat ", "| cum "};
    for (int i = 0; i < 2; i++) {
        sink_text(md->sink, str_from_c(NAMES[i]));
        if (!md->question.has_shares)
            continue;
        sink_text(md->sink, STR("| of "));
        put_whole(md);
        sink_char(md->sink, ' ');
    }
    sink_print(md->sink, "| %s |", place_word(md));
    md_line(md);
    sink_text(md->sink,
              md->question.has_shares ? STR("|---:|---:|---:|---:|---|") : STR("|---:|---:|---|"));
    md_line(md);
}

/* "## What: 12 of 345 functions" between empty lines. */
static void put_heading(struct md *md, const char *what, size_t rows, size_t count,
                        const char *things)
{
    md_line(md);
    sink_print(md->sink, "## %s: ", what);
    if (rows < count)
        sink_print(md->sink, "%zu of ", rows);
    sink_print(md->sink, "%zu %s%s", count, things, count == 1 ? "" : "s");
    md_line(md);
    md_line(md);
}

static size_t rows_of(const struct md *md, int64_t lines, size_t count)
{
    uint64_t rows = lines > 0 ? (uint64_t)lines : 0;
    int64_t asked = md->view->settings->nodecount;
    if (asked > 0 && (uint64_t)asked < rows)
        rows = (uint64_t)asked;
    return rows < count ? (size_t)rows : count;
}

static bool put_table(struct md *md, const char *what, sort_before *before, int64_t lines,
                      struct error *error)
{
    const struct graph *graph = md->view->trimmed->graph;
    size_t count;
    const uint32_t *order = ranked(md, before, &count);
    size_t rows = rows_of(md, lines, count);
    if (!rows)
        return true;
    put_heading(md, what, rows, count, place_word(md));
    put_head(md);
    for (size_t i = 0; i < rows; i++) {
        cell(md, graph_flat(graph, order[i]));
        cell(md, graph_cum(graph, order[i]));
        sink_text(md->sink, STR("| "));
        sink_md_code(md->sink, md->question.names[graph->node_frames[order[i]]], true);
        sink_text(md->sink, STR(" |"));
        md_line(md);
    }
    return budget_spend(md->view->budget, md->view->trimmed->count, error);
}

/* ---------------------------------------------------------------- paths */

static int64_t own_value(const struct tree *tree, bool is_mean, uint32_t node)
{
    const int64_t *self = tree->self + node * tree->columns;
    return is_mean && self[1] > 0 ? self[0] / self[1] : self[0];
}

struct path_ranking {
    const struct tree *tree;
    bool is_mean;
};

static bool path_before(const void *context, uint32_t a, uint32_t b)
{
    const struct path_ranking *ranking = context;
    return (uint64_t)number_abs(own_value(ranking->tree, ranking->is_mean, a)) >
           (uint64_t)number_abs(own_value(ranking->tree, ranking->is_mean, b));
}

static const uint32_t *ranked_paths(const struct md *md, size_t *count)
{
    const struct tree *tree = md->view->tree;
    struct path_ranking ranking = {tree, md->view->selection->is_mean};
    uint32_t *order = ARENA_NEW(md->view->arena, uint32_t, tree->count);
    *count = 0;
    for (uint32_t i = 1; i < tree->count; i++)
        if (own_value(tree, ranking.is_mean, i))
            order[(*count)++] = i;
    sort_ids(order, *count, path_before, &ranking, *md->view->arena);
    return order;
}

/* Marks the frames of a path that are shown: the first, the last ones, and the last of the
 * program's own code. Index 0 is the leaf. */
static void mark_shown(const struct md *md, const uint32_t *frames, size_t depth, uint8_t *shown)
{
    bool any_own = false;
    for (size_t i = 0; i < depth; i++) {
        shown[i] = i < PATH_TAIL || i == depth - 1;
        if (any_own)
            continue;
        struct name_source source = frame_source(md->view, frames[i]);
        any_own = name_family(&md->names_of, &source) == NAME_OWN;
        shown[i] |= any_own;
    }
    /* A mark takes no more room than a name that it hides. */
    for (size_t i = 1; i + 1 < depth; i++)
        shown[i] |= shown[i - 1] && shown[i + 1];
}

/* "`main.main` → … 7 more … → `a` → `b`" */
static bool put_path(const struct md *md, uint32_t node, struct arena scratch, struct error *error)
{
    const struct tree *tree = md->view->tree;
    uint32_t *frames = ARENA_NEW(&scratch, uint32_t, tree->depth + 1);
    uint8_t *shown = ARENA_NEW(&scratch, uint8_t, tree->depth + 1);
    size_t depth = 0, hidden = 0;
    for (uint32_t at = node; at; at = tree->parents[at])
        frames[depth++] = tree->node_frames[at];
    mark_shown(md, frames, depth, shown);
    for (size_t i = depth; i-- > 0;) {
        if (!shown[i]) {
            hidden++;
            continue;
        }
        if (hidden)
            sink_print(md->sink, ARROW ELLIPSIS " %zu more " ELLIPSIS, hidden);
        hidden = 0;
        sink_text(md->sink, i + 1 < depth ? STR(ARROW) : STR(""));
        sink_md_code(md->sink, md->question.names[frames[i]], false);
    }
    return budget_spend(md->view->budget, depth, error);
}

static bool put_paths(struct md *md, int64_t lines, struct error *error)
{
    const struct view *view = md->view;
    const struct tree *tree = view->tree;
    size_t count;
    const uint32_t *order = ranked_paths(md, &count);
    size_t rows = rows_of(md, lines, count);
    if (!rows)
        return true;
    put_heading(md, "Hottest stacks", rows, count, "stack");
    for (size_t i = 0; i < rows; i++) {
        int64_t value = own_value(tree, view->selection->is_mean, order[i]);
        sink_text(md->sink, STR("- "));
        if (md->question.has_shares) {
            md_share(md, value, view->selection->total);
            sink_text(md->sink, STR(" ("));
        }
        md_value(md, value);
        if (md->question.has_shares) {
            sink_text(md->sink, STR(" of "));
            put_whole(md);
            sink_char(md->sink, ')');
        }
        sink_text(md->sink, STR(": "));
        if (!put_path(md, order[i], *view->arena, error))
            return false;
        md_line(md);
    }
    return budget_spend(view->budget, tree->count, error);
}

/* ---------------------------------------------------------------- all */

enum section { BY_FLAT, BY_CUM, STACKS, SECTIONS };

/* Rows for a section when it and as many after it as there is room for get equally many. */
static int64_t lines_for(const struct md *md, enum section section)
{
    static const int64_t BESIDE[SECTIONS] = {TABLE_LINES, TABLE_LINES, LIST_LINES};
    int64_t rows = md->lines - BESIDE[section], beside = BESIDE[section];
    for (int next = (int)section + 1; next < SECTIONS; next++) {
        beside += BESIDE[next];
        int64_t each = (md->lines - beside) / (next - (int)section + 1);
        if (each < LEAST_ROWS)
            break;
        rows = each;
    }
    return rows;
}

static bool md_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct settings *settings = view->settings;
    struct md md = {.view = view,
                    .sink = sink,
                    .names_of = name_context(view->profile),
                    .lines = settings->max_lines};
    if (view->changes)
        return md_diff_render(view, sink, error);
    if (!question_init(&md.question, view, error))
        return false;
    put_title(&md);
    md_put_answer(&md);
    md_line(&md);
    put_source(&md);
    put_total(&md);
    put_remarks(&md);
    return put_table(&md, "Own weight (flat)", flat_before, lines_for(&md, BY_FLAT), error) &&
           put_table(&md, "With all they call (cum)", cum_before, lines_for(&md, BY_CUM), error) &&
           put_paths(&md, lines_for(&md, STACKS), error);
}

const struct renderer md_renderer = {
    .name = STR_INIT("md"),
    .suffix = STR_INIT(".md"),
    .media = STR_INIT("text/markdown; charset=utf-8"),
    .marker = STR_INIT("\n- Profile: "),
    .options = FOR_TABLE,
    .needs = VIEW_FRAMES | VIEW_TREE | VIEW_GRAPH | VIEW_UNTRIMMED | VIEW_NO_OVERFLOW | VIEW_SIDES,
    .node_count = -1,
    .help = STR_INIT("Summary in Markdown: the answer in a sentence, tables, hottest stacks"),
    .render = md_render,
};
