/* Values, spans of time and rates in words. */
#ifndef LIVE_VALUE_H
#define LIVE_VALUE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct sink;

/* Whether it is a unit of memory. */
bool value_is_bytes(struct str unit);
/* "18.4MB", "1,204", with three digits or more; '-' before what is below 0. */
void value_print(struct sink *sink, double value, struct str unit);
/* "2d 4h", "1h 30m", "25m", "42s", "350ms". */
void value_print_span(struct sink *sink, int64_t span_ns);

/* What a rate is told by, so that numbers stay near those that were measured. */
struct value_rate {
    const char *unit; /* "/h" */
    double per_hour;  /* how many of it an hour has: 60 of minutes */
};

struct value_rate value_rate_of(int64_t span_ns);

#endif
