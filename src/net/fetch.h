/* Requests to services, several at a time (libcurl). */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "base/error.h"

#include <stdint.h>

struct arena;

/* What is asked. Texts need no terminator. */
struct net_request {
    struct str url;            /* http or https */
    struct str unix_socket;    /* path of a socket to connect to instead; empty: none */
    const struct str *headers; /* "Name: value", `header_count` of them */
    size_t header_count;
    bool is_post; /* with this body */
    struct str body;
    bool is_insecure;                     /* certificates are not checked */
    struct str tls_cert, tls_key, tls_ca; /* paths; empty: none, the system's */
    double timeout;                       /* seconds until all of it must be there */
    uint64_t most;                        /* bytes of a body as it comes, and once inflated */
};

/* What came of it. Texts are in the arena. */
struct net_response {
    int status;        /* of HTTP; 0: there was no answer, and `error` says why */
    struct str reason; /* "Not Found"; empty in HTTP/2 */
    struct str content_type;
    bool is_go_pprof; /* X-Go-Pprof was there */
    struct str url;   /* where redirects led */
    struct str body;
    struct error error; /* kind ERROR_NONE: the answer is whole */
};

/* Who waits: told several times a second; false stops all. */
typedef bool net_wait(void *context, size_t done, uint64_t bytes);

/* Does them all at once; each has its response. False where `wait` stopped it. */
typedef bool net_fetch_function(const struct net_request *requests, struct net_response *responses,
                                size_t count, net_wait *wait, void *context, struct arena *arena,
                                struct error *error);

net_fetch_function net_fetch;

#endif
