/* Makes an order of nodes better, so that fewer edges point backwards in it. */
#ifndef LAYOUT_TURNING_H
#define LAYOUT_TURNING_H

#include "base/budget.h"

struct arena;
struct tangle;

struct turning {
    int64_t cost;  /* of the edges that point backwards */
    size_t count;  /* their number */
    uint8_t *back; /* by edge of the graph: it is one of them */
};

/* Changes `place`, which is by node. No edge points backwards that could be turned without a cycle,
 * unless the graph is so large that the work would be too much. False with an error. */
bool turning_improve(const struct tangle *tangle, uint32_t *place, struct turning *turning,
                     struct arena *arena, struct budget *budget, struct error *error);

#endif
