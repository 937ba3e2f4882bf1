/* The profiles in a folder: found by looking at it again and again, opened by number. No path ever
 * comes from elsewhere; symlinks are not followed. */
#ifndef SERVE_LIBRARY_H
#define SERVE_LIBRARY_H

#include "base/error.h"

#include <stdint.h>

struct library;
struct render_error;
struct render_host;
struct render_source;
struct sink;

enum { LIBRARY_NAME = 256 };

/* The host is cancelled when the server ends. NULL with an error
 * where the path is no folder that can be read. */
struct library *library_new(const char *path, const struct render_host *host, uint64_t max_memory,
                            struct error *error);
void library_free(struct library *library);
/* Looks again. Whether anything is new, changed or gone. */
bool library_scan(struct library *library);
/* Reads one profile whose total is not known yet; false where there is none. */
bool library_learn(struct library *library);

/* Which contents of the file these are, from 1; 0: there is no such file. */
uint32_t library_revision(struct library *library, uint32_t id);
/* The file's name in its folder; empty: there is no such file. */
void library_name(struct library *library, uint32_t id, char name[LIBRARY_NAME]);
/* Opens the file if its contents are still these. */
bool library_open(struct library *library, uint32_t id, uint32_t revision,
                  struct render_source *source, struct render_error *error);

/* Grows with every change of what follows. */
uint64_t library_changes(struct library *library);
/* Writes all as JSON: {"folder":NAME,"profiles":[...]}. */
void library_print(struct library *library, struct sink *sink);

#endif
