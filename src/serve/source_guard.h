/* Which files of this machine are shown to others. */
#ifndef SERVE_SOURCE_GUARD_H
#define SERVE_SOURCE_GUARD_H

#include "base/str.h"

#include <stdbool.h>

/* Whether the file, links resolved, lies below one of these folders (PATH:PATH). */
bool source_is_below(const char *path, struct str folders);

#endif
