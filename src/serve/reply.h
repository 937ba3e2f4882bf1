/* Answers: bytes with what HTTP says about them, shared by all who ask for the same. */
#ifndef SERVE_REPLY_H
#define SERVE_REPLY_H

#include "base/error.h"

struct net_call;
struct net_exchange;
struct net_module;

/* Immutable once it is made; counted, by any thread. */
struct reply;

/* What is given of one. All is copied. */
struct reply_parts {
    int status;
    struct str media;    /* content type */
    struct str body;     /* compressed once if that makes it smaller */
    struct str notes;    /* lines, for X-Render-Notes */
    struct str kind;     /* of an error, for X-Render-Error; empty: none */
    struct str policy;   /* Content-Security-Policy; empty: that of data */
    struct str encoding; /* that the body is in already; empty: none */
    struct str file;     /* a name to save it under; empty: it is to be shown */
    struct str allowed;  /* for WWW-Authenticate; empty: none */
};

struct reply *reply_new(const struct reply_parts *parts);
/* A line of text. */
struct reply *reply_text(int status, struct str kind, struct str text);
struct reply *reply_error(const struct error *error);
struct reply *reply_keep(struct reply *reply);
void reply_release(struct reply *reply);
/* Whether it is what was asked for, and will be so again. */
bool reply_is_fine(const struct reply *reply);
/* Bytes of memory. */
size_t reply_size(const struct reply *reply);
/* Sends it, or that what is there already is still right. The answer is released. */
void reply_send(struct reply *reply, const struct net_module *net, struct net_exchange *exchange,
                const struct net_call *call);
/* Sends a browser elsewhere: to a path and query, with a cookie (NULL: none). */
void reply_elsewhere(const struct net_module *net, struct net_exchange *exchange, int status,
                     const char *place, const char *cookie);

#endif
