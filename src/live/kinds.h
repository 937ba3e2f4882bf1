/* The profiles that a Go service has under /debug/pprof. */
#ifndef LIVE_KINDS_H
#define LIVE_KINDS_H

#include "base/error.h"

struct live_kind {
    struct str name, page, suffix; /* "cpu", "profile", ".pb.gz" */
    bool is_long;                  /* it lasts --seconds; all others are of a moment */
    bool is_trace;                 /* and so no profile */
    bool has_growth;               /* its values are counted since the start, or in use */
};

enum { KINDS_MOST = 8 };

struct live_kinds {
    const struct live_kind *at[KINDS_MOST]; /* in the order of the table */
    size_t count;
};

/* Those that the words name ("heap", "heap,cpu", "all"), or those of `usual` where there are none.
 * False with a USAGE error that says what there is. */
bool kinds_choose(struct live_kinds *kinds, const char *const *words, size_t count,
                  const char *usual, struct error *error);

#endif
