/* Names in Markdown. */
#ifndef LIVE_MD_CODE_H
#define LIVE_MD_CODE_H

#include "base/str.h"

struct sink;

/* The text as a code span that may stand in a table: a bar is escaped, a backquote replaced. */
void md_put_code(struct sink *sink, struct str text);

#endif
