/* Interning frames by their key. */
#include "select/frames.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/sink.h"
#include "select/selection.h"

#include <string.h>

struct frame_table {
    struct arena *arena;
    struct hash_table table;
    ARRAY(struct frame) items;
    ARRAY(uint32_t) functions;
    ARRAY(uint32_t) mappings;
    ARRAY(int64_t) lines;
};

static uint32_t frame_intern(struct frame_table *table, struct frame frame, uint32_t function,
                             uint32_t mapping)
{
    uint64_t hash = hash_u64((uint64_t)frame.name << 32 | frame.file) ^
                    hash_u64((uint64_t)frame.object << 32 ^ (uint64_t)frame.start_line);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&table->table, hash, &at)) != HASH_EMPTY) {
        const struct frame *item = &table->items.at[id];
        if (item->name == frame.name && item->file == frame.file && item->object == frame.object &&
            item->start_line == frame.start_line)
            return id;
    }
    id = (uint32_t)table->items.count;
    array_push(table->arena, &table->items, frame);
    array_push(table->arena, &table->functions, function);
    array_push(table->arena, &table->mappings, mapping);
    array_push(table->arena, &table->lines, 0);
    hash_table_add(&table->table, hash, id);
    return id;
}

static struct frame frame_of_function(const struct function *function, string_id object,
                                      enum granularity granularity)
{
    struct frame frame = {.name = function->name};
    if (granularity == GRANULARITY_FILEFUNCTIONS)
        frame.file = function->file;
    if (!frame.name) {
        frame.object = object;
        frame.start_line = function->start_line;
    }
    return frame;
}

/* Keeps the line to show: the function's start, or else the least line of its samples. */
static void note_line(struct frame_table *table, uint32_t frame, const struct function *function,
                      const struct line *line)
{
    int64_t *known = &table->lines.at[frame];
    int64_t seen = function->start_line > 0 ? function->start_line : line->line;
    if (seen > 0 && (!*known || seen < *known))
        *known = seen;
}

const struct frames *frames_new(const struct profile *profile, enum granularity granularity,
                                struct arena *arena)
{
    struct frames *frames = ARENA_NEW(arena, struct frames, 1);
    uint32_t *by_line = ARENA_NEW(arena, uint32_t, profile->line_count);
    uint32_t *by_location = ARENA_NEW(arena, uint32_t, profile->location_count);
    struct frame_table table = {.arena = arena};
    hash_table_init(&table.table, arena);
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        string_id object =
            location->mapping == ID_NONE ? 0 : profile->mappings[location->mapping].file;
        for (uint32_t n = 0; n < location->line_count; n++) {
            uint32_t line = location->line_first + n, function = profile->lines[line].function;
            struct frame frame =
                frame_of_function(&profile->functions[function], object, granularity);
            by_line[line] = frame_intern(&table, frame, function, location->mapping);
            note_line(&table, by_line[line], &profile->functions[function], &profile->lines[line]);
        }
        if (!location->line_count)
            by_location[i] =
                frame_intern(&table, (struct frame){.object = object}, ID_NONE, location->mapping);
    }
    *frames = (struct frames){.profile = profile,
                              .items = table.items.at,
                              .count = table.items.count,
                              .by_line = by_line,
                              .by_location = by_location,
                              .function = table.functions.at,
                              .mapping = table.mappings.at,
                              .line = table.lines.at};
    return frames;
}

struct str frame_name(const struct frames *frames, uint32_t frame, struct arena *arena)
{
    const struct frame *item = &frames->items[frame];
    const struct profile *profile = frames->profile;
    if (item->name && !item->file)
        return profile_string(profile, item->name);
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, profile_string(profile, item->name));
    if (item->file) {
        sink_text(&sink, item->name ? STR(" ") : STR(""));
        sink_text(&sink, profile_string(profile, item->file));
    } else if (item->object) {
        sink_char(&sink, '[');
        sink_text(&sink, str_base_name(profile_string(profile, item->object)));
        sink_char(&sink, ']');
    } else {
        sink_text(&sink, STR("<unknown>"));
    }
    return sink_str(&sink);
}

static void path_reserve(struct frame_path *path, size_t count)
{
    if (count <= path->room)
        return;
    size_t room = count * 2;
    path->frames = arena_grow(path->arena, path->frames, path->room * sizeof *path->frames,
                              room * sizeof *path->frames, _Alignof(uint32_t));
    path->inlined = arena_grow(path->arena, path->inlined, path->room, room, 1);
    path->room = room;
}

void frame_path_load(struct frame_path *path, const struct frames *frames,
                     const struct selection *selection, size_t stack)
{
    size_t depth;
    const uint32_t *stack_frames = selection_stack(selection, stack, &depth);
    path->count = 0;
    for (size_t i = depth; i > 0; i--) {
        uint32_t index = stack_frames[i - 1], skip = selection_line(selection, index);
        const struct location *location = &frames->profile->locations[index];
        path_reserve(path, path->count + location->line_count + 1);
        for (uint32_t n = location->line_count; n > skip; n--) {
            path->frames[path->count] = frames->by_line[location->line_first + n - 1];
            path->inlined[path->count++] = n < location->line_count;
        }
        if (!location->line_count) {
            path->frames[path->count] = frames->by_location[index];
            path->inlined[path->count++] = 0;
        }
    }
}
