/* Stacks to paths. What a stack shares with the one before it is not walked again; of each node's
 * children the first is known to it, the others are in one table of (parent, frame). */
#include "tree/tree.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "select/frames.h"
#include "select/selection.h"

/* Where a path is after one of its locations. */
struct step {
    uint32_t node, depth;
    bool residual; /* frames were left out since */
};

struct growing {
    struct arena *arena;
    const struct frames *frames;
    const uint8_t *kept; /* by frame; NULL: all are */
    size_t columns;
    ARRAY(uint32_t) parents;
    ARRAY(uint32_t) node_frames;
    ARRAY(uint32_t) first_child; /* by node; 0: none yet */
    ARRAY(uint8_t) inlined;
    ARRAY(uint8_t) residual;
    ARRAY(int64_t) self;
    ARRAY(int64_t) total; /* until all are added up, of stacks whose last node it is */
    struct hash_table table;
    const uint32_t *locations; /* of the stack before, leaf first */
    size_t location_count;
    ARRAY(struct step) steps; /* from its root */
    uint32_t depth;           /* of the deepest node */
    uint64_t work;            /* frames passed */
};

/* Makes room in all arrays; only the first one counts. */
static void reserve_nodes(struct growing *tree)
{
    struct arena *arena = tree->arena;
    array_reserve(arena, &tree->parents, 1);
    size_t room = tree->parents.room, count = tree->parents.count;
    tree->node_frames.count = tree->first_child.count = count;
    tree->inlined.count = tree->residual.count = count;
    tree->self.count = tree->total.count = count * tree->columns;
    array_reserve(arena, &tree->node_frames, room - count);
    array_reserve(arena, &tree->first_child, room - count);
    array_reserve(arena, &tree->inlined, room - count);
    array_reserve(arena, &tree->residual, room - count);
    array_reserve(arena, &tree->self, (room - count) * tree->columns);
    array_reserve(arena, &tree->total, (room - count) * tree->columns);
}

static uint32_t add_node(struct growing *tree, uint32_t parent, uint32_t frame)
{
    if (tree->parents.count == tree->parents.room)
        reserve_nodes(tree);
    size_t node = tree->parents.count++;
    tree->parents.at[node] = parent;
    tree->node_frames.at[node] = frame;
    tree->first_child.at[node] = 0;
    tree->inlined.at[node] = 1;
    tree->residual.at[node] = 0;
    for (size_t c = node * tree->columns; c < (node + 1) * tree->columns; c++)
        tree->self.at[c] = tree->total.at[c] = 0;
    return (uint32_t)node;
}

/* The child of a node with this frame, which is not its first one; made if it is new. */
static uint32_t later_child(struct growing *tree, uint32_t parent, uint32_t frame)
{
    uint64_t hash = hash_u64((uint64_t)parent << 32 | frame);
    size_t at = hash_start(hash);
    uint32_t child;
    while ((child = hash_table_next(&tree->table, hash, &at)) != HASH_EMPTY)
        if (tree->parents.at[child] == parent && tree->node_frames.at[child] == frame)
            return child;
    child = add_node(tree, parent, frame);
    hash_table_add(&tree->table, hash, child);
    return child;
}

static struct step step_down(struct growing *tree, struct step step, uint32_t frame, bool inlined)
{
    tree->work++;
    if (tree->kept && !tree->kept[frame])
        return (struct step){step.node, step.depth, true};
    uint32_t parent = step.node, child = tree->first_child.at[parent];
    if (!child)
        tree->first_child.at[parent] = child = add_node(tree, parent, frame);
    else if (tree->node_frames.at[child] != frame)
        child = later_child(tree, parent, frame);
    tree->inlined.at[child] &= inlined;
    tree->residual.at[child] |= step.residual;
    return (struct step){child, step.depth + 1, false};
}

/* Down all frames of a location. */
static struct step pass_location(struct growing *tree, struct step step, uint32_t location)
{
    size_t count;
    const uint32_t *frames = frames_at(tree->frames, location, &count);
    for (size_t n = count; n > 0; n--)
        step = step_down(tree, step, frames[n - 1], n < count);
    return step;
}

/* How many locations, from the root on, the stack shares with the one before. */
static size_t shared_locations(const struct growing *tree, const uint32_t *locations, size_t count)
{
    size_t shared = 0, most = count < tree->location_count ? count : tree->location_count;
    while (shared < most &&
           locations[count - 1 - shared] == tree->locations[tree->location_count - 1 - shared])
        shared++;
    return shared;
}

