/* Frames to names and places. */
#include "renderers/frame_place.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/path.h"

static struct str file_of(const struct view *view, uint32_t frame)
{
    const struct frames *frames = view->frames;
    uint32_t function = frames->function[frame];
    if (view->settings->granularity == GRANULARITY_PACKAGES)
        return STR("");
    if (frames->items[frame].file || function == ID_NONE)
        return frames->files[frames->items[frame].file];
    struct str path = profile_string(frames->profile, frames->profile->functions[function].file);
    path = path_trim(path, view->settings->trim_path, view->settings->source_path);
    return path.size ? path_clean(path, view->arena) : path;
}

static struct str name_of(const struct view *view, uint32_t frame)
{
    const struct frame *item = &view->frames->items[frame];
    struct str name = profile_string(view->frames->profile, item->name);
    struct sink sink;
    if (!item->name)
        return frame_name(view->frames, frame, view->arena);
    if (!item->address)
        return name;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    sink_print(&sink, "%016llx ", (unsigned long long)item->address);
    sink_text(&sink, name);
    return sink_str(&sink);
}

struct name_source frame_source(const struct view *view, uint32_t frame)
{
    const struct frames *frames = view->frames;
    const struct profile *profile = frames->profile;
    uint32_t function = frames->function[frame], mapping = frames->mapping[frame];
    struct name_source source = {.name = profile_string(profile, frames->items[frame].name),
                                 .file = STR(""),
                                 .object = STR(""),
                                 .is_main_object = mapping == 0};
    if (function != ID_NONE)
        source.file = profile_string(profile, profile->functions[function].file);
    if (mapping != ID_NONE)
        source.object = profile_string(profile, profile->mappings[mapping].file);
    if (frames->items[frame].package)
        source.name = frames->members[frames->items[frame].package];
    return source;
}

struct frame_place frame_place(const struct view *view, uint32_t frame)
{
    const struct frames *frames = view->frames;
    struct frame_place place = {.name = name_of(view, frame), .file = file_of(view, frame)};
    struct name_source source = frame_source(view, frame);
    int granularity = view->settings->granularity;
    if (granularity == GRANULARITY_LINES || granularity == GRANULARITY_ADDRESSES)
        place.line = frames->items[frame].line;
    else if (granularity != GRANULARITY_FILES)
        place.line = frames->line[frame];
    place.package = source.name.size ? name_package(&source) : STR("");
    if (frames->items[frame].package)
        place.package = frames->packages[frames->items[frame].package];
    return place;
}
