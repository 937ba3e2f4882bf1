/* profile.proto by hand, a top-level field at a time, in one pass; then ids and string indices are
 * resolved. */
#include "input/pprof.h"
#include "input/pprof_reader.h"
#include "input/stream.h"

static bool read_comments(struct reader *reader, const struct wire_field *field)
{
    string_id comment;
    uint64_t index;
    struct wire wire = field->bytes;
    if (field->type == WIRE_VARINT) {
        reader_string_index(reader, field->value, reader->message_at, &comment);
        array_push(reader->arena, &reader->builder.comments, comment);
        return true;
    }
    while (wire.at < wire.end) {
        const unsigned char *at = wire.at;
        if (!wire_varint(&wire, &index))
            return reader_bad_field(reader, &wire);
        reader_string_index(reader, index, at, &comment);
        array_push(reader->arena, &reader->builder.comments, comment);
    }
    return true;
}

static bool read_header(struct reader *reader, const struct wire_field *field)
{
    struct profile *profile = &reader->builder.profile;
    const unsigned char *at = reader->message_at;
    switch (field->number) {
    case 7:
        return reader_string_index(reader, field->value, at, &profile->drop_frames);
    case 8:
        return reader_string_index(reader, field->value, at, &profile->keep_frames);
    case 9:
        if (reader->have_time)
            return reader_bad_at(
                reader, reader->message_offset,
                "a second profile begins here: two files were concatenated; give them to "
                "render one by one, it merges them");
        profile->time_ns = (int64_t)field->value;
        reader->have_time = field->value != 0;
        return true;
    case 10:
        profile->duration_ns = (int64_t)field->value;
        return true;
    case 12:
        profile->period = (int64_t)field->value;
        return true;
    case 14:
        return reader_string_index(reader, field->value, at, &profile->default_type);
    default:
        return reader_string_index(reader, field->value, at, &profile->doc_url);
    }
}

static bool read_type(struct reader *reader, struct wire wire)
{
    struct value_type type = {0};
    if (!reader_message(reader, wire, reader_value_type, &type))
        return false;
    array_push(reader->arena, &reader->builder.types, type);
    return true;
}

static bool read_period_type(struct reader *reader, struct wire wire)
{
    reader->builder.profile.period_type = (struct value_type){0};
    return reader_message(reader, wire, reader_value_type, &reader->builder.profile.period_type);
}

typedef bool message_reader(struct reader *reader, struct wire wire);

static message_reader *const MESSAGES[] = {
    [1] = read_type,       [2] = reader_sample, [3] = reader_mapping,   [4] = reader_location,
    [5] = reader_function, [6] = reader_string, [11] = read_period_type};

enum { FIELD_COMMENTS = 13, FIELD_LAST = 15 };

static bool read_field(struct reader *reader, const struct wire_field *field)
{
    if (field->number < 1 || field->number > FIELD_LAST)
        return true;
    message_reader *message =
        field->number < sizeof MESSAGES / sizeof *MESSAGES ? MESSAGES[field->number] : NULL;
    struct wire here = {reader->message_at, reader->message_at};
    if (message)
        return reader_is_type(reader, &here, field, WIRE_BYTES) && message(reader, field->bytes);
    if (field->number == FIELD_COMMENTS && field->type == WIRE_BYTES)
        return read_comments(reader, field);
    if (!reader_is_type(reader, &here, field, WIRE_VARINT))
        return false;
    return field->number == FIELD_COMMENTS ? read_comments(reader, field)
                                           : read_header(reader, field);
}

/* The next varint across blocks: true and the value; false with an error. */
static bool next_varint(struct reader *reader, uint64_t *value)
{
    *value = 0;
    for (unsigned i = 0; i < 10; i++) {
        int byte = stream_byte(reader->stream, reader->error);
        if (byte == -2)
            return false;
        if (byte == -1)
            return reader_bad_at(reader, stream_offset(reader->stream),
                                 "the profile ends inside a field: a truncated file?");
        *value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte < 0x80)
            return true;
    }
    return reader_bad_at(reader, reader->message_offset,
                         "a number is longer than 10 bytes; the file is damaged or is no profile");
}

static bool ends_early(struct reader *reader, uint64_t size)
{
    if (reader->error->kind != ERROR_INPUT || reader->error->text[0])
        return false;
    return error_set(
        reader->error, ERROR_INPUT,
        "byte %llu of the profile: a field of %llu bytes begins here, but the data ends "
        "at byte %llu: a truncated file?",
        (unsigned long long)reader->message_offset, (unsigned long long)size,
        (unsigned long long)stream_offset(reader->stream));
}

/* Reads one top-level field. */
static bool next_field(struct reader *reader)
{
    struct wire_field field = {0};
    uint64_t tag, size = 0;
    const unsigned char *at;
    reader->message_offset = stream_offset(reader->stream);
    if (!next_varint(reader, &tag))
        return false;
    field.number = tag >> 3;
    field.type = tag & 7;
    switch (field.type) {
    case WIRE_VARINT:
        if (!next_varint(reader, &field.value))
            return false;
        reader->message_at = NULL;
        reader->message_size = 0;
        return read_field(reader, &field);
    case WIRE_FIXED64:
    case WIRE_FIXED32:
        size = field.type == WIRE_FIXED64 ? 8 : 4;
        break;
    case WIRE_BYTES:
        if (!next_varint(reader, &size))
            return false;
        break;
    default:
        return reader_bad_at(
            reader, reader->message_offset,
            "this is no protocol-buffer field; the file is damaged or is no profile");
    }
    if (field.number < 1 || field.number > FIELD_LAST || field.type != WIRE_BYTES)
        return (stream_skip(reader->stream, size, reader->error) || ends_early(reader, size)) &&
               read_field(reader, &field);
    if (!stream_take(reader->stream, size, &at, reader->error))
        return ends_early(reader, size);
    reader->message_at = at;
    reader->message_size = (size_t)size;
    reader->message_offset = stream_offset(reader->stream) - size;
    field.bytes = (struct wire){at, at + size};
    return read_field(reader, &field);
}

