/* Interning frames by their key. */
#include "select/frames.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/sink.h"
#include "profile/name.h"
#include "select/path.h"

#include <string.h>

/* Distinct texts; number 0 is empty. */
struct text_table {
    struct hash_table table;
    ARRAY(struct str) texts;
};

struct frame_table {
    const struct frames_options *options;
    const struct profile *profile;
    struct arena *arena;
    struct hash_table table;
    ARRAY(struct frame) items;
    ARRAY(uint32_t) functions;
    ARRAY(uint32_t) mappings;
    ARRAY(int64_t) lines;
    struct text_table files, packages;
    uint32_t *file_of; /* by string: its file plus one; 0: not yet */
};

static bool same_frame(const struct frame *a, const struct frame *b)
{
    return a->name == b->name && a->file == b->file && a->package == b->package &&
           a->object == b->object && a->address == b->address && a->start_line == b->start_line &&
           a->line == b->line && a->column == b->column;
}

static uint64_t frame_hash(const struct frame *frame)
{
    uint64_t words[] = {(uint64_t)frame->name << 32 | (frame->file ^ frame->package),
                        (uint64_t)frame->object << 32 ^ (uint64_t)frame->start_line, frame->address,
                        (uint64_t)frame->line << 20 ^ (uint64_t)frame->column};
    return hash_bytes(words, sizeof words);
}

static uint32_t frame_intern(struct frame_table *table, struct frame frame, uint32_t function,
                             uint32_t mapping)
{
    uint64_t hash = frame_hash(&frame);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&table->table, hash, &at)) != HASH_EMPTY)
        if (same_frame(&table->items.at[id], &frame))
            return id;
    id = (uint32_t)table->items.count;
    array_push(table->arena, &table->items, frame);
    array_push(table->arena, &table->functions, function);
    array_push(table->arena, &table->mappings, mapping);
    array_push(table->arena, &table->lines, 0);
    hash_table_add(&table->table, hash, id);
    return id;
}

static uint32_t text_intern(struct text_table *table, struct str text, struct arena *arena)
{
    uint64_t hash = hash_bytes(text.at, text.size);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&table->table, hash, &at)) != HASH_EMPTY)
        if (str_equal(table->texts.at[id], text))
            return id;
    id = (uint32_t)table->texts.count;
    array_push(arena, &table->texts, text);
    hash_table_add(&table->table, hash, id);
    return id;
}

static void text_table_init(struct text_table *table, struct arena *arena)
{
    hash_table_init(&table->table, arena);
    text_intern(table, STR(""), arena);
}

/* The file of a path, trimmed and cleaned. */
static uint32_t file_of(struct frame_table *table, string_id path)
{
    const struct frames_options *options = table->options;
    if (!table->file_of[path]) {
        struct str text = profile_string(table->profile, path);
        if (!options->keep_paths)
            text = path_trim(text, options->trim_path, options->source_path);
        text = text.size ? path_clean(text, table->arena) : text;
        table->file_of[path] = text_intern(&table->files, text, table->arena) + 1;
    }
    return table->file_of[path] - 1;
}

/* The frame of a function's package; NULL: of code without a symbol. */
static struct frame frame_of_package(struct frame_table *table, const struct location *location,
                                     const struct function *function)
{
    const struct profile *profile = table->profile;
    struct name_source source = {.name = STR(""), .file = STR(""), .object = STR("")};
    if (function) {
        source.name = profile_string(profile, function->name);
        source.file = profile_string(profile, function->file);
    }
    if (location->mapping != ID_NONE)
        source.object = profile_string(profile, profile->mappings[location->mapping].file);
    struct str package = name_package(&source);
    package = package.size ? package : source.name;
    return (struct frame){.package = text_intern(&table->packages, package, table->arena)};
}

static struct frame frame_of_line(struct frame_table *table, const struct location *location,
                                  const struct line *line)
{
    const struct function *function = &table->profile->functions[line->function];
    enum granularity granularity = table->options->granularity;
    if (granularity == GRANULARITY_PACKAGES)
        return frame_of_package(table, location, function);
    struct frame frame = {.name = granularity == GRANULARITY_FILES ? 0 : function->name};
    if (granularity >= GRANULARITY_FILEFUNCTIONS)
        frame.file = file_of(table, function->file);
    if (granularity >= GRANULARITY_LINES)
        frame.line = line->line;
    if (granularity == GRANULARITY_ADDRESSES ||
        (granularity == GRANULARITY_LINES && table->options->show_columns))
        frame.column = line->column;
    if (granularity == GRANULARITY_ADDRESSES)
        frame.address = location->address;
    bool is_plain = table->options->plain_files && granularity == GRANULARITY_FILES && frame.file;
    if ((!frame.name && !is_plain) || table->options->with_objects) {
        frame.start_line = function->start_line;
        if (location->mapping != ID_NONE)
            frame.object = table->profile->mappings[location->mapping].file;
    }
    return frame;
}

static struct frame frame_of_location(struct frame_table *table, const struct location *location)
{
    if (table->options->granularity == GRANULARITY_PACKAGES)
        return frame_of_package(table, location, NULL);
    struct frame frame = {.name = 0};
    if (location->mapping != ID_NONE)
        frame.object = table->profile->mappings[location->mapping].file;
    if (table->options->granularity == GRANULARITY_ADDRESSES)
        frame.address = location->address;
    return frame;
}

/* Keeps the line to show: the function's start, or else the least line of its samples. A package
 * has none. */
static void note_line(struct frame_table *table, uint32_t frame, const struct line *line)
{
    if (table->options->granularity == GRANULARITY_PACKAGES)
        return;
    const struct function *function = &table->profile->functions[line->function];
    int64_t *known = &table->lines.at[frame];
    int64_t seen = function->start_line > 0 ? function->start_line : line->line;
    if (seen > 0 && (!*known || seen < *known))
        *known = seen;
}

