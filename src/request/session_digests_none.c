/* A page writes no reports. */
#include "request/session.h"

bool source_digest_open(struct source_digest *digest, const struct render *render)
{
    (void)render;
    *digest = (struct source_digest){.of = NULL};
    return false;
}

void source_digest_close(struct source_digest *digest, struct render *render, struct str name)
{
    (void)digest;
    (void)render;
    (void)name;
}
