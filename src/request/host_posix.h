/* The host that a POSIX machine is. */
#ifndef REQUEST_HOST_POSIX_H
#define REQUEST_HOST_POSIX_H

#include "base/host.h"

/* Opens a file, or standard input for "-". */
bool host_open(void *context, struct str name, struct source *source, struct error *error);
int64_t host_now_ns(void *context);
/* The zone of TZ or of the system. */
void host_zone(void *context, int64_t seconds, struct zone *zone);

#endif
