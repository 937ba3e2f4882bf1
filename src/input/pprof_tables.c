/* Sample types, labels, mappings, functions, locations, strings: the small messages. Everything may
 * come in any order, so ids and string indices are kept as read and resolved at the end. */
#include "input/pprof_reader.h"

bool reader_value_type(struct reader *reader, const struct wire *wire,
                       const struct wire_field *field, void *message)
{
    struct value_type *type = message;
    if (field->number != 1 && field->number != 2)
        return true;
    return reader_is_type(reader, wire, field, WIRE_VARINT) &&
           reader_string_index(reader, field->value, wire->at,
                               field->number == 1 ? &type->type : &type->unit);
}

bool reader_label_field(struct reader *reader, const struct wire *wire,
                        const struct wire_field *field, void *message)
{
    struct label *label = message;
    if (field->number < 1 || field->number > 4)
        return true;
    if (!reader_is_type(reader, wire, field, WIRE_VARINT))
        return false;
    if (field->number == 3) {
        label->number = (int64_t)field->value;
        return true;
    }
    return reader_string_index(reader, field->value, wire->at,
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
    if (!reader_is_type(reader, wire, field, WIRE_VARINT))
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
        return reader_string_index(reader, field->value, wire->at, &mapping->file);
    case 6:
        return reader_string_index(reader, field->value, wire->at, &mapping->build_id);
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
    if (!reader_is_type(reader, wire, field, WIRE_VARINT))
        return false;
    switch (field->number) {
    case 1:
        function->id = field->value;
        return true;
    case 2:
        return reader_string_index(reader, field->value, wire->at, &function->name);
    case 3:
        return reader_string_index(reader, field->value, wire->at, &function->system_name);
    case 4:
        return reader_string_index(reader, field->value, wire->at, &function->file);
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
    if (!reader_is_type(reader, wire, field, WIRE_VARINT))
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
    if (!reader_message(reader, wire, line_field, &line))
        return false;
    if (!line.function_id)
        return reader_bad_at(reader, reader_offset(reader, wire.at), "a line has no function");
    line.line.function =
        idmap_slot(&reader->functions, line.function_id, reader_offset(reader, wire.at));
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
        return reader_is_type(reader, wire, field, WIRE_BYTES) && read_line(reader, field->bytes);
    if (!reader_is_type(reader, wire, field, WIRE_VARINT))
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

bool reader_mapping(struct reader *reader, struct wire wire)
{
    struct mapping mapping = {0};
    uint32_t slot = 0;
    if (!reader_message(reader, wire, mapping_field, &mapping) ||
        !claim(reader, &reader->mappings, mapping.id, "mapping", &slot))
        return false;
    array_push(reader->arena, &reader->builder.mappings, mapping);
    idmap_place(&reader->mappings, slot, (uint32_t)reader->builder.mappings.count - 1);
    return true;
}

bool reader_function(struct reader *reader, struct wire wire)
{
    struct function function = {0};
    uint32_t slot = 0;
    if (!reader_message(reader, wire, function_field, &function) ||
        !claim(reader, &reader->functions, function.id, "function", &slot))
        return false;
    array_push(reader->arena, &reader->builder.functions, function);
    idmap_place(&reader->functions, slot, (uint32_t)reader->builder.functions.count - 1);
    return true;
}

bool reader_location(struct reader *reader, struct wire wire)
{
    struct location_message location = {.mapping_id = 0};
    struct builder *builder = &reader->builder;
    size_t line_first = builder->lines.count;
    uint32_t slot = 0;
    if (!reader_message(reader, wire, location_field, &location) ||
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

bool reader_string(struct reader *reader, struct wire wire)
{
    if (reader->strings.count == 0 && wire.at != wire.end)
        return reader_bad_at(
            reader, reader->message_offset,
            "the first entry of the string table is not empty, as the format demands");
    struct str text = {(const char *)wire.at, (size_t)(wire.end - wire.at)};
    array_push(reader->arena, &reader->strings, builder_string(&reader->builder, text));
    return true;
}
