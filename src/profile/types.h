/* Sample types by their names. */
#ifndef PROFILE_TYPES_H
#define PROFILE_TYPES_H

#include "base/budget.h"
#include "base/quote.h"
#include "profile/profile.h"

struct arena;
struct sink;

/* "cpu/nanoseconds". */
void types_print(struct sink *sink, const struct profile *profile, struct value_type type);
/* All of them, for a message. */
struct error_quote types_quote(const struct profile *profile);

/* By type of `first`: the only type of `other` of that name, ID_NONE where there is none or there
 * are several in either. In the arena. */
uint32_t *types_match(const struct profile *first, const struct profile *other,
                      struct arena *arena);

/* The profile as it is, or without the types whose names it has twice. NULL with an error where
 * none is left. */
const struct profile *types_distinct(const struct profile *profile, struct arena *arena,
                                     struct budget *budget, struct error *error);

#endif
