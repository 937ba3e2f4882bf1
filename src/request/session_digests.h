/* Digests of what a session reads. */
#ifndef REQUEST_SESSION_DIGESTS_H
#define REQUEST_SESSION_DIGESTS_H

#include "request/session.h"

struct paper_digest;
struct paper_module;

/* Of a source that is being read. */
struct source_digest {
    const struct paper_module *paper;
    struct paper_digest *of; /* NULL: none is wanted */
    struct input_tap tap;    /* for struct input_limits */
};

/* Starts one if what the session will write tells of them. */
bool source_digest_open(struct source_digest *digest, const struct render *render);
/* Adds its line, if there is none like it, to what the session knows. */
void source_digest_close(struct source_digest *digest, struct render *render, struct str name);

#endif
