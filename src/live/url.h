/* What is asked of a service, by how a user wrote its name. */
#ifndef LIVE_URL_H
#define LIVE_URL_H

#include "base/error.h"

struct arena;

struct live_target {
    struct str url;           /* to ask, without user and fragment */
    struct str socket;        /* path of the socket to connect to; empty: none */
    struct str authorization; /* a header line made of the user; empty: none */
    bool is_insecure;
    struct str said; /* the URL for people: without user, and without values of a query that could
                        be secret */
    double seconds;  /* that the service takes for its answer, by its query; 0: it is not told */
    double usual;    /* what it takes where its query says nothing: 30 for a CPU profile */
};

/* A source as base/url.h says. `path` (with a query, if it has one) is asked instead of its own,
 * empty: that; `seconds` above 0 are set in the query. Texts are in the arena. False with a USAGE
 * error. */
bool live_target_read(struct live_target *target, struct str source, struct str path,
                      double seconds, struct arena *arena, struct error *error);

#endif
