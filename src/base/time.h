/* Moments as people read them. The calendar is computed here; zones come from the host. */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/str.h"

#include <stdint.h>

struct host;
struct sink;

/* "2026-11-21 09:11:29 UTC"; the zone is the host's at that moment, UTC if host is NULL or has
 * none. */
void time_print(struct sink *sink, int64_t time_ns, const struct host *host);
/* The same moment to the nanosecond, with the offset: "2026-11-21 09:11:29.0815 +0000 UTC". */
void time_print_exact(struct sink *sink, int64_t time_ns, const struct host *host);
/* As RFC 3339 has it, in UTC and to the nanosecond: "2026-11-21T09:11:29.081500000Z". */
void time_print_rfc3339(struct sink *sink, int64_t time_ns);
/* For names of files, in UTC: "20261121_091129". */
void time_print_stamp(struct sink *sink, int64_t time_ns);
/* A moment in any form of RFC 3339, years 1678 to 2261; false if the text is anything else. */
bool time_parse_rfc3339(struct str text, int64_t *time_ns);
/* A time of day, "18:30" or "18:30:15", in seconds; false if the text is anything else. */
bool time_parse_of_day(struct str text, int64_t *seconds);

#endif
