/* Which stacks a rule is about, and what they weigh. */
#ifndef TREE_RULE_SAMPLES_H
#define TREE_RULE_SAMPLES_H

#include "tree/verdict.h"

#include <stdint.h>

struct rule_samples {
    size_t matched;            /* functions, packages or sets of labels */
    const uint8_t *members;    /* by stack */
    const int64_t *weights;    /* by stack, then by column of the selection */
    const int64_t *run_events; /* by stack, then by run; NULL with one run a side */
    int64_t sums[4];           /* of the members, by column */
    const int64_t *by_run;     /* their events; NULL with one run a side */
};

/* False with an error. */
bool rule_samples_find(struct rule_samples *samples, const struct judge *judge,
                       const struct rule *rule, struct error *error);

#endif
