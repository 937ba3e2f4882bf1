/* Protocol-buffer wire format over bytes in memory: varints and fields. */
#ifndef INPUT_WIRE_H
#define INPUT_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wire_type { WIRE_VARINT = 0, WIRE_FIXED64 = 1, WIRE_BYTES = 2, WIRE_FIXED32 = 5 };

struct wire {
    const unsigned char *at, *end;
};

struct wire_field {
    uint64_t number;
    unsigned type;     /* an enum wire_type */
    uint64_t value;    /* of a varint or fixed field */
    struct wire bytes; /* of a bytes field */
};

/* Reads a varint of at most 10 bytes; false, the position unchanged, if none ends before the end.
 */
bool wire_varint_slow(struct wire *wire, uint64_t *value);

static inline bool wire_varint(struct wire *wire, uint64_t *value)
{
    const unsigned char *at = wire->at;
    if (wire->end - at >= 2) {
        if (at[0] < 0x80) {
            *value = at[0];
            wire->at = at + 1;
            return true;
        }
        if (at[1] < 0x80) {
            *value = (at[0] & 0x7fu) | (uint64_t)at[1] << 7;
            wire->at = at + 2;
            return true;
        }
    }
    return wire_varint_slow(wire, value);
}

/* Reads the next field of a non-empty message; false, the position unchanged, if it is not whole or
 * of a type that does not exist. */
bool wire_field(struct wire *wire, struct wire_field *field);

#endif
