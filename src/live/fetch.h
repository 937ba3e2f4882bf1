/* Fetching by the options of a session: seconds, timeouts, headers, certificates, words. */
#ifndef LIVE_FETCH_H
#define LIVE_FETCH_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct render_live;
struct settings;

/* A profile to fetch. */
struct live_job {
    struct str source; /* as a user writes it: URL, HOST:PORT, unix:/path */
    struct str path;   /* to ask there instead of the source's own: "/debug/pprof/heap"; empty: its
                          own */
    double seconds;    /* for its query; 0: it has none, or its own */
    bool is_quiet;     /* nothing is said while it waits */
};

/* What came of it; texts are in the arena. */
struct live_result {
    struct str url;           /* that was asked, without user, password and secrets of the query */
    struct str bytes;         /* as they came */
    int64_t start_ns, end_ns; /* by the host's clock */
    int status;               /* of HTTP; 0: there was no answer */
    struct error error;       /* kind ERROR_NONE: it is whole */
};

/* Whether a name is one that is fetched, and no file. */
bool live_is_url(struct str name);

/* Fetches all together. Each has its result; false where the options are wrong or the host
 * cancelled. */
bool live_fetch(struct render_live *live, const struct settings *settings,
                const struct live_job *jobs, struct live_result *results, size_t count,
                struct arena *arena, struct error *error);

#endif
