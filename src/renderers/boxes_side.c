/* The call tree, merged anew. Each node holds a list of places in the call tree that it stands for;
 * one level further, up or down, they are sorted by frame into the lists of its children. */
#include "renderers/boxes_side.h"
#include "base/array.h"
#include "base/number.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "tree/changes.h"
#include "tree/tree.h"

#include <string.h>

enum { COLUMNS = COMPARED_COLUMNS };

struct side_node {
    uint32_t parent, frame;
    uint32_t first, last; /* of its places; 0: none */
    bool inlined;
    int64_t self[COLUMNS], total[COLUMNS];
    uint64_t own;
};

/* Places are indices in the order of the tree, from 1 on. */
struct siding {
    const struct tree *tree;
    ARRAY(struct side_node) nodes;
    uint32_t *next;   /* by place: the next one in its list */
    uint32_t *cursor; /* by place, of callers: the node of the tree that it has come up to */
    uint32_t *child;  /* by frame: the child of the node at hand */
    uint32_t *stamp;  /* by frame: the node, plus one, that `child` is of */
    const uint64_t *own;
    uint64_t *size; /* by node of the tree, of callers: its own and of all below it */
    struct arena *arena;
    struct budget *budget;
};

static void append(struct siding *siding, uint32_t node, uint32_t place)
{
    struct side_node *at = &siding->nodes.at[node];
    if (at->last)
        siding->next[at->last] = place;
    else
        at->first = place;
    at->last = place;
    siding->next[place] = 0;
}

static uint32_t child_of(struct siding *siding, uint32_t parent, uint32_t frame)
{
    if (siding->stamp[frame] == parent + 1)
        return siding->child[frame];
    struct side_node node = {.parent = parent, .frame = frame, .inlined = true};
    array_push(siding->arena, &siding->nodes, node);
    siding->stamp[frame] = parent + 1;
    siding->child[frame] = (uint32_t)siding->nodes.count - 1;
    return siding->child[frame];
}

/* The child that a place goes on to, by the node of the tree that is next on its way. */
static void go_on(struct siding *siding, uint32_t parent, uint32_t place, uint32_t next)
{
    uint32_t child = child_of(siding, parent, siding->tree->node_frames[next]);
    struct side_node *at = &siding->nodes.at[child];
    at->inlined = at->inlined && siding->tree->inlined[next];
    append(siding, child, place);
}

static void add_columns(int64_t *sums, const struct tree *tree, const int64_t *values,
                        uint32_t node)
{
    for (size_t c = 0; c < tree->columns; c++)
        sums[c] = number_add(sums[c], values[node * tree->columns + c]);
}

/* Returns the number of places that went on. */
static uint64_t go_down(struct siding *siding, uint32_t node, uint32_t place)
{
    const struct tree *tree = siding->tree;
    struct side_node *at = &siding->nodes.at[node];
    uint32_t source = tree->order[place];
    uint64_t passed = 0;
    add_columns(at->total, tree, tree->total, source);
    add_columns(at->self, tree, tree->self, source);
    at->own += siding->own[source];
    for (uint32_t below = place + 1; below < tree->ends[place]; below = tree->ends[below]) {
        go_on(siding, node, below, tree->order[below]);
        passed++;
    }
    return passed;
}

static uint64_t go_up(struct siding *siding, uint32_t node, uint32_t place)
{
    const struct tree *tree = siding->tree;
    struct side_node *at = &siding->nodes.at[node];
    uint32_t source = tree->order[place], above = tree->parents[siding->cursor[place]];
    add_columns(at->total, tree, tree->total, source);
    if (!above) {
        add_columns(at->self, tree, tree->total, source);
        at->own += siding->size[source];
        return 0;
    }
    siding->cursor[place] = above;
    go_on(siding, node, place, above);
    return 1;
}

static bool pass_places(struct siding *siding, uint32_t node, enum boxes_side side,
                        struct error *error)
{
    uint32_t next;
    for (uint32_t place = siding->nodes.at[node].first; place; place = next) {
        next = siding->next[place];
        uint64_t passed =
            side == BOXES_CALLEES ? go_down(siding, node, place) : go_up(siding, node, place);
        if (!budget_spend(siding->budget, passed + 1, error))
            return false;
    }
    return true;
}

