/* The labels of the samples at each node of a call graph. */
#ifndef TREE_NODE_TAGS_H
#define TREE_NODE_TAGS_H

#include "base/budget.h"
#include "base/str.h"

struct arena;
struct graph;
struct selection;
struct stack_tags;

struct node_tag {
    struct str name; /* "key:value\nkey:value", with the two characters \n; or a number with unit */
    struct str unit; /* of a number */
    int64_t value;   /* of the first number that is written so */
    uint32_t group;  /* the text labels of its samples: equal ones have one number; 0: none */
    bool is_number;
    int64_t flat[2], cum[2]; /* and what they are divided by, for means */
};

struct node_range {
    size_t first, end;
};

struct node_tags {
    const struct node_tag *items;
    const struct node_range *ranges; /* by node: its items; none where it was not asked for */
};

/* The labels of each stack's samples: the text labels of a sample joined, and its numbers under the
 * key "bytes", written in `unit`. NULL with an error. */
const struct stack_tags *stack_tags_new(const struct selection *selection, struct str unit,
                                        struct arena *arena, struct budget *budget,
                                        struct error *error);
/* The tags of some nodes, of samples that end there (flat) or pass (cum). Those below the cutoff by
 * both are left out. NULL with an error. */
const struct node_tags *node_tags_new(const struct stack_tags *stacks, const struct graph *graph,
                                      const uint32_t *nodes, size_t count, int64_t cutoff,
                                      struct arena *arena, struct budget *budget,
                                      struct error *error);
/* flat or cum of a tag: means are divided, toward zero. */
int64_t node_tag_mean(const int64_t sums[2]);

#endif
