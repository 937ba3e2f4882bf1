/* The file of earlier lines, the oldest first. */
#ifndef PROMPT_HISTORY_H
#define PROMPT_HISTORY_H

#include "base/str.h"

/* Tells the last lines of the file, at most a thousand; a file that has grown far beyond is cut to
 * them. Nothing where there is none, or it is no regular file. */
void history_load(const char *path, void (*tell)(void *context, struct str line), void *context);
/* Adds a line; the file is made for its owner alone. What cannot be kept is not: no error. */
void history_add(const char *path, struct str line);

#endif
