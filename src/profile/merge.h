/* Merging profiles: equal mappings, functions, locations, stacks and label sets become one, and the
 * values of equal samples are added, by pprof's rules. What may be merged at all, and with which
 * units, is decided in combine.h. */
#ifndef PROFILE_MERGE_H
#define PROFILE_MERGE_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;

/* A profile as it enters the merge: its values are chosen, negated, scaled, in this order. A sample
 * that was negated or scaled stays only if a value that took part is not 0. */
struct merge_part {
    const struct profile *profile;
    const uint32_t *columns; /* by merged type: the type here; NULL: the same */
    const double *ratios;    /* by merged type; NULL: all are 1 */
    string_id default_type;
    int64_t period;
    bool is_negated;
    /* Its samples get this text label in place of any of that key; an empty key: none. */
    struct str label_key, label_text;
};

struct merge_plan {
    const struct merge_part *parts;
    size_t count;
    size_t type_count;
    const struct str *units; /* by merged type; the names are those of the first part */
    struct str period_unit;
};

/* The sum of the parts. Samples that add up to zeros are left out. NULL with an error. */
const struct profile *merge_planned(const struct merge_plan *plan, struct arena *arena,
                                    struct budget *budget, struct error *error);

/* The sum of one or more profiles whose types are equal. NULL with an error. */
const struct profile *merge(const struct profile *const *profiles, size_t count,
                            struct arena *arena, struct budget *budget, struct error *error);

#endif
