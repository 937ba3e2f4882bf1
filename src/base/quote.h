/* Text of unknown origin inside a message: short, one line, safe on a terminal. */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include "base/str.h"

struct error_quote {
    char text[128];
};
/* The text made safe for one line on a terminal: control characters, invalid UTF-8 and
 * bidirectional marks as escapes, cut in the middle where it is longer than the buffer. */
struct error_quote error_quote(struct str text);

#endif
