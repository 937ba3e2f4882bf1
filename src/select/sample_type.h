/* Which of a profile's sample types a request means. */
#ifndef SELECT_SAMPLE_TYPE_H
#define SELECT_SAMPLE_TYPE_H

#include "base/error.h"

struct profile;

/* By pprof's rules: empty is the profile's default or else the last type; a number is an index; a
 * name is a type, also with an inuse_ too many. False with a USAGE error that lists the types. */
bool sample_type_find(const struct profile *profile, struct str wanted, size_t *index,
                      struct error *error);

#endif
