/* One walk over the call tree, depth first: a call that recurs on a path counts where it is met
 * first, and not below. */
#include "renderers/details_calls.h"
#include "base/array.h"
#include "base/number.h"
#include "base/sort.h"
#include "profile/profile.h"
#include "renderers/boxes_function.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/frames.h"
#include "tree/tree.h"

/* Calls of one direction. */
struct calls {
    const struct view *view;
    ARRAY(struct details_call) items;
    uint32_t *by_name;    /* the call's index plus one; 0: none yet */
    ARRAY(uint32_t) ends; /* by call: where the nodes below the last one that counted end */
    struct str *names;    /* by call */
};

/* A number for each function's name: that of the text, or else of the binary, or of the file. */
static size_t name_number(const struct view *view, uint32_t frame)
{
    const struct frame *item = &view->frames->items[frame];
    size_t strings = view->profile->string_count;
    if (item->name)
        return item->name;
    return item->object || !item->file ? strings + item->object : 2 * strings + item->file;
}

static size_t name_numbers(const struct view *view)
{
    return 2 * view->profile->string_count + view->frames->file_count;
}

static int64_t weight_of(const struct view *view, uint32_t node)
{
    const int64_t *columns = view->tree->total + (size_t)node * view->tree->columns;
    return sides_are_shown(view) ? sides_delta(view, columns) : *columns;
}

static void add(struct calls *calls, size_t name, uint32_t frame, uint32_t at)
{
    const struct tree *tree = calls->view->tree;
    if (!calls->by_name[name]) {
        struct details_call fresh = {.frame = frame, .inlined = frame != ID_NONE};
        array_push(calls->view->arena, &calls->items, fresh);
        array_push(calls->view->arena, &calls->ends, 0);
        calls->by_name[name] = (uint32_t)calls->items.count;
    }
    uint32_t id = calls->by_name[name] - 1;
    if (at < calls->ends.at[id])
        return;
    uint32_t node = tree->order[at];
    struct details_call *call = &calls->items.at[id];
    calls->ends.at[id] = tree->ends[at];
    call->weight = number_add(call->weight, weight_of(calls->view, node));
    call->inlined = call->inlined && tree->inlined[node];
}

static bool call_before(const void *context, uint32_t a, uint32_t b)
{
    const struct calls *calls = context;
    int64_t x = number_abs(calls->items.at[a].weight), y = number_abs(calls->items.at[b].weight);
    return x != y ? x > y : str_compare(calls->names[a], calls->names[b]) < 0;
}

static const struct details_call *sorted(struct calls *calls)
{
    struct arena *arena = calls->view->arena;
    size_t count = calls->items.count;
    struct details_call *result = ARENA_NEW(arena, struct details_call, count);
    uint32_t *order = ARENA_NEW(arena, uint32_t, count);
    calls->names = ARENA_NEW(arena, struct str, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t frame = calls->items.at[i].frame;
        order[i] = i;
        if (frame != ID_NONE)
            calls->names[i] = boxes_function_name(calls->view, frame, arena);
    }
    sort_ids(order, count, call_before, calls, *arena);
    for (size_t i = 0; i < count; i++)
        result[i] = calls->items.at[order[i]];
    return result;
}

/* Notes the calls that a node of the tree stands for; whether it is marked. */
static bool pass_node(const struct view *view, const uint8_t *marks, uint32_t at, struct calls *in,
                      struct calls *out)
{
    const struct tree *tree = view->tree;
    uint32_t node = tree->order[at], parent = tree->parents[node];
    uint32_t frame = tree->node_frames[node], above = tree->node_frames[parent];
    if (marks[frame] && !parent)
        add(in, 0, ID_NONE, at);
    else if (marks[frame] && !marks[above])
        add(in, name_number(view, above), above, at);
    else if (!marks[frame] && parent && marks[above])
        add(out, name_number(view, frame), frame, at);
    return marks[frame];
}

const struct details_calls *details_calls(const struct view *view, const uint8_t *marks,
                                          struct error *error)
{
    struct details_calls *result = ARENA_NEW(view->arena, struct details_calls, 1);
    struct calls in = {.view = view}, out = {.view = view};
    in.by_name = ARENA_NEW(view->arena, uint32_t, name_numbers(view));
    out.by_name = ARENA_NEW(view->arena, uint32_t, name_numbers(view));
    for (uint32_t at = 1; at < view->tree->count; at++)
        result->frames += pass_node(view, marks, at, &in, &out);
    if (!budget_spend(view->budget, view->tree->count, error))
        return NULL;
    result->caller_count = in.items.count;
    result->callee_count = out.items.count;
    result->callers = sorted(&in);
    result->callees = sorted(&out);
    return result;
}
