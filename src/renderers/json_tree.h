/* The call tree of a JSON document, without its small branches. */
#ifndef RENDERERS_JSON_TREE_H
#define RENDERERS_JSON_TREE_H

#include "base/error.h"

#include <stdint.h>

struct view;

struct json_tree {
    const uint32_t *nodes;  /* of view->tree: the root, then those that stay, parents first */
    uint32_t count;         /* of them */
    const uint32_t *places; /* by node of view->tree: its index in `nodes`, where it stays */
    const int64_t *pruned;  /* by node of view->tree: the weight of its children that do not stay */
    uint64_t pruned_count;  /* nodes that do not stay, with all below them */
};

/* A node stays if the absolute values below it add up to the fraction of all. False with an error.
 */
bool json_tree_prune(struct json_tree *pruned, const struct view *view, double fraction,
                     struct error *error);

#endif
