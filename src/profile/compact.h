/* A profile made smaller without a change of any value by function, file, line or label. */
#ifndef PROFILE_COMPACT_H
#define PROFILE_COMPACT_H

#include "base/budget.h"

struct arena;
struct profile;

/* Addresses of code with a known function are dropped; locations and stacks that are equal without
 * them become one, samples of one stack and label set too, where no value differs in sign; what
 * nothing refers to goes. NULL with an error. */
const struct profile *compact(const struct profile *profile, struct arena *arena,
                              struct budget *budget, struct error *error);

#endif
