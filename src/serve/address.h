/* Where to listen, and how browsers are sent there. */
#ifndef SERVE_ADDRESS_H
#define SERVE_ADDRESS_H

#include "base/error.h"

#include <stdint.h>

struct arena;

struct address {
    struct str host; /* without brackets; "localhost" where none is named */
    uint16_t port;   /* 0: any that is free */
};

/* Reads HOST:PORT, [ADDRESS]:PORT; both may be empty. False with a USAGE error, which may be in
 * pprof's words. */
bool address_read(struct address *address, struct str text, bool is_pprof, struct error *error);
/* "http://localhost:8080", in the arena. A host that stands for all addresses is this machine's
 * own for who is on it. */
struct str address_print(const struct address *address, struct arena *arena);

#endif
