/* The functions that moved most between two sides, and the path that explains most of each. */
#ifndef TREE_MOVERS_H
#define TREE_MOVERS_H

#include "tree/changes.h"

struct mover {
    uint32_t frame;
    struct change flat, cum;
    bool by_cum;       /* it is a mover for what it calls, not for itself */
    uint32_t node;     /* the path that explains most of it: the node of the tree with the largest
                          change of that sign; 0: none */
    double path_share; /* of the change, 0..1, that this path explains */
};

struct movers {
    const struct mover *items; /* significant first, each part by size of change */
    size_t count, significant;
};

/* The functions by change of their flat weight (or cum, by settings->sort). With `origins`, those
 * where the change comes from come first: functions whose change in cum is not mostly that of one
 * of their callees. NULL with an error. */
const struct movers *movers_new(const struct changes *changes, bool by_cum, struct arena *arena,
                                struct budget *budget, struct error *error);

#endif
