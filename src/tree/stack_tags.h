/* The labels of the samples of each stack: what node_tags adds up by node. */
#ifndef TREE_STACK_TAGS_H
#define TREE_STACK_TAGS_H

#include "base/array.h"
#include "base/budget.h"
#include "base/str.h"

struct selection;

/* What a label set gives to a node. */
struct tag {
    struct str name;
    uint32_t group;
    bool is_number;
};

/* A tag of a label set, with the number that it is the name of. */
struct use {
    uint32_t tag;
    int64_t value;
};

/* What the samples of a stack with one tag weigh. */
struct stack_tag {
    uint32_t use;
    uint32_t sample; /* the first */
    int64_t weight[2];
};

struct stack_tags {
    const struct selection *selection;
    struct str bytes_unit;
    const struct tag *tags;
    const struct use *uses;
    size_t tag_count;
    const struct stack_tag *items;
    const size_t *starts; /* by stack */
};

/* The labels of each stack's samples: the text labels of a sample joined, and its numbers under the
 * key "bytes", written in `unit`. NULL with an error. */
const struct stack_tags *stack_tags_new(const struct selection *selection, struct str unit,
                                        struct arena *arena, struct budget *budget,
                                        struct error *error);

/* What was added up of each tag for the stack or node at hand. */
struct sum {
    uint32_t owner; /* the last stack or node, plus one, that the rest is of */
    uint32_t use, sample;
    int64_t flat[2], cum[2];
};

struct sums {
    struct arena *arena;
    struct sum *by_tag;
    ARRAY(uint32_t) touched; /* tags of the owner, in the order that they came */
};

/* Sums of `tags` tags, none touched yet. */
struct sums sums_new(size_t tags, struct arena *arena);
void sums_free(struct sums *sums, size_t tags);
/* Adds to cum, and where `is_flat` to flat; the owner's first touch starts at 0. */
void sums_add(struct sums *sums, uint32_t owner, uint32_t tag, const struct stack_tag *item,
              bool is_flat);

#endif
