/* Columns of varints, walked from the root. */
#include "input/packed_frames.h"
#include "input/wire.h"
#include "profile/builder.h"

enum { VERSION = 1, CHANGES_VERSION = 2 };

/* A frame whose callees are being read. */
struct open_frame {
    uint32_t left;     /* callees that are still to come */
    uint32_t location; /* ID_NONE: the root's */
    uint32_t depth;    /* locations on its path */
};

struct frames_reader {
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    struct wire wire;
    struct builder builder;
    size_t columns, functions, frames;
    bool has_changes;        /* that follow the frames, and are not read */
    int64_t *scales;         /* by column */
    uint32_t *children;      /* by frame */
    uint32_t *codes;         /* by frame: 2 * function + inlined; the root's is not set */
    int64_t *own;            /* by column, then by frame */
    struct intern locations; /* by the location that they are inlined into, and function */
    ARRAY(struct open_frame) open;
    ARRAY(uint32_t) path; /* locations, root first */
};

static bool damaged(const struct frames_reader *reader, const char *what)
{
    return error_set(reader->error, ERROR_INPUT,
                     "the frames in the picture are damaged (%s); fetch or draw it anew", what);
}

/* ---------------------------------------------------------------- numbers and texts */

static size_t rest_of(const struct frames_reader *reader)
{
    return (size_t)(reader->wire.end - reader->wire.at);
}

static bool take(struct frames_reader *reader, uint64_t *value)
{
    return wire_varint(&reader->wire, value) || damaged(reader, "they end early");
}

/* A count of things of which each takes at least `bytes` bytes. */
static bool take_count(struct frames_reader *reader, size_t bytes, size_t *count)
{
    uint64_t value;
    if (!take(reader, &value))
        return false;
    if (value > rest_of(reader) / bytes || value >= UINT32_MAX)
        return damaged(reader, "a count is more than there is room for");
    *count = (size_t)value;
    return true;
}

static bool take_bytes(struct frames_reader *reader, uint64_t size, struct str *text)
{
    if (size > rest_of(reader))
        return damaged(reader, "a text goes over the end");
    *text = (struct str){(const char *)reader->wire.at, (size_t)size};
    reader->wire.at += size;
    return true;
}

static bool take_text(struct frames_reader *reader, struct str *text)
{
    uint64_t size;
    return take(reader, &size) && take_bytes(reader, size, text);
}

/* Numbers up to `most`, into `list` unless that is NULL; *sum (may be NULL) is what they add up
 * to. */
static bool take_list(struct frames_reader *reader, size_t count, uint64_t most, uint32_t *list,
                      uint64_t *sum)
{
    uint64_t value, all = 0;
    for (size_t i = 0; i < count; i++) {
        if (!take(reader, &value))
            return false;
        if (value > most)
            return damaged(reader, "a number is out of range");
        if (list)
            list[i] = (uint32_t)value;
        all += value;
    }
    if (sum)
        *sum = all;
    return budget_spend(reader->budget, count, reader->error);
}

/* ---------------------------------------------------------------- the head */

static bool read_columns(struct frames_reader *reader)
{
    struct builder *b = &reader->builder;
    if (!take_count(reader, 4, &reader->columns))
        return false;
    if (!reader->columns)
        return damaged(reader, "there is no value");
    reader->scales = ARENA_NEW(reader->arena, int64_t, reader->columns);
    for (size_t i = 0; i < reader->columns; i++) {
        struct str type, unit;
        uint64_t scale, total;
        if (!take_text(reader, &type) || !take_text(reader, &unit) || !take(reader, &scale) ||
            !take(reader, &total))
            return false;
        struct value_type pair = {builder_string(b, type), builder_string(b, unit)};
        array_push(reader->arena, &b->types, pair);
        reader->scales[i] = (int64_t)scale;
    }
    return true;
}

static bool read_files(struct frames_reader *reader, string_id **files, size_t *count)
{
    if (!take_count(reader, 1, count))
        return false;
    *files = ARENA_NEW(reader->arena, string_id, *count + 1);
    for (size_t i = 0; i < *count; i++) {
        struct str text;
        if (!take_text(reader, &text))
            return false;
        (*files)[i + 1] = builder_string(&reader->builder, text);
    }
    return budget_spend(reader->budget, *count, reader->error);
}

