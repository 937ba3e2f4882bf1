/* Source code by the names that a profile has for it, found and read when it is asked for. */
#ifndef RENDERERS_SOURCE_FILES_H
#define RENDERERS_SOURCE_FILES_H

#include "base/budget.h"

struct source_files;

struct source_text {
    struct str problem; /* why it could not be read, in pprof's words; empty: it was */
    struct str bytes;
    const uint32_t *starts; /* of each line, and where the last one ends */
    size_t line_count;
};

/* The text of a file, good until another one is read. The lines that travel with the profile, if
 * there are any of the file. Otherwise by pprof's rules: the name is trimmed; below each folder to
 * search, and then the folders above it, the first file of that name is it; an absolute name is the
 * file's path. Then, but not for `render pprof`, Go's files are looked for in the same folders as
 * in a GOROOT, GOPATH, GOMODCACHE, vendor and by the module of a go.mod. A text ends before a line
 * of 64 KiB. Files of more than 64 MiB, and all that come after very many others, have a problem.
 * NULL with an error where the budget is used up. */
const struct source_text *source_files_read(struct source_files *files, struct str name,
                                            struct budget *budget, struct error *error);
/* The same of a file that was read before; NULL if it was not. */
const struct source_text *source_files_known(const struct source_files *files, struct str name);
/* Line 1 to line_count, without its end. */
struct str source_line(const struct source_text *text, size_t number);

#endif
