/* Open profiles: the sources that the server was started with, and those of a folder that were
 * asked for last. Each is read once; every thread works on a share of its own. */
#ifndef SERVE_DOCUMENTS_H
#define SERVE_DOCUMENTS_H

#include "base/error.h"

#include <stdint.h>

struct documents;
struct library;
struct render;
struct render_host;

/* Which profile: files of the folder and which of their contents; all 0: the sources. */
struct document_key {
    uint32_t id, base, revision, base_revision;
};

/* A session that works for one request. */
struct lent {
    struct render *session;
    void *place; /* for documents_return */
};

/* Who waits: true once the work should stop. */
typedef bool documents_stop(void *context);

/* `sources` has the options, and the sources open where `library` is NULL; otherwise that has the
 * files. `host` is what shares have of the world; it is cancelled when the server ends. */
struct documents *documents_new(struct render *sources, struct library *library,
                                const struct render_host *host, uint64_t max_memory);
void documents_free(struct documents *documents);
/* Reads it if nobody has yet. False with an error, which stays with the profile. */
bool documents_lend(struct documents *documents, struct document_key key, documents_stop *stop,
                    void *context, struct lent *lent, struct error *error);
void documents_return(struct documents *documents, struct lent *lent);

#endif
