/* Three bytes, four digits. */
#include "base/base64.h"

#include "base/sink.h"

#include <string.h>

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

/* ---------------------------------------------------------------- back */

enum { PAD = 64, SPACE, OTHER = 128 };

void base64_reader_init(struct base64_reader *reader)
{
    *reader = (struct base64_reader){.digits = 0};
    memset(reader->values, OTHER, sizeof reader->values);
    for (uint8_t i = 0; i < 64; i++)
        reader->values[(unsigned char)ALPHABET[i]] = i;
    for (const char *space = " \t\n\r\f"; *space; space++)
        reader->values[(unsigned char)*space] = SPACE;
    reader->values['='] = PAD;
}

/* Takes a digit, which may end a byte; false if it is none. */
static bool take(struct base64_reader *reader, unsigned char digit, char **to)
{
    uint8_t value = reader->values[digit];
    if (value < PAD && !reader->pads) {
        reader->word = reader->word << 6 | value;
        if (reader->digits)
            *(*to)++ = (char)(reader->word >> (6 - 2 * reader->digits));
        reader->digits = (reader->digits + 1) & 3;
        return true;
    }
    if (value == PAD && reader->digits >= 2 && reader->digits + reader->pads < 4) {
        reader->pads++;
        return true;
    }
    return value == SPACE;
}

bool base64_read(struct base64_reader *reader, struct str text, char *to, size_t *made)
{
    const unsigned char *at = (const unsigned char *)text.at, *end = at + text.size;
    const uint8_t *values = reader->values;
    const char *start = to;
    bool ok = true;
    while (at < end && ok) {
        for (; end - at >= 4 && !reader->digits && !reader->pads; at += 4) {
            uint32_t a = values[at[0]], b = values[at[1]], c = values[at[2]], d = values[at[3]];
            if ((a | b | c | d) >= PAD)
                break;
            *to++ = (char)(a << 2 | b >> 4);
            *to++ = (char)(b << 4 | c >> 2);
            *to++ = (char)(c << 6 | d);
        }
        ok = at == end || take(reader, *at++, &to);
    }
    *made = (size_t)(to - start);
    return ok;
}

bool base64_ended(const struct base64_reader *reader)
{
    return reader->digits != 1 && (!reader->pads || reader->digits + reader->pads == 4);
}
