/* Flame geometry: nested intervals. Knows sizes and parents, no profiles. */
#ifndef LAYOUT_BOXES_H
#define LAYOUT_BOXES_H

#include "base/budget.h"

struct arena;

struct boxes_input {
    size_t count;            /* nodes; 0 is the root, a child comes after its parent */
    const uint32_t *parents; /* by node */
    const uint64_t *own;     /* by node: its size without its children */
    const uint32_t *rank;    /* by node: the order of siblings of equal size, or of all */
    bool by_rank;            /* order siblings by rank, not the largest first */
};

struct boxes {
    size_t count;
    const uint64_t *start, *size; /* by node, in units of the root's size */
    const uint32_t *depth;        /* by node; the root's is 0 */
    const uint32_t *preorder;     /* nodes in preorder, siblings from left to right */
    const uint32_t *place;        /* by node: its index in preorder */
    const uint32_t *family;       /* by node: nodes in its subtree, itself included */
    const uint32_t *children;     /* by node: how many */
};

/* Lays out: children side by side from the left edge of their parent. NULL with an error. The sizes
 * must not add up to more than 64 bits hold. */
const struct boxes *boxes_layout(const struct boxes_input *input, struct arena *arena,
                                 struct budget *budget, struct error *error);

/* A run of neighbouring siblings that are not drawn one by one, with all that is below them. */
struct boxes_run {
    uint32_t parent;
    uint64_t start, size;
    uint32_t count; /* nodes in it */
};

struct boxes_drawn {
    const uint32_t *nodes; /* to draw, in preorder; a node's parent always is among them */
    size_t node_count;
    const struct boxes_run *runs; /* in preorder of their parents */
    size_t run_count;
    uint32_t depth; /* of the deepest box or run */
};

/* Chooses what to draw: nodes of at least `least` units, at most the `most` largest. */
const struct boxes_drawn *boxes_choose(const struct boxes *boxes, const struct boxes_input *input,
                                       uint64_t least, size_t most, struct arena *arena);

#endif
