/* Where samples come from, told in functions that one can change: each belongs to the program's own
 * code that is nearest to its end, whatever libraries and runtime do below that. Samples without
 * own code belong to the last frame that is not the runtime's, or else to their last frame. So
 * every sample has one place, as with flat weights. */
#ifndef TREE_ORIGINS_H
#define TREE_ORIGINS_H

#include <stdint.h>

struct arena;
struct tree;

struct origins {
    const uint32_t *nodes; /* by node of the tree: the node that its own samples belong to, which is
                              itself or one above it */
    const uint8_t *is_own; /* by frame: the program's own code */
};

struct origins origins_of(const struct tree *tree, struct arena *arena);

#endif