/* Depth first, so that what is near in the tree is near in memory. */
static bool grow(struct siding *siding, enum boxes_side side, struct error *error)
{
    ARRAY(uint32_t) pending = {0};
    array_push(siding->arena, &pending, 0);
    while (pending.count) {
        uint32_t node = pending.at[--pending.count], known = (uint32_t)siding->nodes.count;
        if (!pass_places(siding, node, side, error))
            return false;
        for (uint32_t child = (uint32_t)siding->nodes.count; child > known; child--)
            array_push(siding->arena, &pending, child - 1);
    }
    return true;
}

/* The outermost marks are where the root is. */
static void find_roots(struct siding *siding, const uint8_t *marks)
{
    const struct tree *tree = siding->tree;
    for (uint32_t place = 1; place < tree->count;) {
        uint32_t node = tree->order[place];
        if (!marks[tree->node_frames[node]]) {
            place++;
            continue;
        }
        append(siding, 0, place);
        if (siding->cursor)
            siding->cursor[place] = node;
        place = tree->ends[place];
    }
}

static uint64_t *sizes(const struct tree *tree, const uint64_t *own, struct arena *arena)
{
    uint64_t *size = ARENA_NEW(arena, uint64_t, tree->count);
    for (size_t i = tree->count - 1; i > 0; i--) {
        size[i] += own[i];
        size[tree->parents[i]] += size[i];
    }
    return size;
}

/* Of two sides the sizes are those of the sums, and so are the verdicts. */
static bool judge(const struct view *view, const struct boxes_tree *tree, uint64_t *own,
                  uint8_t *kinds, struct error *error)
{
    for (size_t i = 0; i < tree->count; i++) {
        own[i] = sides_width(view, tree->self + i * COLUMNS);
        kinds[i] = (uint8_t)changes_of(view->changes, tree->total + i * COLUMNS).kind;
    }
    return budget_spend(view->budget, tree->count, error);
}

static const struct boxes_tree *columns(const struct siding *siding, const struct view *view,
                                        struct error *error)
{
    struct arena *arena = siding->arena;
    size_t count = siding->nodes.count, width = siding->tree->columns;
    struct boxes_tree *tree = ARENA_NEW(arena, struct boxes_tree, 1);
    uint32_t *parents = ARENA_NEW(arena, uint32_t, count);
    uint32_t *node_frames = ARENA_NEW(arena, uint32_t, count);
    uint8_t *inlined = ARENA_NEW(arena, uint8_t, count), *kinds = NULL;
    int64_t *self = ARENA_NEW(arena, int64_t, count * width);
    int64_t *total = ARENA_NEW(arena, int64_t, count * width);
    uint64_t *own = ARENA_NEW(arena, uint64_t, count);
    for (size_t i = 0; i < count; i++) {
        const struct side_node *node = &siding->nodes.at[i];
        parents[i] = node->parent;
        node_frames[i] = node->frame;
        inlined[i] = node->inlined;
        memcpy(self + i * width, node->self, width * sizeof *self);
        memcpy(total + i * width, node->total, width * sizeof *total);
        own[i] = node->own;
    }
    if (sides_are_shown(view))
        kinds = ARENA_NEW(arena, uint8_t, count);
    *tree =
        (struct boxes_tree){count, parents, node_frames, inlined, width, self, total, own, kinds};
    return kinds && !judge(view, tree, own, kinds, error) ? NULL : tree;
}

const struct boxes_tree *boxes_side(const struct view *view, const uint8_t *marks,
                                    enum boxes_side side, const uint64_t *own, struct error *error)
{
    const struct tree *tree = view->tree;
    struct siding siding = {.tree = tree, .own = own, .arena = view->arena, .budget = view->budget};
    struct side_node root = {.frame = ID_NONE};
    siding.next = ARENA_NEW(view->arena, uint32_t, tree->count);
    siding.child = ARENA_NEW(view->arena, uint32_t, view->frames->count);
    siding.stamp = ARENA_NEW(view->arena, uint32_t, view->frames->count);
    if (side == BOXES_CALLERS) {
        siding.cursor = ARENA_NEW(view->arena, uint32_t, tree->count);
        siding.size = sizes(tree, own, view->arena);
    }
    array_push(view->arena, &siding.nodes, root);
    find_roots(&siding, marks);
    if (!budget_spend(view->budget, tree->count, error) || !grow(&siding, side, error))
        return NULL;
    return columns(&siding, view, error);
}
