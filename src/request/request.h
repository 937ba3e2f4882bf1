/* One request: settings and a profile become a view, a view becomes bytes. The one entry that every
 * host uses. */
#ifndef REQUEST_REQUEST_H
#define REQUEST_REQUEST_H

#include "base/budget.h"

struct arena;
struct host;
struct notes;
struct profile;
struct renderer;
struct settings;
struct sink;

struct request {
    const struct profile *profile;
    const struct settings *settings;
    const struct renderer *renderer;
    const struct host *host;
    struct str sources; /* base names, joined by ", " */
    struct arena *arena;
    struct budget *budget;
};

/* Renders into the sink. On success *notes is what was found on the way. */
bool request_run(const struct request *request, struct sink *sink, struct notes *notes,
                 struct error *error);

#endif
