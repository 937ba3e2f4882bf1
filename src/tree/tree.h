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
    const uint8_t *residual;     /* by node: between it and its parent frames were left out */
    /* By node, then by column. self: of samples that end here, not in a frame that was left out. */
    const int64_t *self, *total;
    size_t depth;           /* levels below the root */
    const uint32_t *leaves; /* by stack: its last node; 0: it has no weight, or no frame */
    /* The nodes depth first: those below order[i] are order[i + 1] .. order[ends[i] - 1]. */
    const uint32_t *order, *ends;
};

/* The tree of all stacks of the selection; `kept` says by frame which are not left out, NULL that
 * all are kept. NULL with an error. */
const struct tree *tree_new(const struct selection *selection, const struct frames *frames,
                            const uint8_t *kept, struct arena *arena, struct budget *budget,
                            struct error *error);

#endif
