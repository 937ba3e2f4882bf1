/* What --tagfocus takes to leave the samples with just one value of a label. */
#ifndef RENDERERS_LABEL_FILTER_H
#define RENDERERS_LABEL_FILTER_H

#include "base/str.h"

#include <stdint.h>

struct arena;

/* Of a text label: "endpoint=^/report$". Any text is taken literally; bytes that are no UTF-8 stand
 * for any such byte. Empty where the text is too long to be handed on. */
struct str label_filter_text(struct str key, struct str text, struct arena *arena);
/* Of number labels in `unit` (label_units.h): "bytes=32768bytes", "bytes=1000bytes:1004bytes".
 * Empty where the key cannot be told: --tagfocus splits at its '='. */
struct str label_filter_numbers(struct str key, int64_t least, int64_t most, struct str unit,
                                struct arena *arena);

#endif
