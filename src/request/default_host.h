/* The host of a session that brings none: a POSIX machine (host_posix.c), or nothing at all
 * (host_none.c). */
#ifndef REQUEST_DEFAULT_HOST_H
#define REQUEST_DEFAULT_HOST_H

#include "base/host.h"

/* Opens a file, or standard input for "-". */
bool host_open(void *context, struct str name, struct source *source, struct error *error);
int64_t host_now_ns(void *context);
/* The zone of TZ or of the system. */
void host_zone(void *context, int64_t seconds, struct zone *zone);
/* Opens a regular file or a folder, and nothing else. */
bool host_open_source(void *context, struct str path, struct source *source, struct error *error);
/* PWD where it is the current folder, so that links in it stay as they were typed. */
bool host_folder(void *context, char *path, size_t size);
bool host_list(void *context, struct str path, host_entry *entry, void *receiver);

#endif
