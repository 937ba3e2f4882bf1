/* The labels of some samples, the heaviest first, for a page. */
#ifndef RENDERERS_DETAILS_LABELS_H
#define RENDERERS_DETAILS_LABELS_H

#include "base/error.h"

#include <stdint.h>

struct sink;
struct view;

/* Writes LabelBlock[] (templates/page/types.js) of the samples whose stack is not 0 in `reach`.
 * False with an error. */
bool details_labels(struct sink *sink, const struct view *view, const uint8_t *reach,
                    struct error *error);

#endif
