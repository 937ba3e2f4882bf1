/* Errors with their byte, checks, and the walk over a message's fields. */
#include "input/pprof_reader.h"

/* The offset of a place in the message; of the message for bytes that were copied elsewhere. */
uint64_t reader_offset(const struct reader *reader, const unsigned char *at)
{
    uintptr_t distance = (uintptr_t)at - (uintptr_t)reader->message_at;
    return reader->message_offset + (distance <= reader->message_size ? distance : 0);
}

bool reader_bad_at(struct reader *reader, uint64_t offset, const char *what)
{
    return error_set(reader->error, ERROR_INPUT, "byte %llu of the profile: %s",
                     (unsigned long long)offset, what);
}

bool reader_bad_field(struct reader *reader, const struct wire *wire)
{
    return reader_bad_at(
        reader, reader_offset(reader, wire->at),
        "this is no whole protocol-buffer field; the file is damaged or is no profile");
}

bool reader_is_type(struct reader *reader, const struct wire *wire, const struct wire_field *field,
                    unsigned type)
{
    return field->type == type ||
           reader_bad_at(reader, reader_offset(reader, wire->at),
                         "a field has the wrong wire type; the file is damaged or is no profile");
}

/* Remembers a string index for the range check at the end. */
bool reader_string_index(struct reader *reader, uint64_t index, const unsigned char *at,
                         string_id *out)
{
    if (index > reader->largest_string) {
        reader->largest_string = index;
        reader->largest_string_offset = reader_offset(reader, at);
    }
    *out = (string_id)(index < ID_NONE ? index : ID_NONE - 1);
    return true;
}

bool reader_message(struct reader *reader, struct wire wire, field_reader *read, void *message)
{
    struct wire_field field;
    while (wire.at < wire.end) {
        struct wire before = wire;
        if (!wire_field(&wire, &field))
            return reader_bad_field(reader, &wire);
        if (!read(reader, &before, &field, message))
            return false;
    }
    return true;
}
