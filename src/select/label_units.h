/* The unit of the numbers under each label key, by pprof's rules. */
#ifndef SELECT_LABEL_UNITS_H
#define SELECT_LABEL_UNITS_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;
struct sink;

/* By string id of a key: the first unit that a sample has under it; else "bytes" for "alignment"
 * and "request", and otherwise the key itself. Empty for what is no key of a number. Writes a line
 * into `messages` for each key with further units. NULL with an error. */
const struct str *label_units_new(const struct profile *profile, struct sink *messages,
                                  struct arena *arena, struct budget *budget, struct error *error);

#endif
