/* The call tree: a node a path, as flame graphs draw it. Weights are columns. */
#ifndef TREE_TREE_H
#define TREE_TREE_H

#include "base/budget.h"

struct arena;
struct frames;
struct selection;

struct tree {
    const struct frames *frames;
    size_t columns;
    size_t count;                /* nodes; 0 is the root, and a child comes after its parent */
    const uint32_t *parents;     /* by node; the root's is 0 */
    const uint32_t *node_frames; /* by node; the root's is ID_NONE */
    const uint8_t *inlined;      /* by node: inlined into its parent wherever it occurs */
    const int64_t *self, *total; /* by node, then by column */
    size_t depth;                /* levels below the root */
    const uint32_t *leaves; /* by stack: the node of its leaf; 0: it has no weight, or no frame */
};

/* The tree of all stacks of the selection. NULL with an error. */
const struct tree *tree_new(const struct selection *selection, const struct frames *frames,
                            struct arena *arena, struct budget *budget, struct error *error);

#endif
