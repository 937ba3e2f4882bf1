/* Reads profile.proto (perftools.profiles.Profile) from a stream into a profile. */
#ifndef INPUT_PPROF_H
#define INPUT_PPROF_H

#include "base/budget.h"
#include "profile/profile.h"

struct stream;

/* The profile, in the arena; NULL with an error that says byte and finding, without the source's
 * name. What pprof's own reader and its CheckValid reject is rejected, and nothing else.
 * `ceiling_per_byte`: where the size of the source is unknown, the ceiling of the store grows by so
 * many bytes for each byte read; 0 where it is known. */
struct profile *pprof_read(struct stream *stream, struct arena *arena, struct budget *budget,
                           unsigned ceiling_per_byte, struct error *error);

#endif
