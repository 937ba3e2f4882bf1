/* Stacks in the tree by their last node, others frame by frame. */
#include "renderers/details_reach.h"
#include "base/array.h"
#include "base/number.h"
#include "base/quote.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

#include <string.h>

/* What stacks are looked for. */
struct target {
    const uint8_t *marks;           /* through a frame that is marked; NULL: the other */
    const struct frame_path *start; /* that start with these frames */
};

static uint8_t reach_of_marks(const struct frame_path *path, const uint8_t *marks)
{
    if (path->count && marks[path->frames[path->count - 1]])
        return REACH_ENDS;
    for (size_t i = 0; i < path->count; i++)
        if (marks[path->frames[i]])
            return REACH_THROUGH;
    return REACH_NOT;
}

static uint8_t reach_of_start(const struct frame_path *path, const struct frame_path *start)
{
    if (path->count < start->count ||
        memcmp(path->frames, start->frames, start->count * sizeof *start->frames) != 0)
        return REACH_NOT;
    return path->count == start->count ? REACH_ENDS : REACH_THROUGH;
}

/* By stack, from what is known by node of the tree. */
static const uint8_t *reach_of_stacks(const struct view *view, const uint8_t *nodes,
                                      const struct target *target, struct error *error)
{
    size_t count = view->profile->stack_count;
    uint8_t *reach = ARENA_NEW(view->arena, uint8_t, count);
    struct frame_path path = {.arena = view->arena};
    if (!budget_spend(view->budget, view->tree->count, error))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        path.count = 0;
        if (view->selection->present[i]) {
            reach[i] = nodes[view->tree->leaves[i]];
        } else {
            frame_path_load(&path, view->frames, i);
            reach[i] = target->marks ? reach_of_marks(&path, target->marks)
                                     : reach_of_start(&path, target->start);
        }
        if (!budget_spend(view->budget, path.count + 1, error))
            return NULL;
    }
    return reach;
}

const uint8_t *details_reach_function(const struct view *view, const uint8_t *marks,
                                      struct error *error)
{
    const struct tree *tree = view->tree;
    uint8_t *nodes = ARENA_NEW(view->arena, uint8_t, tree->count);
    struct target target = {.marks = marks};
    for (size_t i = 1; i < tree->count; i++)
        nodes[i] = marks[tree->node_frames[i]]
                       ? REACH_ENDS
                       : (nodes[tree->parents[i]] ? REACH_THROUGH : REACH_NOT);
    return reach_of_stacks(view, nodes, &target, error);
}

/* The frames from below the root to the node. */
static struct frame_path path_to(const struct tree *tree, uint32_t node, struct arena *arena)
{
    struct frame_path path = {.arena = arena};
    for (uint32_t i = node; i; i = tree->parents[i])
        path.count++;
    path.frames = ARENA_NEW(arena, uint32_t, path.count);
    for (size_t i = path.count; i > 0; i--, node = tree->parents[node])
        path.frames[i - 1] = tree->node_frames[node];
    return path;
}

const uint8_t *details_reach_node(const struct view *view, uint32_t node, struct error *error)
{
    const struct tree *tree = view->tree;
    uint8_t *nodes = ARENA_NEW(view->arena, uint8_t, tree->count);
    struct frame_path start = path_to(tree, node, view->arena);
    struct target target = {.start = &start};
    nodes[node] = REACH_ENDS;
    for (size_t i = node + (size_t)1; i < tree->count; i++)
        nodes[i] = nodes[tree->parents[i]] ? REACH_THROUGH : REACH_NOT;
    return reach_of_stacks(view, nodes, &target, error);
}

/* ---------------------------------------------------------------- a path of numbers */

/* By node: its place in the tree's order is where children are looked for. Returns the place of the
 * child, or 0. */
static uint32_t child_at(const struct view *view, uint32_t place, int64_t function)
{
    const struct tree *tree = view->tree;
    for (uint32_t at = place + 1; at < tree->ends[place]; at = tree->ends[at])
        if (view->functions->by_frame[tree->node_frames[tree->order[at]]] == function)
            return at;
    return 0;
}

uint32_t details_node_at(const struct view *view, struct str path, struct error *error)
{
    uint32_t place = 0;
    struct error_quote quote = error_quote(path);
    for (struct str rest = path; rest.size;) {
        size_t dot = str_find(rest, '.');
        struct str part = str_slice(rest, 0, dot);
        int64_t function;
        place = number_parse_int(part, &function) ? child_at(view, place, function) : 0;
        if (!place) {
            error_set(error, ERROR_USAGE,
                      "there is no frame at %s; --at takes the numbers that boxes of the same "
                      "options gives to functions, from below the root on: 0.12.5",
                      quote.text);
            return 0;
        }
        rest = dot == STR_NONE ? STR("") : str_skip(rest, dot + 1);
    }
    return view->tree->order[place];
}
