/* profile.proto by hand, a message at a time.
 *
 * The hot message is the sample. Its packed location ids are hashed and compared as the bytes they
 * are: a stack seen before costs no varint decoding. The same holds for its labels. Everything may
 * come in any order, so ids and string indices are kept as read and resolved at the end. */
#include "input/pprof.h"
#include "input/idmap.h"
#include "input/stream.h"
#include "input/wire.h"
#include "profile/builder.h"

#include <string.h>

#define RAW(index) ((string_id)(index)) /* a string index of the file, until resolved */

struct pending;

enum { PENDING = 64 };

struct reader {
    struct builder builder;
    struct stream *stream;
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    uint64_t message_offset;         /* of the message being read */
    const unsigned char *message_at; /* its bytes */
    size_t message_size;
    struct idmap locations, functions, mappings;
    ARRAY(string_id) strings;  /* of the file, by index: interned */
    struct intern stacks;      /* by the bytes of their location ids */
    struct intern label_bytes; /* labels by their bytes */
    ARRAY(uint32_t) label_of;  /* their index, or ID_NONE */
    ARRAY(unsigned char) stack_bytes;
    ARRAY(uint32_t) label_ids;
    struct pending *pending; /* PENDING of them */
    size_t pending_count;
    uint64_t samples;
    size_t width; /* values of the first sample */
    uint64_t largest_string, largest_string_offset;
    bool have_time, have_width;
    uint64_t value_offset; /* of the first sample, for the message about its values */
    uint64_t negative;
};

/* The offset of a place in the message; of the message for bytes that were joined elsewhere. */
static uint64_t offset_of(const struct reader *reader, const unsigned char *at)
{
    uintptr_t distance = (uintptr_t)at - (uintptr_t)reader->message_at;
    return reader->message_offset + (distance <= reader->message_size ? distance : 0);
}

static bool bad_at(struct reader *reader, uint64_t offset, const char *what)
{
    return error_set(reader->error, ERROR_INPUT, "byte %llu of the profile: %s",
                     (unsigned long long)offset, what);
}

static bool bad_field(struct reader *reader, const struct wire *wire)
{
    return bad_at(reader, offset_of(reader, wire->at),
                  "this is no whole protocol-buffer field; the file is damaged or is no profile");
}

static bool is_type(struct reader *reader, const struct wire *wire, const struct wire_field *field,
                    unsigned type)
{
    return field->type == type ||
           bad_at(reader, offset_of(reader, wire->at),
                  "a field has the wrong wire type; the file is damaged or is no profile");
}

/* Remembers a string index for the range check at the end. */
static bool string_index(struct reader *reader, uint64_t index, const unsigned char *at,
                         string_id *out)
{
    if (index > reader->largest_string) {
        reader->largest_string = index;
        reader->largest_string_offset = offset_of(reader, at);
    }
    *out = RAW(index < ID_NONE ? index : ID_NONE - 1);
    return true;
}

/* ---------------------------------------------------------------- small messages */

/* One field of a message: where its value goes is the message's business. */
typedef bool field_reader(struct reader *reader, const struct wire *wire,
                          const struct wire_field *field, void *message);

static bool read_message(struct reader *reader, struct wire wire, field_reader *read, void *message)
{
    struct wire_field field;
    while (wire.at < wire.end) {
        struct wire before = wire;
        if (!wire_field(&wire, &field))
            return bad_field(reader, &wire);
        if (!read(reader, &before, &field, message))
            return false;
    }
    return true;
}

static bool value_type_field(struct reader *reader, const struct wire *wire,
                             const struct wire_field *field, void *message)
{
    struct value_type *type = message;
    if (field->number != 1 && field->number != 2)
        return true;
    return is_type(reader, wire, field, WIRE_VARINT) &&
           string_index(reader, field->value, wire->at,
                        field->number == 1 ? &type->type : &type->unit);
}

static bool label_field(struct reader *reader, const struct wire *wire,
                        const struct wire_field *field, void *message)
{
    struct label *label = message;
    if (field->number < 1 || field->number > 4)
        return true;
    if (!is_type(reader, wire, field, WIRE_VARINT))
        return false;
    if (field->number == 3) {
        label->number = (int64_t)field->value;
        return true;
    }
    return string_index(reader, field->value, wire->at,
                        field->number == 1   ? &label->key
                        : field->number == 2 ? &label->text
                                             : &label->unit);
}

