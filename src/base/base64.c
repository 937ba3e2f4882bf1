/* Bytes to base64, three to four. */
#include "base/base64.h"

#include "base/sink.h"

#include <stdint.h>

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The four digits of 1 to 3 bytes. */
static void digits_of(const char *bytes, size_t size, char digits[4])
{
    uint32_t word = 0;
    for (size_t i = 0; i < 3; i++)
        word = word << 8 | (i < size ? (unsigned char)bytes[i] : 0);
    for (size_t i = 0; i < 4; i++)
        digits[i] = i <= size ? ALPHABET[word >> (18 - 6 * i) & 63] : '=';
}

void sink_base64(struct sink *sink, struct str data)
{
    char digits[256];
    size_t used = 0;
    for (size_t at = 0; at < data.size; at += 3) {
        size_t left = data.size - at;
        digits_of(data.at + at, left < 3 ? left : 3, digits + used);
        used += 4;
        if (used == sizeof digits) {
            sink_bytes(sink, digits, used);
            used = 0;
        }
    }
    sink_bytes(sink, digits, used);
}
