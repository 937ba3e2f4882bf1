/* Stacks to a tree around the functions that match, and its text. */
#include "renderers/calls.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/regex.h"
#include "base/sink.h"
#include "base/sort.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/frames.h"
#include "select/selection.h"

/* Node 0 stands above the functions that match. */
struct call_node {
    uint32_t parent, frame;
    int64_t value, self; /* self: of samples that go no further this way */
    int64_t size;        /* sum of absolute values: what is small is decided by it */
    bool inlined;        /* every call of it was inlined */
};

struct calls {
    const struct view *view;
    enum calls_direction direction;
    struct arena *arena;
    ARRAY(struct call_node) nodes;
    struct hash_table table;
    struct str *names;  /* by frame */
    uint8_t *matches;   /* by frame */
    uint32_t *children; /* all nodes but the first, by parent, the heaviest first */
    uint32_t *starts;   /* by node: where its children are in `children` */
    struct report report;
    struct sink *sink;
};

/* ---------------------------------------------------------------- the tree */

static uint32_t add_node(struct calls *calls, uint32_t parent, uint32_t frame)
{
    struct call_node node = {.parent = parent, .frame = frame, .inlined = true};
    array_push(calls->arena, &calls->nodes, node);
    return (uint32_t)calls->nodes.count - 1;
}

static uint32_t child_of(struct calls *calls, uint32_t parent, uint32_t frame)
{
    uint64_t hash = hash_u64((uint64_t)parent << 32 | frame);
    size_t at = hash_start(hash);
    uint32_t child;
    while ((child = hash_table_next(&calls->table, hash, &at)) != HASH_EMPTY)
        if (calls->nodes.at[child].parent == parent && calls->nodes.at[child].frame == frame)
            return child;
    child = add_node(calls, parent, frame);
    hash_table_add(&calls->table, hash, child);
    return child;
}

static void add_weight(struct calls *calls, uint32_t node, int64_t weight, bool inlined)
{
    struct call_node *at = &calls->nodes.at[node];
    at->value = number_add(at->value, weight);
    at->size = number_add(at->size, number_abs(weight));
    at->inlined = at->inlined && inlined;
}

/* From the outermost match on: to the root, or to the leaf. One level more than is shown, so that
 * it is known where the tree goes on. */
static void add_path(struct calls *calls, const struct frame_path *path, int64_t weight)
{
    size_t at = 0, levels = (size_t)calls->view->settings->depth + 1;
    while (at < path->count && !calls->matches[path->frames[at]])
        at++;
    if (at == path->count)
        return;
    bool up = calls->direction == CALLS_TO;
    size_t rest = up ? at : path->count - 1 - at;
    uint32_t node = child_of(calls, 0, path->frames[at]);
    add_weight(calls, 0, weight, false);
    add_weight(calls, node, weight, false);
    for (size_t i = 1; i <= rest && i <= levels; i++) {
        size_t next = up ? at - i : at + i;
        node = child_of(calls, node, path->frames[next]);
        add_weight(calls, node, weight, path->inlined[up ? next + 1 : next]);
    }
    if (rest <= levels)
        calls->nodes.at[node].self = number_add(calls->nodes.at[node].self, weight);
}

