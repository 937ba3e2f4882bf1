/* The profile that a page carries: the source's own bytes where they can stay, otherwise written
 * anew. */
#ifndef REQUEST_EMBED_H
#define REQUEST_EMBED_H

#include "base/budget.h"
#include "renderers/embedded.h"

struct arena;
struct input_kept;
struct profile;

struct embed {
    const struct profile *profile; /* of all sources, less the base */
    const struct input_kept *kept; /* the bytes of a single source; NULL: it was not that alone */
    size_t sources;
    bool has_base;
    uint64_t most; /* bytes, from which on it is compacted; 0: none */
};

/* Makes it, in the arena; *said gets a line where something was left out, or is too large. False
 * with an error. */
bool embed(const struct embed *embed, struct embedded *embedded, struct str *said,
           struct arena *arena, struct budget *budget, struct error *error);

#endif