static bool mapping_field(struct reader *reader, const struct wire *wire,
                          const struct wire_field *field, void *message)
{
    struct mapping *mapping = message;
    if (field->number < 1 || field->number > 10)
        return true;
    if (!is_type(reader, wire, field, WIRE_VARINT))
        return false;
    switch (field->number) {
    case 1:
        mapping->id = field->value;
        return true;
    case 2:
        mapping->start = field->value;
        return true;
    case 3:
        mapping->limit = field->value;
        return true;
    case 4:
        mapping->offset = field->value;
        return true;
    case 5:
        return string_index(reader, field->value, wire->at, &mapping->file);
    case 6:
        return string_index(reader, field->value, wire->at, &mapping->build_id);
    case 7:
        mapping->has_functions = field->value;
        return true;
    case 8:
        mapping->has_filenames = field->value;
        return true;
    case 9:
        mapping->has_lines = field->value;
        return true;
    default:
        mapping->has_inlines = field->value;
        return true;
    }
}

static bool function_field(struct reader *reader, const struct wire *wire,
                           const struct wire_field *field, void *message)
{
    struct function *function = message;
    if (field->number < 1 || field->number > 5)
        return true;
    if (!is_type(reader, wire, field, WIRE_VARINT))
        return false;
    switch (field->number) {
    case 1:
        function->id = field->value;
        return true;
    case 2:
        return string_index(reader, field->value, wire->at, &function->name);
    case 3:
        return string_index(reader, field->value, wire->at, &function->system_name);
    case 4:
        return string_index(reader, field->value, wire->at, &function->file);
    default:
        function->start_line = (int64_t)field->value;
        return true;
    }
}

struct line_message {
    struct line line;
    uint64_t function_id;
};

static bool line_field(struct reader *reader, const struct wire *wire,
                       const struct wire_field *field, void *message)
{
    struct line_message *line = message;
    if (field->number < 1 || field->number > 3)
        return true;
    if (!is_type(reader, wire, field, WIRE_VARINT))
        return false;
    if (field->number == 1)
        line->function_id = field->value;
    else if (field->number == 2)
        line->line.line = (int64_t)field->value;
    else
        line->line.column = (int64_t)field->value;
    return true;
}

static bool read_line(struct reader *reader, struct wire wire)
{
    struct line_message line = {.function_id = 0};
    if (!read_message(reader, wire, line_field, &line))
        return false;
    if (!line.function_id)
        return bad_at(reader, offset_of(reader, wire.at), "a line has no function");
    line.line.function =
        idmap_slot(&reader->functions, line.function_id, offset_of(reader, wire.at));
    array_push(reader->arena, &reader->builder.lines, line.line);
    return true;
}

struct location_message {
    struct location location;
    uint64_t mapping_id;
};

static bool location_field(struct reader *reader, const struct wire *wire,
                           const struct wire_field *field, void *message)
{
    struct location_message *location = message;
    if (field->number < 1 || field->number > 5)
        return true;
    if (field->number == 4)
        return is_type(reader, wire, field, WIRE_BYTES) && read_line(reader, field->bytes);
    if (!is_type(reader, wire, field, WIRE_VARINT))
        return false;
    if (field->number == 1)
        location->location.id = field->value;
    else if (field->number == 2)
        location->mapping_id = field->value;
    else if (field->number == 3)
        location->location.address = field->value;
    else
        location->location.is_folded = field->value;
    return true;
}

/* ---------------------------------------------------------------- tables */

/* Places a table entry under its id; false for id 0 and for an id that has one. */
static bool claim(struct reader *reader, struct idmap *map, uint64_t id, const char *what,
                  uint32_t *slot)
{
    if (id == 0)
        return error_set(reader->error, ERROR_INPUT,
                         "byte %llu of the profile: a %s has the reserved id 0",
                         (unsigned long long)reader->message_offset, what);
    *slot = idmap_slot(map, id, reader->message_offset);
    if (!idmap_define(map, *slot))
        return error_set(reader->error, ERROR_INPUT,
                         "byte %llu of the profile: a second %s has the id %llu",
                         (unsigned long long)reader->message_offset, what, (unsigned long long)id);
    return true;
}

