/* The labels of the samples at each node of a call graph. */
#ifndef TREE_NODE_TAGS_H
#define TREE_NODE_TAGS_H

#include "base/budget.h"

struct arena;
struct graph;
struct selection;

struct node_tag {
    struct str name; /* "key:value\nkey:value", with the two characters \n; or a number with unit */
    struct str unit; /* of a number */
    int64_t value;   /* of the first number that is written so */
    uint32_t group;  /* the text labels of its samples: equal ones have one number; 0: none */
    bool is_number;
    int64_t flat[2], cum[2]; /* and what they are divided by, for means */
};

struct node_tags {
    const struct node_tag *items;
    const size_t *starts; /* by node: items[starts[n] .. starts[n + 1]), texts before numbers */
};

/* By node, of each sample that ends there (flat) or passes (cum): its text labels joined, and its
 * numbers under the key "bytes", written in `unit`. Tags below the cutoff by both are left out.
 * NULL with an error. */
const struct node_tags *node_tags_new(const struct selection *selection, const struct graph *graph,
                                      struct str unit, int64_t cutoff, struct arena *arena,
                                      struct budget *budget, struct error *error);

/* flat or cum of a tag: means are divided, toward zero. */
int64_t node_tag_mean(const int64_t sums[2]);

#endif
