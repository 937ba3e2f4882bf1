/* Pieces of the JSON that the page asks for: compact, with texts and values escaped. */
#ifndef RENDERERS_JSON_WRITE_H
#define RENDERERS_JSON_WRITE_H

#include "base/str.h"

#include <stdint.h>

struct arena;
struct report;
struct sink;
struct view;

/* A string in its quotes, safe inside a script. */
void json_write_text(struct sink *sink, struct str text);
/* A text as a reader of the JSON has it: valid UTF-8, and cut where it is very long. In the arena
 * where it must be made. */
struct str json_as_read(struct str text, struct arena *arena);
/* [1480000000,"1.48s"]: a value, divided as --divide_by says, and its text in the report's unit. */
void json_write_value(const struct report *report, struct sink *sink, int64_t value);
/* The same as pictures write it: in the unit that suits it, or, where --unit names one of the same
 * family, in that; with U+2212 as its minus. */
void json_write_drawn(const struct view *view, struct sink *sink, int64_t value);
/* The same of a value in another unit than the view's. */
void json_write_drawn_in(const struct view *view, struct sink *sink, int64_t value,
                         struct str unit);
/* "name": before the first member, after '{', or with a comma where something stands before it. The
 * names are this program's. */
void json_write_first(struct sink *sink, const char *name);
void json_write_name(struct sink *sink, const char *name);

#endif