static bool read_mapping(struct reader *reader, struct wire wire)
{
    struct mapping mapping = {0};
    uint32_t slot = 0;
    if (!read_message(reader, wire, mapping_field, &mapping) ||
        !claim(reader, &reader->mappings, mapping.id, "mapping", &slot))
        return false;
    array_push(reader->arena, &reader->builder.mappings, mapping);
    idmap_place(&reader->mappings, slot, (uint32_t)reader->builder.mappings.count - 1);
    return true;
}

static bool read_function(struct reader *reader, struct wire wire)
{
    struct function function = {0};
    uint32_t slot = 0;
    if (!read_message(reader, wire, function_field, &function) ||
        !claim(reader, &reader->functions, function.id, "function", &slot))
        return false;
    array_push(reader->arena, &reader->builder.functions, function);
    idmap_place(&reader->functions, slot, (uint32_t)reader->builder.functions.count - 1);
    return true;
}

static bool read_location(struct reader *reader, struct wire wire)
{
    struct location_message location = {.mapping_id = 0};
    struct builder *builder = &reader->builder;
    size_t line_first = builder->lines.count;
    uint32_t slot = 0;
    if (!read_message(reader, wire, location_field, &location) ||
        !claim(reader, &reader->locations, location.location.id, "location", &slot))
        return false;
    location.location.line_first = (uint32_t)line_first;
    location.location.line_count = (uint32_t)(builder->lines.count - line_first);
    location.location.mapping =
        location.mapping_id ? idmap_slot(&reader->mappings, location.mapping_id, 0) : ID_NONE;
    array_push(reader->arena, &builder->locations, location.location);
    idmap_place(&reader->locations, slot, (uint32_t)builder->locations.count - 1);
    return true;
}

static bool read_string(struct reader *reader, struct wire wire)
{
    if (reader->strings.count == 0 && wire.at != wire.end)
        return bad_at(reader, reader->message_offset,
                      "the first entry of the string table is not empty, as the format demands");
    struct str text = {(const char *)wire.at, (size_t)(wire.end - wire.at)};
    array_push(reader->arena, &reader->strings, builder_string(&reader->builder, text));
    return true;
}

/* ---------------------------------------------------------------- samples */

/* A sample whose stack and labels are not looked up yet: their bytes wait in `stack_bytes`, their
 * ids in `label_ids`. */
struct pending {
    size_t stack, stack_size;
    size_t labels, label_count;
    uint64_t stack_hash, label_hash;
    uint64_t offset;
};

static void push_value(struct reader *reader, uint64_t value)
{
    reader->negative += value >> 63;
    array_push(reader->arena, &reader->builder.values, (int64_t)value);
}

static bool read_values(struct reader *reader, struct wire wire)
{
    uint64_t value;
    while (wire.at < wire.end) {
        if (!wire_varint(&wire, &value))
            return bad_field(reader, &wire);
        push_value(reader, value);
    }
    return true;
}

/* Location ids, packed: kept as the bytes they are. */
static void push_stack(struct reader *reader, const unsigned char *at, size_t size)
{
    array_reserve(reader->arena, &reader->stack_bytes, size);
    if (size)
        memcpy(reader->stack_bytes.at + reader->stack_bytes.count, at, size);
    reader->stack_bytes.count += size;
}

/* A label by its bytes: the same bytes are the same label. */
static bool read_label(struct reader *reader, struct wire wire)
{
    bool fresh;
    uint32_t raw = intern_add(&reader->label_bytes, wire.at, (size_t)(wire.end - wire.at), &fresh);
    if (fresh) {
        struct label label = {0};
        if (!read_message(reader, wire, label_field, &label))
            return false;
        /* Neither text nor number nor unit: pprof drops such a label. */
        bool counts = label.text || label.number || label.unit;
        uint32_t id = counts ? (uint32_t)reader->builder.labels.count : ID_NONE;
        label.is_number = !label.text;
        if (counts)
            array_push(reader->arena, &reader->builder.labels, label);
        array_push(reader->arena, &reader->label_of, id);
    }
    if (reader->label_of.at[raw] != ID_NONE)
        array_push(reader->arena, &reader->label_ids, reader->label_of.at[raw]);
    return true;
}

