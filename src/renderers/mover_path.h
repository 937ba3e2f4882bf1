/* The path that explains most of a mover, in words. */
#ifndef RENDERERS_MOVER_PATH_H
#define RENDERERS_MOVER_PATH_H

#include "base/str.h"

#include <stdint.h>

struct arena;
struct mover;
struct tree;
struct view;

/* The frames of the path to a node, from the root; in the arena. */
const uint32_t *mover_path_frames(const struct tree *tree, uint32_t node, struct arena *arena,
                                  size_t *count);

struct mover_path_options {
    const struct str *names; /* by frame, from md_names_new */
    size_t columns, used;    /* of the line; what stands before the path */
};

/* "main.main → … → main.handle": the callers on the path, the first and as many of the last as fit,
 * in the arena; empty where nobody calls it. */
struct str mover_path(const struct view *view, const struct mover *mover,
                      const struct mover_path_options *options);

#endif