static bool read_names(struct calls *calls, struct error *error)
{
    const struct view *view = calls->view;
    calls->names = ARENA_NEW(calls->arena, struct str, view->frames->count);
    calls->matches = ARENA_NEW(calls->arena, uint8_t, view->frames->count);
    for (uint32_t i = 0; i < view->frames->count; i++) {
        calls->names[i] = frame_name(view->frames, i, calls->arena);
        calls->matches[i] = regex_matches(view->pattern, calls->names[i]);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

static bool read_stacks(struct calls *calls, struct error *error)
{
    const struct view *view = calls->view;
    const struct selection *selection = view->selection;
    struct frame_path path = {.arena = calls->arena};
    hash_table_init(&calls->table, calls->arena);
    add_node(calls, 0, ID_NONE);
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        if (!selection->present[stack])
            continue;
        frame_path_load(&path, view->frames, stack);
        add_path(calls, &path, selection->weights[stack]);
        if (!budget_spend(view->budget, path.count + 1, error))
            return false;
    }
    return true;
}

static bool node_before(const void *context, uint32_t a, uint32_t b)
{
    const struct calls *calls = context;
    const struct call_node *x = &calls->nodes.at[a], *y = &calls->nodes.at[b];
    if (x->parent != y->parent)
        return x->parent < y->parent;
    int64_t x_value = number_abs(x->value), y_value = number_abs(y->value);
    if (x_value != y_value)
        return x_value > y_value;
    return frame_compare(calls->view->frames, x->frame, calls->names[x->frame], y->frame,
                         calls->names[y->frame]) < 0;
}

static void order_children(struct calls *calls)
{
    size_t count = calls->nodes.count;
    calls->children = ARENA_NEW(calls->arena, uint32_t, count);
    calls->starts = ARENA_NEW(calls->arena, uint32_t, count + 1);
    for (uint32_t i = 1; i < count; i++) {
        calls->children[i - 1] = i;
        calls->starts[calls->nodes.at[i].parent + 1]++;
    }
    for (size_t i = 0; i < count; i++)
        calls->starts[i + 1] += calls->starts[i];
    sort_ids(calls->children, count - 1, node_before, calls, *calls->arena);
}

/* ---------------------------------------------------------------- rows */

/* A row to come: of a node, or of what stands beside its children (`more` of them left out; 0: the
 * samples without a caller). */
struct row {
    uint32_t node, function; /* function: the match that it is below */
    uint32_t level;
    uint64_t more;
    int64_t value, self;
};

struct rows {
    ARRAY(struct row) items;
};

static void push(struct calls *calls, struct rows *rows, const struct row *row)
{
    array_push(calls->arena, &rows->items, *row);
}

/* What is below the node goes on the pile, the last row first; below the last level nothing. */
static void push_children(struct calls *calls, struct rows *rows, const struct row *row)
{
    const struct settings *settings = calls->view->settings;
    const struct call_node *nodes = calls->nodes.at;
    uint32_t first = calls->starts[row->node], end = calls->starts[row->node + 1];
    double fraction = settings->trim ? settings->nodefraction : 0;
    int64_t least = number_trunc((double)nodes[row->function].size * fraction);
    struct row more = {.node = ID_NONE, .function = row->function, .level = row->level + 1};
    int64_t self = nodes[row->node].self;
    bool has_rest = calls->direction == CALLS_TO && self && first < end;
    bool shows_rest = has_rest && number_abs(self) >= least;
    if (row->level > (uint64_t)settings->depth)
        return;
    if (has_rest && !shows_rest) {
        more.value = self;
        more.more++;
    }
    for (uint32_t i = first; i < end; i++) {
        if (nodes[calls->children[i]].size >= least)
            continue;
        more.value = number_add(more.value, nodes[calls->children[i]].value);
        more.more++;
    }
    if (more.more)
        push(calls, rows, &more);
    more.more = 0;
    more.value = self;
    if (shows_rest)
        push(calls, rows, &more);
    for (uint32_t i = end; i > first; i--) {
        uint32_t child = calls->children[i - 1];
        struct row below = {.node = child,
                            .function = row->level ? row->function : child,
                            .level = row->level + 1,
                            .value = nodes[child].value,
                            .self = nodes[child].self};
        if (nodes[child].size >= least)
            push(calls, rows, &below);
    }
}

static void print_row(const struct calls *calls, const struct row *row)
{
    const struct view *view = calls->view;
    const struct call_node *nodes = calls->nodes.at;
    struct sink *sink = calls->sink;
    report_print_value(&calls->report, sink, row->value, 10);
    if (calls->direction == CALLS_FROM) {
        sink_char(sink, ' ');
        if (row->more)
            sink_spaces(sink, 10);
        else
            report_print_value(&calls->report, sink, row->self, 10);
    }
    sink_text(sink, STR("   "));
    report_print_share(sink, row->value, nodes[row->function].value);
    sink_text(sink, STR("    "));
    report_print_share(sink, row->value, view->selection->total);
    sink_text(sink, STR("  "));
    for (uint32_t i = 1; i < row->level; i++)
        sink_text(sink, STR("| "));
    if (row->more) {
        sink_print(sink, "... %llu more\n", (unsigned long long)row->more);
    } else if (row->node == ID_NONE) {
        sink_text(sink, STR("(no caller)\n"));
    } else {
        report_print_name(view, sink, calls->names[nodes[row->node].frame]);
        sink_text(sink, nodes[row->node].inlined ? STR(" (inline)") : STR(""));
        bool goes_on = row->level > (uint64_t)view->settings->depth &&
                       calls->starts[row->node] < calls->starts[row->node + 1];
        sink_text(sink, goes_on ? STR(" ...\n") : STR("\n"));
    }
}

static bool print_rows(struct calls *calls, struct error *error)
{
    struct rows rows = {.items = {.count = 0}};
    struct row root = {.node = 0};
    push_children(calls, &rows, &root);
    while (rows.items.count) {
        struct row row = rows.items.at[--rows.items.count];
        if (row.level == 1)
            sink_char(calls->sink, '\n');
        print_row(calls, &row);
        if (row.node != ID_NONE)
            push_children(calls, &rows, &row);
        if (!budget_spend(calls->view->budget, 1 + row.level, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- the report */

/* One unit for all, as top chooses it: that of the smallest value shown, or of a hundred of it
 * where the total's is larger. */
static void choose_unit(struct calls *calls)
{
    const struct selection *selection = calls->view->selection;
    const struct settings *settings = calls->view->settings;
    const struct call_node *nodes = calls->nodes.at;
    int64_t least = 0, most = selection->total;
    double cutoff = settings->trim ? (double)nodes[0].size * settings->nodefraction : 0;
    if (!str_equal(calls->report.unit, STR("minimum")))
        return;
    for (size_t i = 1; i < calls->nodes.count; i++) {
        int64_t value = number_abs(nodes[i].value);
        if (value > 0 && (double)value >= cutoff && (!least || value < least))
            least = value;
    }
    least = number_trunc((double)(least ? least : most) * selection->ratio);
    most = number_trunc((double)most * selection->ratio);
    struct str unit = measure_scale(least, selection->unit, STR("minimum")).unit;
    if (most / 100 > least &&
        !str_equal(unit, measure_scale(most, selection->unit, STR("minimum")).unit))
        unit = measure_scale(least * 100, selection->unit, STR("minimum")).unit;
    calls->report.unit = unit.size ? unit : selection->unit;
}

static void print_header(struct calls *calls)
{
    const struct view *view = calls->view;
    struct sink *sink = calls->sink;
    int64_t value = calls->nodes.at[0].value;
    uint32_t functions = calls->starts[1];
    if (!view->settings->compact_labels)
        report_print_profile(&calls->report, sink);
    sink_text(sink, STR("Options:"));
    report_print_name(view, sink, view->options);
    sink_print(sink,
               "\n%s of %u function%s: ", calls->direction == CALLS_TO ? "Callers" : "Callees",
               functions, functions == 1 ? "" : "s");
    report_print_value(&calls->report, sink, value, 0);
    sink_text(sink, STR(" of "));
    report_print_value(&calls->report, sink, view->selection->total, 0);
    sink_text(sink, STR(" total ("));
    struct measure_text share = measure_percentage(value, view->selection->total);
    struct str text = measure_str(&share);
    while (str_starts(text, STR(" ")))
        text = str_skip(text, 1);
    sink_text(sink, text);
    sink_text(sink, calls->direction == CALLS_TO
                        ? STR(")\n     value  of func  of total  function, its callers\n")
                        : STR(")\n     value       self  of func  of total  function, its "
                              "callees\n"));
}

bool calls_render(const struct view *view, enum calls_direction direction, struct sink *sink,
                  struct error *error)
{
    struct calls calls = {.view = view,
                          .direction = direction,
                          .arena = view->arena,
                          .report = report_new(view),
                          .sink = sink};
    if (view->selection->is_mean)
        return error_set(error, ERROR_USAGE,
                         "callers and callees add values up, which means do not bear; leave out "
                         "--mean, or see peek");
    if (!read_names(&calls, error) || !read_stacks(&calls, error))
        return false;
    if (calls.nodes.count == 1) {
        struct error_quote quote = error_quote(view->settings->pattern);
        return error_set(error, ERROR_USAGE, "no matches found for regexp: %s", quote.text);
    }
    order_children(&calls);
    choose_unit(&calls);
    print_header(&calls);
    return print_rows(&calls, error);
}
