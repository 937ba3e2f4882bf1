/* The header lines that a user gives, by text or by file. Their values are secrets: no message
 * shows one. */
#ifndef LIVE_HEADERS_H
#define LIVE_HEADERS_H

#include "base/error.h"

struct arena;
struct texts;

struct live_headers {
    const struct str *lines; /* "Name: value" */
    size_t count;
    bool has_authorization;
};

/* Reads the values of --header, in the arena. False with an error that names the file. */
bool live_headers_read(struct live_headers *headers, const struct texts *values,
                       struct arena *arena, struct error *error);

#endif
