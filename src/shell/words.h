/* Words of a line, by Go's rules: what is white space, and how text is quoted. */
#ifndef SHELL_WORDS_H
#define SHELL_WORDS_H

#include "base/str.h"

struct sink;

/* Without white space at both ends. */
struct str words_trim(struct str text);
/* Cuts the first word off; false where there is none. */
bool words_next(struct str *rest, struct str *word);
/* Writes the text as Go's %q does, its middle taken out where it is long. */
void words_quote(struct sink *sink, struct str text);

#endif
