/* Checked once from end to end, then read again where a file is wanted. */
#include "request/source_bundle.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/sink.h"
#include "input/wire.h"
#include "renderers/source_bundle.h"

struct bundled_file {
    struct wire lines; /* from the first line on */
    uint64_t count;
    size_t text_size;
};

struct bundled_name {
    struct str text;
    uint32_t file;
};

struct source_bundle {
    struct str bytes;        /* up to its end */
    struct hash_table table; /* of names */
    ARRAY(struct bundled_name) names;
    ARRAY(struct bundled_file) files;
};

struct reading {
    struct source_bundle *bundle;
    struct arena *arena;
    struct wire wire;
    struct budget *budget;
    struct error *error;
};

/* A size and so many bytes. */
static bool read_text(struct wire *wire, struct str *text)
{
    uint64_t size;
    if (!wire_varint(wire, &size) || size > (uint64_t)(wire->end - wire->at))
        return false;
    *text = (struct str){(const char *)wire->at, (size_t)size};
    wire->at += size;
    return true;
}

static const struct bundled_name *find(const struct source_bundle *bundle, struct str name)
{
    uint64_t hash = hash_bytes(name.at, name.size);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&bundle->table, hash, &at)) != HASH_EMPTY)
        if (str_equal(bundle->names.at[id].text, name))
            return &bundle->names.at[id];
    return NULL;
}

static bool damaged(struct reading *reading)
{
    return error_set(reading->error, ERROR_INPUT, "the source lines that travel along are damaged");
}

/* The first file of a name has it. */
static bool read_names(struct reading *reading, uint64_t count)
{
    struct source_bundle *bundle = reading->bundle;
    for (uint64_t i = 0; i < count; i++) {
        struct bundled_name name = {.file = (uint32_t)bundle->files.count};
        if (!read_text(&reading->wire, &name.text))
            return damaged(reading);
        if (!budget_spend(reading->budget, 1, reading->error))
            return false;
        if (find(bundle, name.text))
            continue;
        hash_table_add(&bundle->table, hash_bytes(name.text.at, name.text.size),
                       (uint32_t)bundle->names.count);
        array_push(reading->arena, &bundle->names, name);
    }
    return true;
}

static bool read_lines(struct reading *reading)
{
    struct bundled_file file;
    uint64_t number = 0, skipped;
    struct str line;
    if (!wire_varint(&reading->wire, &file.count))
        return damaged(reading);
    file.lines = reading->wire;
    file.text_size = 0;
    for (uint64_t i = 0; i < file.count; i++) {
        if (!wire_varint(&reading->wire, &skipped) || skipped >= SOURCE_BUNDLE_LINES - number ||
            !read_text(&reading->wire, &line))
            return damaged(reading);
        number += skipped + 1;
        file.text_size += (size_t)skipped + line.size + 1;
        if (!budget_spend(reading->budget, 1, reading->error))
            return false;
    }
    array_push(reading->arena, &reading->bundle->files, file);
    return true;
}

const struct source_bundle *source_bundle_read(struct str bytes, struct arena *arena,
                                               struct budget *budget, struct error *error)
{
    struct str magic = STR(SOURCE_BUNDLE_MAGIC), body = str_skip(bytes, magic.size);
    struct reading reading = {.bundle = ARENA_NEW(arena, struct source_bundle, 1),
                              .arena = arena,
                              .budget = budget,
                              .error = error};
    reading.wire.at = (const unsigned char *)body.at;
    reading.wire.end = reading.wire.at + body.size;
    hash_table_init(&reading.bundle->table, arena);
    if (!str_starts(bytes, magic)) {
        error_set(error, ERROR_INPUT,
                  "the source lines that travel along are not of a kind that this render knows");
        return NULL;
    }
    for (;;) {
        uint64_t names;
        if (!wire_varint(&reading.wire, &names)) {
            damaged(&reading);
            return NULL;
        }
        if (!names) {
            size_t size = (size_t)((const char *)reading.wire.at - bytes.at);
            reading.bundle->bytes = str_slice(bytes, 0, size);
            return reading.bundle;
        }
        if (!read_names(&reading, names) || !read_lines(&reading))
            return NULL;
    }
}

struct str source_bundle_bytes(const struct source_bundle *bundle)
{
    return bundle->bytes;
}

struct str source_bundle_join(const struct source_bundle *first, const struct source_bundle *second,
                              struct arena *arena)
{
    struct str magic = STR(SOURCE_BUNDLE_MAGIC), head = first->bytes;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_slice(head, 0, head.size - 1)); /* without the 0 at its end */
    sink_text(&sink, str_skip(second->bytes, magic.size));
    return sink_str(&sink);
}

bool source_bundle_text(const struct source_bundle *bundle, struct str name, struct arena *arena,
                        struct str *text)
{
    const struct bundled_name *known = find(bundle, name);
    if (!known)
        return false;
    const struct bundled_file *file = &bundle->files.at[known->file];
    struct wire wire = file->lines;
    char *at = arena_alloc(arena, file->text_size + 1, 1);
    *text = (struct str){at, file->text_size};
    for (uint64_t i = 0; i < file->count; i++) {
        uint64_t skipped = 0;
        struct str line = STR("");
        wire_varint(&wire, &skipped);
        read_text(&wire, &line);
        memset(at, '\n', (size_t)skipped);
        at += skipped;
        if (line.size)
            memcpy(at, line.at, line.size);
        at += line.size;
        *at++ = '\n';
    }
    return true;
}
