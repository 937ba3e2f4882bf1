/* Which stacks go through a function, or through one frame of the call tree. */
#ifndef RENDERERS_DETAILS_REACH_H
#define RENDERERS_DETAILS_REACH_H

#include "base/error.h"

#include <stdint.h>

struct view;

/* By stack. */
enum details_reach { REACH_NOT, REACH_THROUGH, REACH_ENDS };

/* Of the frames that are marked. Also stacks that are not in the call tree, as they have a value of
 * another sample type only. NULL with an error. */
const uint8_t *details_reach_function(const struct view *view, const uint8_t *marks,
                                      struct error *error);
/* Of a node of the call tree. */
const uint8_t *details_reach_node(const struct view *view, uint32_t node, struct error *error);

/* The node at a path as boxes numbers it, "0.12.5": functions from below the root on. 0 with a
 * USAGE error. */
uint32_t details_node_at(const struct view *view, struct str path, struct error *error);

#endif
