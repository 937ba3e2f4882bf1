/* Pieces of the JSON that the page asks for: compact, with texts and values escaped. */
#ifndef RENDERERS_JSON_WRITE_H
#define RENDERERS_JSON_WRITE_H

#include "base/str.h"

#include <stdint.h>

struct report;
struct sink;

/* A string in its quotes. */
void json_write_text(struct sink *sink, struct str text);
/* [1480000000,"1.48s"]: a value, divided as --divide_by says, and its text in the report's unit. */
void json_write_value(const struct report *report, struct sink *sink, int64_t value);
/* "name": before the first member, after '{', or with a comma where something stands before it. The
 * names are this program's. */
void json_write_first(struct sink *sink, const char *name);
void json_write_name(struct sink *sink, const char *name);

#endif
