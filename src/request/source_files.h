/* Makes the source files that a view may ask for (renderers/source_files.h). */
#ifndef REQUEST_SOURCE_FILES_H
#define REQUEST_SOURCE_FILES_H

#include "base/str.h"

struct arena;
struct host;
struct source_bundle;
struct source_files;

/* Where source code may come from. */
struct source_places {
    const struct host *host;
    struct str search, trim;            /* lists of paths (PATH:PATH); where `search` is empty, the
                                           host's current folder is searched */
    const struct source_bundle *bundle; /* files that are in it are not looked for; NULL: none */
    bool only_as_pprof;                 /* not at the places that source_spellings.h knows, too */
};

/* No file read yet. The places live as long as the arena. */
struct source_files *source_files_new(const struct source_places *places, struct arena *arena);

#endif
