/* Moments as people read them. The calendar is computed here; zones come from the host. */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdint.h>

struct host;
struct sink;

/* "2026-11-21 09:11:29 UTC"; the zone is the host's at that moment, UTC if host is NULL or has
 * none. */
void time_print(struct sink *sink, int64_t time_ns, const struct host *host);
/* The same moment to the nanosecond, with the offset: "2026-11-21 09:11:29.0815 +0000 UTC". */
void time_print_exact(struct sink *sink, int64_t time_ns, const struct host *host);

#endif
