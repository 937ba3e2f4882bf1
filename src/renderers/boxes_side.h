/* What calls a function, or what it calls, as a tree with the function as its root. */
#ifndef RENDERERS_BOXES_SIDE_H
#define RENDERERS_BOXES_SIDE_H

#include "base/error.h"

#include <stdint.h>

struct view;

/* A tree as boxes draws it; node 0 is the root, a child comes after its parent. */
struct boxes_tree {
    size_t count;
    const uint32_t *parents;     /* by node */
    const uint32_t *node_frames; /* by node; the root's is not looked at */
    const uint8_t *inlined;      /* by node: into its caller, wherever it occurs */
    size_t columns;
    const int64_t *self, *total; /* by node, then by column */
    const uint64_t *own;         /* by node: its size without its children */
    const uint8_t *kinds;        /* by node, of two sides: enum change_kind of its total */
};

enum boxes_side { BOXES_CALLERS, BOXES_CALLEES };

/* The tree around the frames that are marked. A sample counts once, at the mark nearest to its
 * root. `own` is by node of the view's tree: its size without its children. NULL with an error. */
const struct boxes_tree *boxes_side(const struct view *view, const uint8_t *marks,
                                    enum boxes_side side, const uint64_t *own, struct error *error);

#endif