static bool sample_field(struct reader *reader, const struct wire *before,
                         const struct wire_field *field, void *message)
{
    (void)message;
    if (field->number < 1 || field->number > 3)
        return true;
    if (field->number == 3)
        return is_type(reader, before, field, WIRE_BYTES) && read_label(reader, field->bytes);
    if (field->type == WIRE_BYTES && field->number == 2)
        return read_values(reader, field->bytes);
    if (field->type == WIRE_BYTES) {
        push_stack(reader, field->bytes.at, (size_t)(field->bytes.end - field->bytes.at));
        return true;
    }
    if (!is_type(reader, before, field, WIRE_VARINT))
        return false;
    if (field->number == 2) {
        push_value(reader, field->value);
        return true;
    }
    /* One id by itself: its varint is what a packed list would hold. */
    struct wire value = *before;
    uint64_t tag;
    wire_varint(&value, &tag);
    const unsigned char *start = value.at;
    wire_varint(&value, &tag);
    push_stack(reader, start, (size_t)(value.at - start));
    return true;
}

/* Turns a stack not seen before into location slots. */
static bool new_stack(struct reader *reader, struct wire wire, uint64_t offset)
{
    struct builder *builder = &reader->builder;
    uint64_t id;
    array_reserve(reader->arena, &builder->stack_frames, (size_t)(wire.end - wire.at));
    while (wire.at < wire.end) {
        if (!wire_varint(&wire, &id))
            return bad_at(reader, offset, "a sample holds a broken list of locations");
        builder->stack_frames.at[builder->stack_frames.count++] =
            idmap_slot(&reader->locations, id, offset);
    }
    builder_stack_end(builder);
    return true;
}

static bool value_count_wrong(struct reader *reader, uint64_t sample, uint64_t offset, size_t count,
                              size_t types)
{
    return error_set(reader->error, ERROR_INPUT,
                     "byte %llu of the profile: sample %llu has %zu values for %zu sample types",
                     (unsigned long long)offset, (unsigned long long)sample, count, types);
}

static bool look_up(struct reader *reader, const struct pending *pending)
{
    struct builder *builder = &reader->builder;
    const unsigned char *bytes = reader->stack_bytes.at + pending->stack;
    bool fresh;
    uint32_t stack =
        intern_add_hashed(&reader->stacks, bytes, pending->stack_size, pending->stack_hash, &fresh);
    struct wire wire = {bytes, bytes + pending->stack_size};
    if (fresh && !new_stack(reader, wire, pending->offset))
        return false;
    uint32_t labels = 0;
    if (pending->label_count)
        labels = builder_label_set(builder, reader->label_ids.at + pending->labels,
                                   pending->label_count, pending->label_hash);
    array_push(reader->arena, &builder->sample_stacks, stack);
    array_push(reader->arena, &builder->sample_labels, labels);
    return true;
}

/* Looks up the samples that wait. Each step asks for the memory of the next one before it is
 * needed: the tables are larger than the caches. */
static bool flush(struct reader *reader)
{
    bool ok = true;
    for (size_t i = 0; i < reader->pending_count; i++) {
        intern_prefetch_slot(&reader->stacks, reader->pending[i].stack_hash);
        hash_table_prefetch(&reader->builder.label_sets, reader->pending[i].label_hash);
    }
    for (size_t i = 0; i < reader->pending_count; i++)
        intern_prefetch_item(&reader->stacks, reader->pending[i].stack_hash);
    for (size_t i = 0; ok && i < reader->pending_count; i++)
        ok = look_up(reader, &reader->pending[i]);
    reader->pending_count = 0;
    reader->stack_bytes.count = 0;
    reader->label_ids.count = 0;
    return ok;
}

/* The fields of a sample. Nearly all are short and of three kinds: those are taken here, without
 * the general way. */
static bool read_sample_fields(struct reader *reader, struct wire wire)
{
    while (wire.at < wire.end) {
        const unsigned char *at = wire.at;
        size_t room = (size_t)(wire.end - at);
        if (room < 2 || at[1] >= 0x80 || at[1] > room - 2)
            return read_message(reader, wire, sample_field, NULL);
        struct wire bytes = {at + 2, at + 2 + at[1]};
        if (at[0] == (3 << 3 | WIRE_BYTES)) {
            if (!read_label(reader, bytes))
                return false;
        } else if (at[0] == (1 << 3 | WIRE_BYTES)) {
            push_stack(reader, bytes.at, at[1]);
        } else if (at[0] == (2 << 3 | WIRE_BYTES)) {
            if (!read_values(reader, bytes))
                return false;
        } else {
            return read_message(reader, wire, sample_field, NULL);
        }
        wire.at = bytes.end;
    }
    return true;
}

