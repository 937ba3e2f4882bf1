/* folded: collapsed stacks, "root;caller;leaf 12", a line each, as flamegraph.pl and its kin read
 * them; of a comparison with two counts, base and new, as difffolded.pl writes them. */
#include "base/array.h"
#include "base/escape.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

/* The call tree once more, by the names that are written: frames may share one. */
struct names {
    const struct view *view;
    ARRAY(struct str) items;
    struct hash_table table;
    uint32_t *by_frame;
};

struct node {
    uint32_t parent, name;
    int64_t self[2]; /* of a comparison base and new; otherwise the first alone */
};

struct folded {
    struct names names;
    size_t counts;            /* on each line */
    ARRAY(struct node) nodes; /* 0 is the root; a child comes after its parent */
    struct hash_table table;
    uint32_t *order;  /* nodes but the root, siblings together, by name */
    uint32_t *starts; /* by node: where its children start in the order; one more at the end */
};

/* ---------------------------------------------------------------- names */

/* A name without what parts names and lines. */
static struct str plain_name(struct str name, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_visible(&sink, name);
    for (size_t i = 0; i < sink.used; i++)
        if (sink.at[i] == ';')
            sink.at[i] = ':';
    return sink_str(&sink);
}

static uint32_t intern_name(struct names *names, struct str name)
{
    uint64_t hash = hash_bytes(name.at, name.size);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&names->table, hash, &at)) != HASH_EMPTY)
        if (str_equal(names->items.at[id], name))
            return id;
    id = (uint32_t)names->items.count;
    array_push(names->view->arena, &names->items, name);
    hash_table_add(&names->table, hash, id);
    return id;
}

static bool name_frames(struct names *names, struct error *error)
{
    const struct frames *frames = names->view->frames;
    struct arena *arena = names->view->arena;
    names->by_frame = ARENA_NEW(arena, uint32_t, frames->count);
    hash_table_init(&names->table, arena);
    for (uint32_t i = 0; i < frames->count; i++) {
        struct str name = plain_name(frame_name(frames, i, arena), arena);
        names->by_frame[i] = intern_name(names, name);
        if (!budget_spend(names->view->budget, 1, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- nodes */

static uint32_t child_of(struct folded *folded, uint32_t parent, uint32_t name)
{
    uint64_t hash = hash_u64((uint64_t)parent << 32 | name);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&folded->table, hash, &at)) != HASH_EMPTY)
        if (folded->nodes.at[id].parent == parent && folded->nodes.at[id].name == name)
            return id;
    id = (uint32_t)folded->nodes.count;
    array_push(folded->names.view->arena, &folded->nodes, ((struct node){parent, name, {0}}));
    hash_table_add(&folded->table, hash, id);
    return id;
}

static bool add_nodes(struct folded *folded, struct error *error)
{
    const struct view *view = folded->names.view;
    const struct tree *tree = view->tree;
    uint32_t *nodes = ARENA_NEW(view->arena, uint32_t, tree->count);
    hash_table_init(&folded->table, view->arena);
    array_push(view->arena, &folded->nodes, ((struct node){0, 0, {0}}));
    for (size_t i = 1; i < tree->count; i++) {
        uint32_t name = folded->names.by_frame[tree->node_frames[i]];
        nodes[i] = child_of(folded, nodes[tree->parents[i]], name);
        int64_t *self = folded->nodes.at[nodes[i]].self;
        for (size_t c = 0; c < folded->counts; c++)
            self[c] = number_add(self[c], tree->self[i * tree->columns + c]);
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
    return true;
}

static bool node_before(const void *context, uint32_t a, uint32_t b)
{
    const struct folded *folded = context;
    const struct node *x = &folded->nodes.at[a], *y = &folded->nodes.at[b];
    const struct str *names = folded->names.items.at;
    return x->parent != y->parent ? x->parent < y->parent
                                  : str_compare(names[x->name], names[y->name]) < 0;
}

static void sort_nodes(struct folded *folded)
{
    size_t count = folded->nodes.count;
    struct arena *arena = folded->names.view->arena;
    folded->order = ARENA_NEW(arena, uint32_t, count);
    folded->starts = ARENA_NEW(arena, uint32_t, count + 1);
    for (size_t i = 1; i < count; i++) {
        folded->order[i - 1] = (uint32_t)i;
        folded->starts[folded->nodes.at[i].parent + 1]++;
    }
    for (size_t i = 0; i < count; i++)
        folded->starts[i + 1] += folded->starts[i];
    sort_ids(folded->order, count - 1, node_before, folded, *arena);
}

/* ---------------------------------------------------------------- writing */

/* What is counted on each side of a comparison is brought to one scale. */
static void put_counts(const struct folded *folded, const struct node *node, struct sink *sink)
{
    const struct comparison *comparison = folded->names.view->selection->comparison;
    for (size_t c = 0; c < folded->counts; c++) {
        int64_t count = folded->counts == 1
                            ? node->self[c]
                            : comparison_whole(comparison, (enum run_side)c, node->self[c]);
        sink_char(sink, ' ');
        sink_signed(sink, count, 0);
    }
    sink_char(sink, '\n');
}

/* Goes through the nodes, parents first, siblings by name. The text of the path grows and shrinks
 * with it. */
static bool print_lines(const struct folded *folded, struct sink *sink, struct error *error)
{
    const struct view *view = folded->names.view;
    size_t count = folded->nodes.count;
    uint32_t *next = ARENA_NEW(view->arena, uint32_t, count); /* child to go to, from `starts` */
    uint64_t *ends = ARENA_NEW(view->arena, uint64_t, count); /* of the path's text */
    struct sink path;
    sink_init_buffer(&path, view->arena, UINT64_MAX);
    for (uint32_t node = 0;;) {
        const struct node *at = &folded->nodes.at[node];
        uint32_t child = folded->starts[node] + next[node];
        if (child == folded->starts[node + 1]) {
            if (!node)
                return true;
            node = at->parent;
            continue;
        }
        next[node]++;
        path.used = ends[node];
        node = folded->order[child];
        at = &folded->nodes.at[node];
        sink_text(&path, path.used ? STR(";") : STR(""));
        sink_text(&path, folded->names.items.at[at->name]);
        ends[node] = path.used;
        if (at->self[0] || at->self[1]) {
            sink_text(sink, sink_str(&path));
            put_counts(folded, at, sink);
        }
        if (!budget_spend(view->budget, 1, error))
            return false;
    }
}

static bool folded_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct folded folded = {.names = {.view = view}, .counts = view->changes ? 2 : 1};
    if (!name_frames(&folded.names, error) || !add_nodes(&folded, error))
        return false;
    sort_nodes(&folded);
    return print_lines(&folded, sink, error);
}

const struct renderer folded_renderer = {
    .name = STR_INIT("folded"),
    .suffix = STR_INIT(".folded"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_RAW,
    .needs = VIEW_FRAMES | VIEW_TREE | VIEW_SCALED | VIEW_SIDES,
    .help = STR_INIT("Collapsed stacks, a line each, as flamegraph.pl reads them"),
    .render = folded_render,
};