static const struct str *members_of(const struct text_table *packages, struct arena *arena)
{
    struct str *members = ARENA_NEW(arena, struct str, packages->texts.count);
    for (size_t i = 1; i < packages->texts.count; i++) {
        struct sink sink;
        sink_init_buffer(&sink, arena, UINT64_MAX);
        sink_text(&sink, packages->texts.at[i]);
        sink_text(&sink, STR(".X"));
        members[i] = sink_str(&sink);
    }
    return members;
}

const struct frames *frames_new(const struct profile *profile, const struct frames_options *options,
                                struct arena *arena)
{
    struct frames *frames = ARENA_NEW(arena, struct frames, 1);
    uint32_t *by_line = ARENA_NEW(arena, uint32_t, profile->line_count);
    uint32_t *by_location = ARENA_NEW(arena, uint32_t, profile->location_count);
    struct frame_table table = {.options = options, .profile = profile, .arena = arena};
    hash_table_init(&table.table, arena);
    text_table_init(&table.files, arena);
    text_table_init(&table.packages, arena);
    table.file_of = ARENA_NEW(arena, uint32_t, profile->string_count);
    for (size_t i = 0; i < profile->location_count; i++) {
        const struct location *location = &profile->locations[i];
        for (uint32_t n = 0; n < location->line_count; n++) {
            const struct line *line = &profile->lines[location->line_first + n];
            uint32_t frame = frame_intern(&table, frame_of_line(&table, location, line),
                                          line->function, location->mapping);
            by_line[location->line_first + n] = frame;
            note_line(&table, frame, line);
        }
        if (!location->line_count)
            by_location[i] = frame_intern(&table, frame_of_location(&table, location), ID_NONE,
                                          location->mapping);
    }
    *frames = (struct frames){.profile = profile,
                              .items = table.items.at,
                              .count = table.items.count,
                              .files = table.files.texts.at,
                              .file_count = table.files.texts.count,
                              .packages = table.packages.texts.at,
                              .members = members_of(&table.packages, arena),
                              .by_line = by_line,
                              .by_location = by_location,
                              .function = table.functions.at,
                              .mapping = table.mappings.at,
                              .line = table.lines.at};
    return frames;
}

/* ---------------------------------------------------------------- names */

static void print_place(const struct frames *frames, const struct frame *item, struct sink *sink)
{
    const struct profile *profile = frames->profile;
    const char *space = sink->used ? " " : "";
    if (item->line) {
        sink_text(sink, str_from_c(space));
        sink_text(sink, frames->files[item->file]);
        sink_print(sink, ":%lld", (long long)item->line);
        if (item->column)
            sink_print(sink, ":%lld", (long long)item->column);
    } else if (item->file) {
        sink_text(sink, str_from_c(space));
        sink_text(sink, frames->files[item->file]);
    } else if (item->name) {
        return;
    } else if (item->object) {
        sink_text(sink, str_from_c(space));
        sink_char(sink, '[');
        sink_text(sink, str_base_name(profile_string(profile, item->object)));
        sink_char(sink, ']');
    } else {
        sink_text(sink, str_from_c(space));
        sink_text(sink, STR("<unknown>"));
    }
}

struct str frame_name(const struct frames *frames, uint32_t frame, struct arena *arena)
{
    const struct frame *item = &frames->items[frame];
    struct str name = profile_string(frames->profile, item->name);
    if (item->package)
        return frames->packages[item->package];
    if (item->name && !item->file && !item->line && !item->address)
        return name;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (item->address)
        sink_print(&sink, "%016llx", (unsigned long long)item->address);
    if (item->name) {
        sink_text(&sink, item->address ? STR(" ") : STR(""));
        sink_text(&sink, name);
    }
    print_place(frames, item, &sink);
    return sink_str(&sink);
}

struct name_source frame_name_source(const struct frames *frames, uint32_t frame)
{
    const struct profile *profile = frames->profile;
    uint32_t function = frames->function[frame], mapping = frames->mapping[frame];
    struct name_source source = {.name = STR(""), .file = STR(""), .object = STR("")};
    if (function != ID_NONE) {
        source.name = profile_string(profile, profile->functions[function].name);
        source.file = profile_string(profile, profile->functions[function].file);
    }
    if (mapping != ID_NONE) {
        source.object = profile_string(profile, profile->mappings[mapping].file);
        source.is_main_object = mapping == profile_main_mapping(profile);
    }
    return source;
}

int frame_compare(const struct frames *frames, uint32_t a, struct str name_a, uint32_t b,
                  struct str name_b)
{
    uint64_t x = frames->items[a].address, y = frames->items[b].address;
    if (x && y && x != y)
        return x < y ? -1 : 1;
    return str_compare(name_a, name_b);
}

/* ---------------------------------------------------------------- paths */

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

void frame_path_load(struct frame_path *path, const struct frames *frames, size_t stack)
{
    size_t depth;
    const uint32_t *stack_frames = profile_stack(frames->profile, stack, &depth);
    path->count = 0;
    for (size_t i = depth; i > 0; i--) {
        uint32_t index = stack_frames[i - 1];
        const struct location *location = &frames->profile->locations[index];
        path_reserve(path, path->count + location->line_count + 1);
        for (uint32_t n = location->line_count; n > 0; n--) {
            path->frames[path->count] = frames->by_line[location->line_first + n - 1];
            path->inlined[path->count++] = n < location->line_count;
        }
        if (!location->line_count) {
            path->frames[path->count] = frames->by_location[index];
            path->inlined[path->count++] = 0;
        }
    }
}
