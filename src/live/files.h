/* Whole files, and folders. */
#ifndef LIVE_FILES_H
#define LIVE_FILES_H

#include "base/error.h"

struct arena;

/* All of a file, in the arena, with a NUL behind it. False with an IO error; where it is not there,
 * that alone, and *is_absent. A file of more than `most` bytes is a LIMIT error. */
bool file_read(struct str path, size_t most, struct arena *arena, struct str *bytes,
               bool *is_absent, struct error *error);
/* Puts a file in its place whole or not at all. */
bool file_write(struct str path, struct str bytes, struct error *error);
/* The folder and those above it, where they are not there. */
bool folder_make(struct str path, struct error *error);
/* FOLDER/NAME, terminated, in the arena. */
struct str path_join(struct str folder, struct str name, struct arena *arena);

#endif
