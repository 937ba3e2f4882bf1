/* Sample types in the words of their readers. */
#ifndef PROFILE_KIND_H
#define PROFILE_KIND_H

#include "base/str.h"

/* "CPU time" for cpu in nanoseconds, "memory in use" for inuse_space; empty where the type, or the
 * type in this unit, is not known. */
struct str kind_words(struct str type, struct str unit);

#endif
