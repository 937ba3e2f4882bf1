/* Values as Go's flag package takes them. */
#ifndef OPTIONS_GO_VALUE_H
#define OPTIONS_GO_VALUE_H

#include "base/str.h"

#include <stdint.h>

enum go_parse {
    GO_PARSED,
    GO_BAD_SYNTAX,
    GO_OUT_OF_RANGE,
};

/* 1, t, T, true, TRUE, True, and the same of false. */
enum go_parse go_parse_bool(struct str text, bool *value);
/* Decimal, 0x, 0o, 0b and 0 as prefixes, '_' between digits. */
enum go_parse go_parse_int(struct str text, int64_t *value);
/* Decimal, or hexadecimal with a p exponent; inf, infinity and nan in any case. */
enum go_parse go_parse_real(struct str text, double *value);

#endif
