/* What a service did between two snapshots, as a profile of its own. */
#ifndef LIVE_GROWTH_PROFILE_H
#define LIVE_GROWTH_PROFILE_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct render;
struct render_live;

/* Two snapshots of one kind. */
struct growth_of {
    struct str name;          /* for errors: "heap" */
    struct str before, after; /* their bytes */
    int64_t start_ns, end_ns; /* when they were taken */
};

/* Writes a profile.proto, compressed, into *bytes, in the arena. What is counted since the start of
 * the service (alloc_*, contentions, delay) is subtracted; inuse_* is that of the newer snapshot,
 * as a state has no difference that is a state; and growth_objects and growth_space are what is in
 * use now less what was then, with its sign, so that the sum is true. False with an INPUT error
 * where a count went back: the service was started anew in between. */
bool growth_make(struct render_live *live, const struct render *like, const struct growth_of *of,
                 struct arena *arena, struct str *bytes, struct error *error);

#endif