static bool read_sample(struct reader *reader, struct wire wire)
{
    struct builder *builder = &reader->builder;
    struct pending *pending = &reader->pending[reader->pending_count];
    size_t values = builder->values.count;
    *pending = (struct pending){.stack = reader->stack_bytes.count,
                                .labels = reader->label_ids.count,
                                .offset = reader->message_offset};
    if (!read_sample_fields(reader, wire))
        return false;
    values = builder->values.count - values;
    if (!reader->have_width) {
        reader->have_width = true;
        reader->width = values;
        reader->value_offset = reader->message_offset;
    } else if (values != reader->width) {
        return value_count_wrong(reader, reader->samples, reader->message_offset, values,
                                 reader->width);
    }
    pending->stack_size = reader->stack_bytes.count - pending->stack;
    pending->label_count = reader->label_ids.count - pending->labels;
    pending->stack_hash = hash_bytes(reader->stack_bytes.at + pending->stack, pending->stack_size);
    pending->label_hash =
        hash_bytes(reader->label_ids.at + pending->labels, pending->label_count * sizeof(uint32_t));
    reader->samples++;
    return ++reader->pending_count < PENDING || flush(reader);
}

/* ---------------------------------------------------------------- the profile message */

static bool read_comments(struct reader *reader, const struct wire_field *field)
{
    string_id comment;
    uint64_t index;
    struct wire wire = field->bytes;
    if (field->type == WIRE_VARINT) {
        string_index(reader, field->value, reader->message_at, &comment);
        array_push(reader->arena, &reader->builder.comments, comment);
        return true;
    }
    while (wire.at < wire.end) {
        const unsigned char *at = wire.at;
        if (!wire_varint(&wire, &index))
            return bad_field(reader, &wire);
        string_index(reader, index, at, &comment);
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
        return string_index(reader, field->value, at, &profile->drop_frames);
    case 8:
        return string_index(reader, field->value, at, &profile->keep_frames);
    case 9:
        if (reader->have_time)
            return bad_at(reader, reader->message_offset,
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
        return string_index(reader, field->value, at, &profile->default_type);
    default:
        return string_index(reader, field->value, at, &profile->doc_url);
    }
}

static bool read_type(struct reader *reader, struct wire wire)
{
    struct value_type type = {0};
    if (!read_message(reader, wire, value_type_field, &type))
        return false;
    array_push(reader->arena, &reader->builder.types, type);
    return true;
}

static bool read_period_type(struct reader *reader, struct wire wire)
{
    reader->builder.profile.period_type = (struct value_type){0};
    return read_message(reader, wire, value_type_field, &reader->builder.profile.period_type);
}

typedef bool message_reader(struct reader *reader, struct wire wire);

static message_reader *const MESSAGES[] = {
    [1] = read_type,     [2] = read_sample, [3] = read_mapping,     [4] = read_location,
    [5] = read_function, [6] = read_string, [11] = read_period_type};

enum { FIELD_COMMENTS = 13, FIELD_LAST = 15 };

static bool read_field(struct reader *reader, const struct wire_field *field)
{
    if (field->number < 1 || field->number > FIELD_LAST)
        return true;
    message_reader *message =
        field->number < sizeof MESSAGES / sizeof *MESSAGES ? MESSAGES[field->number] : NULL;
    struct wire here = {reader->message_at, reader->message_at};
    if (message)
        return is_type(reader, &here, field, WIRE_BYTES) && message(reader, field->bytes);
    if (field->number == FIELD_COMMENTS && field->type == WIRE_BYTES)
        return read_comments(reader, field);
    if (!is_type(reader, &here, field, WIRE_VARINT))
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
            return bad_at(reader, stream_offset(reader->stream),
                          "the profile ends inside a field: a truncated file?");
        *value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte < 0x80)
            return true;
    }
    return bad_at(reader, reader->message_offset,
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
        return bad_at(reader, reader->message_offset,
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
        return value_count_wrong(reader, 0, reader->value_offset, reader->width, b->types.count);
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
    return !error->kind && flush(&reader) && resolve(&reader) ? builder_finish(&reader.builder)
                                                              : NULL;
}
