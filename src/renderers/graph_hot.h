/* The hot path of a call graph. */
#ifndef RENDERERS_GRAPH_HOT_H
#define RENDERERS_GRAPH_HOT_H

#include "base/budget.h"

struct view;

struct graph_hot {
    const uint8_t *nodes, *edges; /* of the trimmed graph: on the path */
};

/* From the heaviest root always to the heaviest callee, while the calls carry 5 % of the total:
 * of the whole graph, so that nothing that is left out diverts it. Where most of it leads back by
 * recursion, it goes on from there. Of a comparison it follows the change: from the root that
 * changed most always to the callee through which most of that comes, while the calls are no noise
 * and carry a fifth of it. */
bool graph_hot(const struct view *view, struct graph_hot *hot, struct error *error);

#endif
