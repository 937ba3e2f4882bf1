/* pprof's shorter names, for the boxes of its call graphs. */
#ifndef PROFILE_SHORT_NAME_H
#define PROFILE_SHORT_NAME_H

#include "base/str.h"

struct arena;

/* Without "(anonymous namespace)::", the major version of a Go module, and the package of a Go,
 * Java or C++ function: a part of the name, or in the arena where a version was taken out. */
struct str short_name(struct str name, struct arena *arena);

#endif
