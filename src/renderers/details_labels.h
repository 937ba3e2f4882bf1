/* The labels of some samples, the heaviest first, for a page. */
#ifndef RENDERERS_DETAILS_LABELS_H
#define RENDERERS_DETAILS_LABELS_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct sink;
struct view;

/* Writes LabelBlock[] (templates/page/types.js) of the samples whose stack is not 0 in `reach`.
 * False with an error. */
bool details_labels(struct sink *sink, const struct view *view, const uint8_t *reach,
                    struct error *error);

/* What --tagfocus takes to keep just the samples with this text under the key; empty where there is
 * no way to say it. In the arena. */
struct str details_text_filter(struct str key, struct str text, struct arena *arena);
/* The same of the numbers from `least` to `most`, in the unit that the key's numbers have. */
struct str details_number_filter(struct str key, int64_t least, int64_t most, struct str unit,
                                 struct arena *arena);

#endif
