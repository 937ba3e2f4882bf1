/* Text as the legacy formats have it: lines, blanks and numbers by the rules of Go's libraries, on
 * which the tools that read these formats stand. */
#ifndef INPUT_LEGACY_SCAN_H
#define INPUT_LEGACY_SCAN_H

#include "base/str.h"

#include <stdint.h>

/* The longest line, without its newline. */
enum { LEGACY_LINE_MOST = 65535 };

/* A walk over lines. `line` is the current one, empty before the first and after the last. */
struct lines {
    struct str rest, line;
    size_t number;
    bool too_long; /* the walk ended at a line that is longer than LEGACY_LINE_MOST */
};

/* Moves to the next line, which comes without newline and carriage return; false at the end. */
bool lines_next(struct lines *lines);

/* Without white space (Unicode's) at both ends. */
struct str scan_trim(struct str text);
/* Nothing but white space, or a comment that begins with '#'. */
bool scan_is_blank(struct str line);

/* Kinds of bytes. */
bool scan_space(char byte);  /* what \s means in a regular expression */
bool scan_filled(char byte); /* everything else */
bool scan_blank(char byte);  /* ' ' */
bool scan_digit(char byte);
bool scan_hex_digit(char byte);
bool scan_lower_hex(char byte);
bool scan_address(char byte); /* of a list of addresses: " x0123456789abcdef" */

/* Takes the bytes of one kind off the beginning. */
struct str scan_run(struct str *at, bool (*is)(char byte));
/* Takes the literal off the beginning; false, and nothing taken, if the text begins otherwise. */
bool scan_text(struct str *at, struct str literal);
/* Takes "0x" and the hexadecimal digits (lower case) after it, from wherever they begin; false if
 * there are no more. */
bool scan_next_address(struct str *at, struct str *digits);

/* The number of hexadecimal digits; false if it has more than 64 bits. */
bool scan_hex(struct str digits, uint64_t *value);
/* An integer as in Go's source text: 12, -0x1f, 0b11, 017, 1_000. */
bool scan_go_int(struct str text, int64_t *value);

#endif
