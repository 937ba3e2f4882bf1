/* Stacks to paths, by one table of (parent, frame). */
#include "tree/tree.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "select/frames.h"
#include "select/selection.h"

struct growing {
    struct arena *arena;
    size_t columns;
    ARRAY(uint32_t) parents;
    ARRAY(uint32_t) frames;
    ARRAY(uint32_t) depths;
    ARRAY(uint32_t) last_child; /* by node: the child last looked up */
    ARRAY(uint8_t) inlined;
    ARRAY(int64_t) self;
    struct hash_table table;
};

static uint32_t add_node(struct growing *tree, uint32_t parent, uint32_t frame, uint32_t depth)
{
    uint32_t node = (uint32_t)tree->parents.count;
    array_push(tree->arena, &tree->parents, parent);
    array_push(tree->arena, &tree->frames, frame);
    array_push(tree->arena, &tree->depths, depth);
    array_push(tree->arena, &tree->last_child, 0);
    array_push(tree->arena, &tree->inlined, 1);
    for (size_t c = 0; c < tree->columns; c++)
        array_push(tree->arena, &tree->self, 0);
    return node;
}

/* The child of a node with this frame, made if it is new. */
static uint32_t child_of(struct growing *tree, uint32_t parent, uint32_t frame)
{
    uint32_t child = tree->last_child.at[parent];
    if (child && tree->frames.at[child] == frame)
        return child;
    uint64_t hash = hash_u64((uint64_t)parent << 32 | frame);
    size_t at = hash_start(hash);
    while ((child = hash_table_next(&tree->table, hash, &at)) != HASH_EMPTY)
        if (tree->parents.at[child] == parent && tree->frames.at[child] == frame)
            break;
    if (child == HASH_EMPTY) {
        child = add_node(tree, parent, frame, tree->depths.at[parent] + 1);
        hash_table_add(&tree->table, hash, child);
    }
    tree->last_child.at[parent] = child;
    return child;
}

/* Returns the leaf. */
static uint32_t add_path(struct growing *tree, const struct frame_path *path,
                         const int64_t *weights)
{
    uint32_t node = 0;
    for (size_t i = 0; i < path->count; i++) {
        node = child_of(tree, node, path->frames[i]);
        tree->inlined.at[node] &= path->inlined[i];
    }
    for (size_t c = 0; c < tree->columns; c++) {
        int64_t *self = &tree->self.at[node * tree->columns + c];
        *self = number_add(*self, weights[c]);
    }
    return node;
}

/* Each node's total is its own weight and its children's, which come after it. */
static int64_t *add_up(const struct growing *tree)
{
    size_t columns = tree->columns, count = tree->parents.count;
    int64_t *total = ARENA_NEW(tree->arena, int64_t, count * columns);
    for (size_t i = 0; i < count * columns; i++)
        total[i] = tree->self.at[i];
    for (size_t i = count - 1; i > 0; i--)
        for (size_t c = 0; c < columns; c++) {
            int64_t *parent = &total[tree->parents.at[i] * columns + c];
            *parent = number_add(*parent, total[i * columns + c]);
        }
    return total;
}

static size_t deepest(const struct growing *tree)
{
    uint32_t depth = 0;
    for (size_t i = 0; i < tree->depths.count; i++)
        depth = tree->depths.at[i] > depth ? tree->depths.at[i] : depth;
    return depth;
}

const struct tree *tree_new(const struct selection *selection, const struct frames *frames,
                            struct arena *arena, struct budget *budget, struct error *error)
{
    struct growing growing = {.arena = arena, .columns = selection->columns};
    struct frame_path path = {.arena = arena};
    uint32_t *leaves = ARENA_NEW(arena, uint32_t, selection->profile->stack_count);
    hash_table_init(&growing.table, arena);
    add_node(&growing, 0, ID_NONE, 0);
    growing.inlined.at[0] = 0;
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        if (!selection->present[stack])
            continue;
        frame_path_load(&path, frames, stack);
        leaves[stack] = add_path(&growing, &path, selection->weights + stack * selection->columns);
        if (!budget_spend(budget, path.count + 1, error))
            return NULL;
    }
    struct tree *tree = ARENA_NEW(arena, struct tree, 1);
    *tree = (struct tree){.frames = frames,
                          .columns = selection->columns,
                          .count = growing.parents.count,
                          .parents = growing.parents.at,
                          .node_frames = growing.frames.at,
                          .inlined = growing.inlined.at,
                          .self = growing.self.at,
                          .total = add_up(&growing),
                          .depth = deepest(&growing),
                          .leaves = leaves};
    return tree;
}
