/* Frames to functions with ids. */
#include "renderers/json_functions.h"
#include "base/number.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"

static bool weigh(int64_t *flat, int64_t *cum, const struct view *view, struct error *error)
{
    const struct selection *selection = view->selection;
    struct frame_path path = {.arena = view->arena};
    size_t *seen = ARENA_NEW(view->arena, size_t, view->frames->count);
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        int64_t weight = selection->weights[stack * selection->columns];
        if (!selection->present[stack])
            continue;
        frame_path_load(&path, view->frames, stack);
        for (size_t i = 0; i < path.count; i++) {
            uint32_t frame = path.frames[i];
            if (seen[frame] != stack + 1)
                cum[frame] = number_add(cum[frame], weight);
            seen[frame] = stack + 1;
        }
        if (path.count)
            flat[path.frames[path.count - 1]] =
                number_add(flat[path.frames[path.count - 1]], weight);
        if (!budget_spend(view->budget, path.count + 1, error))
            return false;
    }
    return true;
}

bool json_functions_init(struct json_functions *functions, const struct view *view,
                         struct error *error)
{
    size_t count = view->frames->count;
    int64_t *flat = ARENA_NEW(view->arena, int64_t, count);
    int64_t *cum = ARENA_NEW(view->arena, int64_t, count);
    *functions = (struct json_functions){
        .ids = ARENA_NEW(view->arena, uint32_t, count), .flat = flat, .cum = cum};
    for (size_t i = 0; i < count; i++)
        functions->ids[i] = ID_NONE;
    return weigh(flat, cum, view, error);
}

uint32_t json_functions_id(struct json_functions *functions, const struct view *view,
                           uint32_t frame)
{
    if (functions->ids[frame] == ID_NONE) {
        functions->ids[frame] = (uint32_t)functions->frames.count;
        array_push(view->arena, &functions->frames, frame);
    }
    return functions->ids[frame];
}