/* Names, after the columns of numbers about them. */
static bool read_names(struct frames_reader *reader, const uint32_t *sizes)
{
    for (size_t i = 0; i < reader->functions; i++) {
        struct function *function = &reader->builder.functions.at[i];
        struct str name;
        if (!take_bytes(reader, sizes[i], &name))
            return false;
        function->name = function->system_name = builder_string(&reader->builder, name);
    }
    return budget_spend(reader->budget, reader->functions, reader->error);
}

/* Sizes of names, of shown names, files, lines, fills, counts of suffixes, the suffixes, names. */
static bool read_functions(struct frames_reader *reader)
{
    string_id *files;
    size_t file_count;
    uint64_t shown_size, suffixes;
    struct str shown;
    if (!read_files(reader, &files, &file_count) || !take_count(reader, 6, &reader->functions))
        return false;
    size_t count = reader->functions;
    uint32_t *sizes = ARENA_NEW(reader->arena, uint32_t, count);
    uint32_t *file = ARENA_NEW(reader->arena, uint32_t, count);
    if (!take_list(reader, count, UINT32_MAX, sizes, NULL) ||
        !take_list(reader, count, UINT32_MAX, NULL, &shown_size) ||
        !take_list(reader, count, file_count, file, NULL))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t line;
        if (!take(reader, &line))
            return false;
        struct function function = {
            .id = i + 1, .file = files[file[i]], .start_line = (int64_t)(line & INT64_MAX)};
        array_push(reader->arena, &reader->builder.functions, function);
    }
    return take_list(reader, count, UINT32_MAX, NULL, NULL) &&
           take_list(reader, count, UINT32_MAX, NULL, &suffixes) &&
           (suffixes <= rest_of(reader) || damaged(reader, "they end early")) &&
           take_list(reader, (size_t)suffixes, UINT32_MAX, NULL, NULL) &&
           read_names(reader, sizes) && take_bytes(reader, shown_size, &shown);
}

/* ---------------------------------------------------------------- the frames */

static bool read_own(struct frames_reader *reader)
{
    for (size_t c = 0, n = 0; c < reader->columns; c++)
        for (size_t i = 0; i < reader->frames; i++, n++) {
            uint64_t coded;
            if (!take(reader, &coded))
                return false;
            int64_t value = (int64_t)(coded >> 1) ^ -(int64_t)(coded & 1);
            if (__builtin_mul_overflow(value, reader->scales[c], &reader->own[n]))
                return damaged(reader, "a value has more than 64 bits");
            notes_add(&reader->builder.profile.notes, NOTE_NEGATIVE_VALUES, reader->own[n] < 0);
        }
    return budget_spend(reader->budget, reader->frames, reader->error);
}

static bool read_frames(struct frames_reader *reader)
{
    uint64_t functions = reader->functions;
    if (!take_count(reader, 1 + reader->columns, &reader->frames))
        return false;
    if (!reader->frames)
        return damaged(reader, "there is no root");
    reader->children = ARENA_NEW(reader->arena, uint32_t, reader->frames);
    reader->codes = ARENA_NEW(reader->arena, uint32_t, reader->frames);
    reader->own = ARENA_NEW(reader->arena, int64_t, reader->frames * reader->columns);
    if (!take_list(reader, reader->frames, reader->frames, reader->children, NULL))
        return false;
    if (reader->frames > 1 && (!functions || functions > UINT32_MAX / 2))
        return damaged(reader, "frames are of no function");
    if (!take_list(reader, reader->frames - 1, functions ? 2 * functions - 1 : 0, reader->codes + 1,
                   NULL) ||
        !read_own(reader))
        return false;
    return reader->has_changes || !rest_of(reader) ||
           damaged(reader, "more follows than they need");
}

/* The location of a function: its own, or, inlined, that of its caller with one more line. */
static uint32_t location_of(struct frames_reader *reader, uint32_t caller, uint32_t function)
{
    struct builder *b = &reader->builder;
    const uint32_t key[] = {caller, function};
    bool fresh;
    uint32_t id = intern_add(&reader->locations, key, sizeof key, &fresh);
    if (!fresh)
        return id;
    struct location location = {.id = id + (uint64_t)1,
                                .mapping = ID_NONE,
                                .line_first = (uint32_t)b->lines.count,
                                .line_count = 1};
    array_push(reader->arena, &b->lines, ((struct line){function, 0, 0}));
    if (caller != ID_NONE) {
        struct location outer = b->locations.at[caller];
        for (uint32_t i = 0; i < outer.line_count; i++)
            array_push(reader->arena, &b->lines, b->lines.at[outer.line_first + i]);
        location.line_count += outer.line_count;
    }
    array_push(reader->arena, &b->locations, location);
    return id;
}

