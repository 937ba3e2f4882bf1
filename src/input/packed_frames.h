/* Reads the frames that an SVG flame graph carries for its script (draw/packed.h) back into a
 * profile: a sample for each frame with a value of its own. */
#ifndef INPUT_PACKED_FRAMES_H
#define INPUT_PACKED_FRAMES_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;

/* The profile, in the arena, of the inflated bytes; NULL with an error without the source's name.
 * Inlined frames are lines of the location before. */
struct profile *packed_frames_read(struct str bytes, struct arena *arena, struct budget *budget,
                                   struct error *error);

#endif
