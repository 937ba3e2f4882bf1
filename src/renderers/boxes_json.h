/* Parts of JSON that the data of a page have in common. */
#ifndef RENDERERS_BOXES_JSON_H
#define RENDERERS_BOXES_JSON_H

#include "base/str.h"

#include <stdint.h>

struct arena;
struct sink;
struct view;

/* A value in some unit as text: in the unit that suits it, or, where --unit names one of the same
 * family, in that; with U+2212 as its minus. In the arena. */
struct str boxes_value_text(const struct view *view, int64_t value, struct str unit);
/* Writes [number,"text"] of a value of the view, --divide_by applied. */
void boxes_value(struct sink *sink, const struct view *view, int64_t value);
/* The same of a value in another unit. */
void boxes_value_in(struct sink *sink, const struct view *view, int64_t value, struct str unit);
/* Writes "text", safe inside a script. */
void boxes_text(struct sink *sink, struct str text);
/* A name as a reader of the JSON has it: valid UTF-8, and cut where it is very long. In the arena
 * where it must be made. */
struct str boxes_name(struct str name, struct arena *arena);

#endif