/* A sample of the frame's own values, if it has any; its stack is the path. */
static bool add_sample(struct frames_reader *reader, size_t frame)
{
    struct builder *b = &reader->builder;
    bool has_value = false;
    for (size_t c = 0; c < reader->columns; c++)
        has_value = has_value || reader->own[c * reader->frames + frame];
    if (!has_value)
        return budget_spend(reader->budget, 1, reader->error);
    /* Checked before: a path may be long, and there are many. */
    if (!budget_spend(reader->budget, 1 + reader->path.count, reader->error))
        return false;
    array_reserve(reader->arena, &b->stack_frames, reader->path.count);
    for (size_t i = reader->path.count; i-- > 0;)
        b->stack_frames.at[b->stack_frames.count++] = reader->path.at[i];
    array_push(reader->arena, &b->sample_stacks, builder_stack_end(b));
    array_push(reader->arena, &b->sample_labels, 0);
    for (size_t c = 0; c < reader->columns; c++)
        array_push(reader->arena, &b->values, reader->own[c * reader->frames + frame]);
    return true;
}

/* Puts a frame at the end of its caller's path. */
static void open_frame(struct frames_reader *reader, size_t frame, const struct open_frame *caller)
{
    uint32_t code = reader->codes[frame], outer = caller->location;
    bool inlined = (code & 1) && outer != ID_NONE;
    struct open_frame opened = {.left = reader->children[frame],
                                .location =
                                    location_of(reader, inlined ? outer : ID_NONE, code >> 1),
                                .depth = caller->depth + !inlined};
    /* What the caller's other callees left there. */
    reader->path.count = caller->depth;
    if (caller->depth)
        reader->path.at[caller->depth - 1] = outer;
    reader->path.count -= inlined;
    array_push(reader->arena, &reader->path, opened.location);
    array_push(reader->arena, &reader->open, opened);
}

static bool walk(struct frames_reader *reader)
{
    struct open_frame root = {reader->children[0], ID_NONE, 0};
    array_push(reader->arena, &reader->open, root);
    if (!add_sample(reader, 0))
        return false;
    for (size_t i = 1; i < reader->frames; i++) {
        while (reader->open.count && !reader->open.at[reader->open.count - 1].left)
            reader->open.count--;
        if (!reader->open.count)
            return damaged(reader, "frames without a caller");
        struct open_frame *caller = &reader->open.at[reader->open.count - 1];
        caller->left--;
        struct open_frame copy = *caller;
        open_frame(reader, i, &copy);
        if (reader->builder.lines.count > UINT32_MAX / 2)
            return error_set(reader->error, ERROR_LIMIT, "too many inlined frames");
        if (!add_sample(reader, i))
            return false;
    }
    for (size_t i = 0; i < reader->open.count; i++)
        if (reader->open.at[i].left)
            return damaged(reader, "callees are missing");
    return budget_check(reader->budget, reader->error);
}

struct profile *packed_frames_read(struct str bytes, struct arena *arena, struct budget *budget,
                                   struct error *error)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    struct frames_reader reader = {
        .arena = arena, .budget = budget, .error = error, .wire = {at, at + bytes.size}};
    uint64_t version;
    builder_init(&reader.builder, arena);
    intern_init(&reader.locations, arena);
    if (!take(&reader, &version))
        return NULL;
    reader.has_changes = version == CHANGES_VERSION;
    if (version != VERSION && !reader.has_changes) {
        error_set(error, ERROR_INPUT,
                  "the frames in the picture are of version %llu, and this render reads %d; read "
                  "it with the version that drew it",
                  (unsigned long long)version, CHANGES_VERSION);
        return NULL;
    }
    if (!read_columns(&reader) || !read_functions(&reader) || !read_frames(&reader) ||
        !walk(&reader))
        return NULL;
    notes_add(&reader.builder.profile.notes, NOTE_DRAWN_TREE, 1);
    return builder_finish(&reader.builder);
}
