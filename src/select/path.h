/* Source paths as pprof writes them. */
#ifndef SELECT_PATH_H
#define SELECT_PATH_H

#include "base/str.h"

struct arena;

/* The path without the first prefix of the list `trim` (PATH:PATH) that it begins with. With an
 * empty list, for each folder of `search` in turn: what follows the folder's own name in the path.
 * A slice of the path. */
struct str path_trim(struct str path, struct str trim, struct str search);
/* The path without ".", "x/.." and doubled slashes, as Go's filepath.Clean; "." if empty. In the
 * arena where it must be made. */
struct str path_clean(struct str path, struct arena *arena);

#endif
