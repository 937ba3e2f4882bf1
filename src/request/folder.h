/* A folder as a source: the profiles in it. */
#ifndef REQUEST_FOLDER_H
#define REQUEST_FOLDER_H

#include "base/array.h"
#include "base/error.h"
#include "base/str.h"

struct host;

struct folder {
    ARRAY(struct str) files; /* paths of what may be profiles, by name */
    size_t left_out;         /* files of other kinds, hidden ones not counted */
};

/* Whether the path is a folder; then its files, in the arena. What the suffix says to be something
 * else, as reports that render writes beside profiles, is left out, and so is what is hidden. */
bool folder_read(struct folder *folder, const struct host *host, struct str path,
                 struct arena *arena);
/* Whether a file of this name is taken for a profile. */
bool folder_takes(struct str name);

#endif
