/* The functions that moved most between two sides, and the path that explains most of each. */
#ifndef TREE_MOVERS_H
#define TREE_MOVERS_H

#include "tree/changes.h"

enum movers_by {
    MOVERS_BY_FLAT,
    MOVERS_BY_CUM,
    MOVERS_BY_ORIGIN /* by samples that belong to them (tree/origins.h): own code with what
                        libraries and the runtime do for it, which leads to the change that its
                        author made, not to the library function that runs more often */
};

struct mover {
    uint32_t frame;
    struct change flat, cum;
    struct change change; /* what it is ranked by: flat, cum or of its origin's samples */
    enum movers_by by;
    bool is_own;       /* by origin: of the program's own code */
    uint32_t node;     /* the path that explains most of it: the node of the tree with the largest
                          change of that sign; 0: none */
    double path_share; /* of the change, 0..1, that this path explains */
};

struct movers {
    const struct mover *items; /* significant first, each part by size of change; by origin
                                  without a test own code first */
    size_t count, significant;
};

/* The functions whose values differ. NULL with an error. */
const struct movers *movers_new(const struct changes *changes, enum movers_by by,
                                struct arena *arena, struct budget *budget, struct error *error);

#endif
