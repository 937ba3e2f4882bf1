/* Names without their arguments. */
#ifndef SELECT_MATCH_ARGUMENTS_H
#define SELECT_MATCH_ARGUMENTS_H

#include "base/str.h"

struct arena;

/* Without arguments of templates and generics, and lists of parameters: one pass, so that what it
 * leaves may have more of them. In the arena; `name` itself where there are none. */
struct str match_drop_arguments(struct str name, struct arena *arena);

#endif
