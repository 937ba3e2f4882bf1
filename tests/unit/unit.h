/* What every unit test includes: cmocka, with the headers that it wants before it. */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"

/* Compares a slice with a literal or a terminated text. */
#define assert_str(text, expected) unit_assert_str((text), (expected), __FILE__, __LINE__)

static inline void unit_assert_str(struct str text, const char *expected, const char *file,
                                   int line)
{
    if (text.size == strlen(expected) && (!text.size || !memcmp(text.at, expected, text.size)))
        return;
    print_error("\"%.*s\" is not \"%s\"\n", (int)text.size, text.at, expected);
    _fail(file, line);
}

/* Numbers that are random and the same in every run (xorshift64). */
static inline uint64_t unit_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

#endif