/* ---------------------------------------------------------------- resolving */

static void resolve_string(const struct reader *reader, string_id *id)
{
    *id = reader->strings.at[*id];
}

static void resolve_strings(struct reader *reader)
{
    struct builder *b = &reader->builder;
    struct profile *profile = &b->profile;
    for (size_t i = 0; i < b->types.count; i++) {
        resolve_string(reader, &b->types.at[i].type);
        resolve_string(reader, &b->types.at[i].unit);
    }
    for (size_t i = 0; i < b->mappings.count; i++) {
        resolve_string(reader, &b->mappings.at[i].file);
        resolve_string(reader, &b->mappings.at[i].build_id);
    }
    for (size_t i = 0; i < b->functions.count; i++) {
        resolve_string(reader, &b->functions.at[i].name);
        resolve_string(reader, &b->functions.at[i].system_name);
        resolve_string(reader, &b->functions.at[i].file);
    }
    for (size_t i = 0; i < b->labels.count; i++) {
        resolve_string(reader, &b->labels.at[i].key);
        resolve_string(reader, &b->labels.at[i].text);
        resolve_string(reader, &b->labels.at[i].unit);
    }
    for (size_t i = 0; i < b->comments.count; i++)
        resolve_string(reader, &b->comments.at[i]);
    string_id *header[] = {&profile->default_type,     &profile->period_type.type,
                           &profile->period_type.unit, &profile->drop_frames,
                           &profile->keep_frames,      &profile->doc_url};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        resolve_string(reader, header[i]);
}

/* The slot that was used but never defined, if there is one. */
static bool check_defined(struct reader *reader, const struct idmap *map, const char *user,
                          const char *what)
{
    uint32_t slot = idmap_undefined(map);
    if (slot == ID_NONE)
        return true;
    return error_set(
        reader->error, ERROR_INPUT,
        "byte %llu of the profile: a %s names %s %llu, which the profile does not hold",
        (unsigned long long)idmap_offset(map, slot), user, what,
        (unsigned long long)idmap_id(map, slot));
}

static void resolve_ids(struct reader *reader)
{
    struct builder *b = &reader->builder;
    for (size_t i = 0; i < b->stack_frames.count; i++)
        b->stack_frames.at[i] = idmap_index(&reader->locations, b->stack_frames.at[i]);
    for (size_t i = 0; i < b->lines.count; i++)
        b->lines.at[i].function = idmap_index(&reader->functions, b->lines.at[i].function);
    for (size_t i = 0; i < b->locations.count; i++) {
        uint32_t *mapping = &b->locations.at[i].mapping;
        if (*mapping == ID_NONE)
            continue;
        *mapping = idmap_index(&reader->mappings, *mapping);
        if (*mapping == ID_NONE)
            notes_add(&b->profile.notes, NOTE_UNKNOWN_MAPPING, 1);
    }
}

static bool resolve(struct reader *reader)
{
    struct builder *b = &reader->builder;
    if (!reader->strings.count)
        return error_set(reader->error, ERROR_INPUT,
                         "there is no string table: this is no profile, or only its beginning");
    if (reader->largest_string >= reader->strings.count)
        return error_set(reader->error, ERROR_INPUT,
                         "byte %llu of the profile: string %lld of %zu; a truncated file?",
                         (unsigned long long)reader->largest_string_offset,
                         (long long)reader->largest_string, reader->strings.count);
    if (reader->samples && !b->types.count)
        return error_set(
            reader->error, ERROR_INPUT,
            "there are samples but no sample types: the producer wrote half a profile");
    if (reader->samples && reader->width != b->types.count)
        return reader_value_count_wrong(reader, 0, reader->value_offset, reader->width,
                                        b->types.count);
    if (!check_defined(reader, &reader->locations, "sample", "location") ||
        !check_defined(reader, &reader->functions, "line", "function"))
        return false;
    resolve_strings(reader);
    resolve_ids(reader);
    notes_add(&b->profile.notes, NOTE_NEGATIVE_VALUES, reader->negative);
    return true;
}

struct profile *pprof_read(struct stream *stream, struct arena *arena, struct budget *budget,
                           unsigned ceiling_per_byte, struct error *error)
{
    struct reader reader = {.stream = stream, .arena = arena, .budget = budget, .error = error};
    builder_init(&reader.builder, arena);
    intern_init(&reader.stacks, arena);
    intern_init(&reader.label_bytes, arena);
    reader.pending = ARENA_NEW(arena, struct pending, PENDING);
    idmap_init(&reader.locations, arena);
    idmap_init(&reader.functions, arena);
    idmap_init(&reader.mappings, arena);
    /* So that a place in them is never an offset from NULL. */
    array_reserve(arena, &reader.stack_bytes, 1);
    array_reserve(arena, &reader.label_ids, 1);
    size_t base = arena->store->ceiling;
    while (!stream_ended(stream, error)) {
        if (error->kind || !next_field(&reader) || !budget_spend(budget, 1, error))
            return NULL;
        if (ceiling_per_byte)
            arena->store->ceiling = base + ceiling_per_byte * (size_t)stream_offset(stream);
    }
    if (!error->kind && stream_offset(stream) == 0)
        error_set(error, ERROR_INPUT, "there is nothing in it: was the profiler interrupted?");
    return !error->kind && reader_flush(&reader) && resolve(&reader)
               ? builder_finish(&reader.builder)
               : NULL;
}
