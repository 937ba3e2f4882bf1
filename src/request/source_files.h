/* Makes the source files that a view may ask for (renderers/source_files.h). */
#ifndef REQUEST_SOURCE_FILES_H
#define REQUEST_SOURCE_FILES_H

#include "base/str.h"

struct arena;
struct host;
struct source_files;

/* No file read yet. `search` and `trim` are lists of paths (PATH:PATH); where `search` is empty,
 * the host's current folder is searched. All live as long as the arena. */
struct source_files *source_files_new(const struct host *host, struct str search, struct str trim,
                                      struct arena *arena);

#endif
