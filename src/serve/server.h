/* What the server's parts share. */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H

#include "net/listen.h"
#include "render/live.h"
#include "serve/documents.h"
#include "serve/guard.h"
#include "serve/route.h"

#include <stdatomic.h>

struct reply;
struct cache;
struct library;
struct net_module;
struct workers;

struct server {
    struct render_live *live;
    struct render *sources; /* with the options; NULL sources in it where a folder is served */
    struct render_host host;
    const struct net_module *net;
    struct net_server *listening;
    struct guard guard;
    struct cache *cache;
    struct workers *workers;
    struct documents *documents;
    struct library *library; /* NULL: the sources are served */
    struct str query;        /* that the page opens on: what the command line says about views */
    struct str source_path;  /* where source code may be read; empty: as the command line does */
    double request_time;
    atomic_bool ends;
};

/* What an answer is made of, and the beginning of its key; behind it stand the words: a view and
 * its query, a path. */
struct wanted {
    uint32_t kind; /* enum route_kind */
    struct document_key document;
};

/* A net_handler of the server (handle.c). */
void server_handle(void *server, struct net_exchange *exchange, const struct net_call *call);
/* A workers_make of the server (make.c). */
struct reply *server_make(void *server, struct str key, bool (*is_over)(void *asking),
                          void *asking);
/* The request as it is made and kept: without what the view does not look at, in one order. The
 * text is in the arena. False with an error. */
bool server_canonical(const struct server *server, struct str view, struct str query,
                      struct arena *arena, struct str *request, struct error *error);

#endif
