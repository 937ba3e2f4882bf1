/* UTF-8 decoding by the table of well-formed sequences (Unicode 15, table 3-7). */
#include "base/utf8.h"

static bool is_tail(struct str text, size_t i)
{
    return i < text.size && ((unsigned char)text.at[i] & 0xc0) == 0x80;
}

uint32_t utf8_decode(struct str text, size_t *size)
{
    const unsigned char *b = (const unsigned char *)text.at;
    *size = 1;
    if (b[0] < 0x80)
        return b[0];
    if (b[0] < 0xc2 || b[0] > 0xf4)
        return UTF8_INVALID;
    size_t tails = b[0] < 0xe0 ? 1 : b[0] < 0xf0 ? 2 : 3;
    uint32_t point = b[0] & (0x3fu >> tails);
    for (size_t i = 1; i <= tails; i++) {
        if (!is_tail(text, i))
            return UTF8_INVALID;
        point = point << 6 | (b[i] & 0x3fu);
    }
    static const uint32_t LEAST[4] = {0, 0x80, 0x800, 0x10000};
    if (point < LEAST[tails] || (point >= 0xd800 && point < 0xe000) || point > 0x10ffff)
        return UTF8_INVALID;
    *size = tails + 1;
    return point;
}

size_t utf8_encode(uint32_t point, char bytes[4])
{
    if (point < 0x80) {
        bytes[0] = (char)point;
        return 1;
    }
    size_t tails = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    for (size_t i = tails; i > 0; i--, point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3f));
    bytes[0] = (char)((0xff00u >> (tails + 1) & 0xff) | point);
    return tails + 1;
}

size_t utf8_count(struct str text)
{
    size_t count = 0, size;
    for (; text.size; text = str_skip(text, size), count++)
        utf8_decode(text, &size);
    return count;
}

size_t utf8_utf16_units(struct str text)
{
    size_t units = 0, size;
    for (; text.size; text = str_skip(text, size))
        units += utf8_decode(text, &size) > 0xffff && size == 4 ? 2 : 1;
    return units;
}

bool utf8_is_unsafe(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0xad || point == 0x61c ||
           (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
           (point >= 0x2060 && point <= 0x206f) || point == 0xfeff ||
           (point >= 0xfff9 && point <= 0xfffb) || (point >= 0xfdd0 && point <= 0xfdef) ||
           (point & 0xfffe) == 0xfffe || (point >= 0xe0000 && point <= 0xe007f);
}
