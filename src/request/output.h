/* Files as outputs: written beside their place and renamed in, so that a run that fails or is
 * killed leaves the old file as it was and no other. Only a regular or absent target is replaced
 * (that of a symlink, not the link); devices and FIFOs are written through. */
#ifndef REQUEST_OUTPUT_H
#define REQUEST_OUTPUT_H

#include "base/sink.h"

struct output;

/* Opens the target; "-" is standard output. NULL with an error. */
struct output *output_open(struct str path, struct error *error);
/* Creates the first of STEM001SUFFIX, STEM002SUFFIX, ... that is not there yet; *path lives as long
 * as the output. NULL with an error. */
struct output *output_create(struct str stem, struct str suffix, struct str *path,
                             struct error *error);
/* A sink_write into an open output (the context). */
bool output_write(void *output, const char *bytes, size_t size, struct error *error);
/* Puts the file in its place and closes the output, which is gone afterwards also on failure. */
bool output_commit(struct output *output, struct error *error);
/* Closes the output without a trace. Fine on NULL. */
void output_abort(struct output *output);

/* Whether the path is an existing file that is not ours: without the marker near its start or end;
 * without a marker, any that exists. */
bool output_is_foreign(struct str path, struct str marker);
/* Whether two names are one existing file. */
bool output_is_same(struct str a, struct str b);
/* Whether standard output is a terminal. */
bool output_is_terminal(void);
/* How wide that terminal is; 0: unknown. */
size_t output_columns(void);
/* Whether it shows colours, and nobody said that they are not wanted (NO_COLOR). */
bool output_likes_color(void);

#endif
