/* A small wire writer. */
#include "unit/proto.h"
#include "base/number.h"

#include <string.h>

void proto_init(struct proto *proto, struct arena *arena)
{
    *proto = (struct proto){.arena = arena};
    proto_text(proto, "");
}

void proto_raw(struct proto *proto, const void *bytes, size_t size)
{
    if (!size)
        return;
    array_reserve(proto->arena, &proto->bytes, size);
    memcpy(proto->bytes.at + proto->bytes.count, bytes, size);
    proto->bytes.count += size;
}

void proto_varint(struct proto *proto, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        array_push(proto->arena, &proto->bytes, (char)(value | 0x80));
    array_push(proto->arena, &proto->bytes, (char)value);
}

void proto_number(struct proto *proto, unsigned field, uint64_t value)
{
    proto_varint(proto, field << 3);
    proto_varint(proto, value);
}

void proto_bytes(struct proto *proto, unsigned field, struct str bytes)
{
    proto_varint(proto, field << 3 | 2);
    proto_varint(proto, bytes.size);
    proto_raw(proto, bytes.at, bytes.size);
}

void proto_message(struct proto *proto, unsigned field, const struct proto *part)
{
    proto_bytes(proto, field, (struct str){part->bytes.at, part->bytes.count});
}

static uint64_t text_index(struct proto *proto, struct str text)
{
    for (size_t i = 0; i < proto->strings.count; i++)
        if (str_equal(proto->strings.at[i], text))
            return i;
    array_push(proto->arena, &proto->strings, text);
    return proto->strings.count - 1;
}

uint64_t proto_text(struct proto *proto, const char *text)
{
    return text_index(proto, str_from_c(text));
}

void proto_type(struct proto *proto, const char *type, const char *unit)
{
    struct proto part = {.arena = proto->arena};
    proto_number(&part, 1, proto_text(proto, type));
    proto_number(&part, 2, proto_text(proto, unit));
    proto_message(proto, 1, &part);
}

/* Cuts the first part off a list. */
static struct str cut(struct str *list, char separator)
{
    size_t end = str_find(*list, separator);
    struct str part = str_slice(*list, 0, end);
    *list = end == STR_NONE ? STR("") : str_skip(*list, end + 1);
    return part;
}

static uint64_t place_id(struct proto *proto, struct str place)
{
    for (size_t i = 0; i < proto->places.count; i++)
        if (str_equal(proto->places.at[i], place))
            return i + 1;
    array_push(proto->arena, &proto->places, place);
    return proto->places.count;
}

static uint64_t function_id(struct proto *proto, struct str name)
{
    uint64_t text = text_index(proto, name);
    for (size_t i = 0; i < proto->functions.count; i++)
        if (proto->functions.at[i] == text)
            return i + 1;
    array_push(proto->arena, &proto->functions, text);
    return proto->functions.count;
}

/* "=12kb" is a number with a unit. */
static void write_number_label(struct proto *proto, struct proto *label, struct str number)
{
    uint64_t value = 0;
    for (; number.size && number.at[0] >= '0' && number.at[0] <= '9'; number = str_skip(number, 1))
        value = value * 10 + (uint64_t)(number.at[0] - '0');
    proto_number(label, 3, value);
    if (number.size)
        proto_number(label, 4, text_index(proto, number));
}

static void write_labels(struct proto *proto, struct proto *sample, struct str labels)
{
    while (labels.size) {
        struct proto label = {.arena = proto->arena};
        struct str value = cut(&labels, ','), key = cut(&value, '=');
        proto_number(&label, 1, text_index(proto, key));
        if (str_starts(value, STR("=")))
            write_number_label(proto, &label, str_skip(value, 1));
        else
            proto_number(&label, 2, text_index(proto, value));
        proto_message(sample, 3, &label);
    }
}

void proto_path(struct proto *proto, const char *path, size_t count, const int64_t *values,
                const char *labels)
{
    struct proto sample = {.arena = proto->arena}, packed = {.arena = proto->arena};
    struct str rest = str_from_c(path);
    uint64_t ids[64];
    size_t depth = 0;
    while (rest.size && depth < 64)
        ids[depth++] = place_id(proto, cut(&rest, ';'));
    while (depth > 0)
        proto_varint(&packed, ids[--depth]);
    proto_message(&sample, 1, &packed);
    packed.bytes.count = 0;
    for (size_t i = 0; i < count; i++)
        proto_varint(&packed, (uint64_t)values[i]);
    proto_message(&sample, 2, &packed);
    write_labels(proto, &sample, str_from_c(labels));
    proto_message(proto, 2, &sample);
}

static void write_place(struct proto *proto, size_t index)
{
    struct proto location = {.arena = proto->arena};
    struct str names = proto->places.at[index];
    uint64_t ids[16];
    size_t depth = 0;
    proto_number(&location, 1, index + 1);
    proto_number(&location, 3, 0x1000 + index);
    while (names.size && depth < 16)
        ids[depth++] = function_id(proto, cut(&names, '+'));
    while (depth > 0) {
        struct proto line = {.arena = proto->arena};
        proto_number(&line, 1, ids[--depth]);
        proto_number(&line, 2, index + 10);
        proto_message(&location, 4, &line);
    }
    proto_message(proto, 4, &location);
}

static void write_function(struct proto *proto, size_t index)
{
    struct proto function = {.arena = proto->arena};
    struct str file = proto->strings.at[proto->functions.at[index]], name = cut(&file, '@');
    proto_number(&function, 1, index + 1);
    proto_number(&function, 2, text_index(proto, name));
    if (file.size)
        proto_number(&function, 4, text_index(proto, file));
    proto_message(proto, 5, &function);
}

struct str proto_end(struct proto *proto)
{
    for (size_t i = 0; i < proto->places.count; i++)
        write_place(proto, i);
    for (size_t i = 0; i < proto->functions.count; i++)
        write_function(proto, i);
    for (size_t i = 0; i < proto->strings.count; i++)
        proto_bytes(proto, 6, proto->strings.at[i]);
    return (struct str){proto->bytes.at, proto->bytes.count};
}
