/* The wire format's two productions. */
#include "input/wire.h"

bool wire_varint_slow(struct wire *wire, uint64_t *value)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < 10 && wire->at + i < wire->end; i++) {
        sum |= (uint64_t)(wire->at[i] & 0x7f) << (7 * i);
        if (wire->at[i] < 0x80) {
            *value = sum;
            wire->at += i + 1;
            return true;
        }
    }
    return false;
}

static bool wire_fixed(struct wire *wire, unsigned size, uint64_t *value)
{
    if ((size_t)(wire->end - wire->at) < size)
        return false;
    *value = 0;
    for (unsigned i = size; i > 0; i--)
        *value = *value << 8 | wire->at[i - 1];
    wire->at += size;
    return true;
}

static bool wire_bytes(struct wire *wire, struct wire *bytes)
{
    uint64_t size;
    if (!wire_varint(wire, &size) || size > (uint64_t)(wire->end - wire->at))
        return false;
    *bytes = (struct wire){wire->at, wire->at + size};
    wire->at += size;
    return true;
}

bool wire_field(struct wire *wire, struct wire_field *field)
{
    struct wire next = *wire;
    uint64_t tag;
    if (!wire_varint(&next, &tag))
        return false;
    field->number = tag >> 3;
    field->type = tag & 7;
    bool ok = field->type == WIRE_VARINT    ? wire_varint(&next, &field->value)
              : field->type == WIRE_BYTES   ? wire_bytes(&next, &field->bytes)
              : field->type == WIRE_FIXED64 ? wire_fixed(&next, 8, &field->value)
              : field->type == WIRE_FIXED32 ? wire_fixed(&next, 4, &field->value)
                                            : false;
    if (ok)
        *wire = next;
    return ok;
}
