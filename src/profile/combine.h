/* Several profiles as one, by pprof's rules: which sample types remain, in which units, and what a
 * base does. The names of profiles are in the errors. */
#ifndef PROFILE_COMBINE_H
#define PROFILE_COMBINE_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;

/* False with an INPUT error if no further profile could make the two go together: their period
 * types differ, or no sample type is in both with units that convert. */
bool combine_check(const struct profile *first, const struct profile *other, struct arena scratch,
                   struct error *error);

/* The sum of one or more profiles: of the sample types that all have, in the first one's order and
 * the finest of the units. A single one is returned as it is, less the types whose name it has
 * twice. NULL with an error. */
const struct profile *combine(const struct profile *const *profiles, size_t count,
                              struct arena *arena, struct budget *budget, struct error *error);

struct combine_base {
    bool is_diff;   /* base samples stay apart, labelled pprof::base=true */
    bool normalize; /* the source is scaled to the sums of the base first */
};

/* What `source` has more than `base` (both from combine), source first. NULL with an error. */
const struct profile *combine_with_base(const struct profile *source, const struct profile *base,
                                        struct combine_base how, struct arena *arena,
                                        struct budget *budget, struct error *error);

/* The sum of several profiles as combine() makes it, whose samples tell of which profile they are,
 * by a text label of that key in place of any that they have under it: for comparisons, which the
 * error speaks of. NULL with that. */
const struct profile *combine_labelled(const struct profile *const *profiles,
                                       const struct str *labels, size_t count, struct str key,
                                       struct arena *arena, struct budget *budget,
                                       struct error *error);

#endif
