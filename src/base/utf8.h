/* UTF-8, one code point at a time; never trusts the bytes. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

#include <stdint.h>

#define UTF8_INVALID 0xffffffffu

/* The code point at the start of a non-empty text and its bytes in *size; for a byte that starts
 * none (overlong forms, surrogates and stray bytes among them) UTF8_INVALID and 1. */
uint32_t utf8_decode(struct str text, size_t *size);
/* Writes the code point's 1 to 4 bytes and returns their number. */
size_t utf8_encode(uint32_t point, char bytes[4]);
/* Code points, an invalid byte counting as one. */
size_t utf8_count(struct str text);
/* Units of UTF-16, an invalid byte counting as one: the length that JavaScript sees. */
size_t utf8_utf16_units(struct str text);
/* Not to be shown as it is: control characters, bidirectional marks and overrides, line separators,
 * noncharacters. */
bool utf8_is_unsafe(uint32_t point);

#endif
