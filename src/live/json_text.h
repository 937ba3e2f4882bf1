/* Members of JSON objects, each with a comma before it where one is due. What is empty or 0 is left
 * out. */
#ifndef LIVE_JSON_TEXT_H
#define LIVE_JSON_TEXT_H

#include "base/str.h"

#include <stdint.h>

struct sink;

/* The name and its colon; the value is the caller's. */
void json_put_name(struct sink *sink, const char *name);
void json_put_text(struct sink *sink, const char *name, struct str text);
void json_put_number(struct sink *sink, const char *name, double number);
/* A moment since 1970, in nanoseconds, as RFC 3339. */
void json_put_time(struct sink *sink, const char *name, int64_t time_ns);

#endif
