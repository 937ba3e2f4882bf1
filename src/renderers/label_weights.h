/* What samples weigh by their labels, in the selection's sample type. */
#ifndef RENDERERS_LABEL_WEIGHTS_H
#define RENDERERS_LABEL_WEIGHTS_H

#include "base/error.h"

#include <stdint.h>

struct view;

struct label_weights {
    int64_t *by_set, *by_label;
    uint8_t *set_seen, *label_seen; /* some sample has it, if only one of weight 0 */
};

/* Of the samples whose stack is not 0 in `reach`; NULL: of all. Of two sides it is what new has
 * more. False with an error. */
bool label_weights_add_up(struct label_weights *weights, const struct view *view,
                          const uint8_t *reach, struct error *error);

#endif
