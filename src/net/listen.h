/* Requests of browsers (libmicrohttpd): heads are read under limits of size and time, a handler
 * answers at once or, from any thread, later. Requests with a body are refused. */
#ifndef NET_LISTEN_H
#define NET_LISTEN_H

#include "base/error.h"

#include <stdint.h>

struct net_server;
struct net_exchange;

/* A request, whole. Texts live until it is answered. */
struct net_call {
    struct str method; /* "GET" */
    struct str path;   /* as it came, not decoded, before the '?' */
    struct str query;  /* as it came, behind the '?' */
    struct str host, origin, authorization, cookie, if_none_match; /* headers; empty: none */
    struct str site, mode;                                         /* Sec-Fetch-Site, -Mode */
    bool accepts_gzip;
};

struct net_header {
    const char *name, *value;
};

/* Copied before net_answer returns, but for the body. */
struct net_reply {
    int status;
    const struct net_header *headers;
    size_t header_count;
    const void *body;
    size_t size;
    void (*release)(void *context); /* of the body, once it is sent; NULL: it stays */
    void *context;
};

/* Gets every request; called by the server's own thread, which must not be kept waiting. Each
 * exchange must be answered once. */
typedef void net_handler(void *context, struct net_exchange *exchange, const struct net_call *call);

struct net_listening {
    const char *host;   /* name or address */
    uint16_t port;      /* 0: any that is free */
    size_t connections; /* more are closed at once; at most 120 */
    size_t head;        /* bytes at most */
    double deadline;    /* seconds for a whole request, from when its connection was opened or had
                           the answer before it */
    double sending;     /* seconds for an answer */
    net_handler *handle;
    void *context;
};

/* Takes the address; nobody is answered yet. NULL with an error. */
typedef struct net_server *net_listen_function(const struct net_listening *listening,
                                               struct error *error);
typedef uint16_t net_port_function(const struct net_server *server);
/* Whether it listens on a loopback address, which other machines do not reach. */
typedef bool net_is_local_function(const struct net_server *server);
/* Begins to answer. */
typedef bool net_start_function(struct net_server *server, struct error *error);
typedef void net_answer_function(struct net_exchange *exchange, const struct net_reply *reply);
/* Whether who asked has left before the answer. */
typedef bool net_is_gone_function(const struct net_exchange *exchange);
/* Every exchange must have been answered. */
typedef void net_stop_function(struct net_server *server);

net_listen_function net_listen;
net_port_function net_port;
net_is_local_function net_is_local;
net_start_function net_start;
net_answer_function net_answer;
net_is_gone_function net_is_gone;
net_stop_function net_stop;

#endif