/* Returns its last node. */
static uint32_t add_stack(struct growing *tree, size_t stack, const int64_t *weights)
{
    size_t count;
    const uint32_t *locations = profile_stack(tree->frames->profile, stack, &count);
    size_t shared = shared_locations(tree, locations, count);
    struct step step = {0, 0, false};
    if (shared)
        step = tree->steps.at[shared - 1];
    tree->steps.count = shared;
    array_reserve(tree->arena, &tree->steps, count - shared);
    for (size_t i = shared; i < count; i++) {
        step = pass_location(tree, step, locations[count - 1 - i]);
        tree->steps.at[tree->steps.count++] = step;
    }
    tree->locations = locations;
    tree->location_count = count;
    tree->depth = step.depth > tree->depth ? step.depth : tree->depth;
    for (size_t c = 0; c < tree->columns; c++) {
        int64_t *self = &tree->self.at[step.node * tree->columns + c];
        int64_t *total = &tree->total.at[step.node * tree->columns + c];
        *self = number_add(*self, step.residual ? 0 : weights[c]);
        *total = number_add(*total, weights[c]);
    }
    return step.node;
}

/* ---------------------------------------------------------------- the whole */

/* Each node's total has its children's, which come after it. */
static void add_up(struct growing *tree)
{
    size_t columns = tree->columns;
    for (size_t i = tree->parents.count - 1; i > 0; i--)
        for (size_t c = 0; c < columns; c++) {
            int64_t *parent = &tree->total.at[tree->parents.at[i] * columns + c];
            *parent = number_add(*parent, tree->total.at[i * columns + c]);
        }
}

/* Gives back what only the growing needs. */
static void free_growth(struct growing *tree)
{
    arena_release(tree->arena, tree->table.slots, tree->table.room * sizeof *tree->table.slots);
    arena_release(tree->arena, tree->first_child.at,
                  tree->first_child.room * sizeof *tree->first_child.at);
}

/* Puts the nodes in depth first order. */
static void put_in_order(struct tree *tree, struct arena *arena)
{
    uint32_t *order = ARENA_NEW(arena, uint32_t, tree->count);
    uint32_t *ends = ARENA_NEW(arena, uint32_t, tree->count);
    struct arena scratch = *arena;
    uint32_t *below = ARENA_NEW(&scratch, uint32_t, tree->count); /* nodes, by node */
    for (size_t i = tree->count - 1; i > 0; i--)
        below[tree->parents[i]] += below[i] + 1;
    uint32_t *place = below; /* after it is used: where the next child goes */
    ends[0] = (uint32_t)tree->count;
    place[0] = 1;
    for (uint32_t i = 1; i < tree->count; i++) {
        uint32_t at = place[tree->parents[i]];
        order[at] = i;
        ends[at] = at + below[i] + 1;
        place[tree->parents[i]] = ends[at];
        place[i] = at + 1;
    }
    tree->order = order;
    tree->ends = ends;
}

const struct tree *tree_new(const struct selection *selection, const struct frames *frames,
                            const uint8_t *kept, struct arena *arena, struct budget *budget,
                            struct error *error)
{
    struct growing growing = {
        .arena = arena, .frames = frames, .kept = kept, .columns = selection->columns};
    uint32_t *leaves = ARENA_NEW(arena, uint32_t, selection->profile->stack_count);
    hash_table_init(&growing.table, arena);
    add_node(&growing, 0, ID_NONE);
    growing.inlined.at[0] = 0;
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        if (!selection->present[stack])
            continue;
        growing.work = 1;
        leaves[stack] = add_stack(&growing, stack, selection->weights + stack * selection->columns);
        if (!budget_spend(budget, growing.work, error))
            return NULL;
    }
    free_growth(&growing);
    add_up(&growing);
    struct tree *tree = ARENA_NEW(arena, struct tree, 1);
    *tree = (struct tree){.frames = frames,
                          .columns = selection->columns,
                          .count = growing.parents.count,
                          .parents = growing.parents.at,
                          .node_frames = growing.node_frames.at,
                          .inlined = growing.inlined.at,
                          .residual = growing.residual.at,
                          .self = growing.self.at,
                          .total = growing.total.at,
                          .depth = growing.depth,
                          .leaves = leaves};
    put_in_order(tree, arena);
    return tree;
}
