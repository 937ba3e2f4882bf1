/* Names to frames. */
#include "renderers/boxes_function.h"
#include "base/arena.h"
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"
#include "options/suggest.h"
#include "renderers/json_write.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "select/frames.h"

/* Names of frames are looked at for a suggestion as long as they are not many. */
enum { MOST_CONSIDERED = 50000, LONGEST_CONSIDERED = 200 };

struct str boxes_function_name(const struct view *view, uint32_t frame, struct arena *arena)
{
    const struct frames *frames = view->frames;
    const struct frame *item = &frames->items[frame];
    struct sink sink;
    if (item->name)
        return profile_string(frames->profile, item->name);
    if (view->settings->granularity == GRANULARITY_FILES && item->file)
        return frames->files[item->file];
    if (!item->object)
        return STR("<unknown>");
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_char(&sink, '[');
    sink_text(&sink, str_base_name(profile_string(frames->profile, item->object)));
    sink_char(&sink, ']');
    return sink_str(&sink);
}

struct wanted {
    struct str name;
    bool may_be_made; /* it has what json_as_read puts into names */
};

/* Whether a text of the profile is what was asked for, as it is or as JSON has it. */
static bool is_named(struct str text, const struct wanted *wanted, struct arena scratch)
{
    return str_equal(text, wanted->name) ||
           (wanted->may_be_made && str_equal(json_as_read(text, &scratch), wanted->name));
}

/* By its function, by its name in boxes, or by that in top of the same granularity. */
static bool frame_is_named(const struct view *view, uint32_t frame, const struct wanted *wanted,
                           struct arena scratch)
{
    struct arena *arena = &scratch;
    struct str function = boxes_function_name(view, frame, arena);
    if (is_named(function, wanted, scratch))
        return true;
    if (view->frames->items[frame].name && !view->frames->items[frame].address &&
        !wanted->may_be_made && !str_starts(wanted->name, function))
        return false;
    return is_named(flame_frame_name(view->frames, frame, arena), wanted, scratch) ||
           is_named(frame_name(view->frames, frame, arena), wanted, scratch);
}

static bool unknown(const struct view *view, struct str name, struct error *error)
{
    struct suggestion suggestion = suggest_start(name);
    size_t count = view->frames->count;
    struct error_quote quote = error_quote(name);
    for (uint32_t i = 0; count <= MOST_CONSIDERED && i < count; i++) {
        struct str candidate = boxes_function_name(view, i, view->arena);
        if (candidate.size <= LONGEST_CONSIDERED && name.size <= LONGEST_CONSIDERED)
            suggest_consider(&suggestion, name, candidate);
    }
    if (!suggestion.best.size)
        return error_set(error, ERROR_USAGE, "there is no function %s in this profile", quote.text);
    struct error_quote nearest = error_quote(suggestion.best);
    return error_set(error, ERROR_USAGE,
                     "there is no function %s in this profile; did you mean %s?", quote.text,
                     nearest.text);
}

uint8_t *boxes_function_frames(const struct view *view, struct str name, struct error *error)
{
    uint8_t *marks = ARENA_NEW(view->arena, uint8_t, view->frames->count);
    struct wanted wanted = {name, str_find_str(name, STR("\xef\xbf\xbd")) != STR_NONE ||
                                      str_find_str(name, STR("\xe2\x80\xa6(")) != STR_NONE};
    bool any = false;
    for (uint32_t i = 0; i < view->frames->count; i++) {
        marks[i] = frame_is_named(view, i, &wanted, *view->arena);
        any = any || marks[i];
        if (!budget_spend(view->budget, 1, error))
            return NULL;
    }
    return any || unknown(view, name, error) ? marks : NULL;
}
