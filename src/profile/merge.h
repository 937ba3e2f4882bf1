/* Merging profiles: equal mappings, functions, locations, stacks and label sets become one, and the
 * values of equal samples are added, by pprof's rules. */
#ifndef PROFILE_MERGE_H
#define PROFILE_MERGE_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;

/* False with an INPUT error naming both, unless their sample types and period types agree. */
bool merge_check(const struct profile *first, const struct profile *other, struct error *error);

/* The sum of one or more profiles that agree. Samples that add up to zeros are left out. NULL with
 * an error. */
const struct profile *merge(const struct profile *const *profiles, size_t count,
                            struct arena *arena, struct budget *budget, struct error *error);

#endif
