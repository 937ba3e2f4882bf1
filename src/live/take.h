/* Fetching profiles of a service, looking whether they are what they should be, and putting them
 * into a store. */
#ifndef LIVE_TAKE_H
#define LIVE_TAKE_H

#include "live/index.h"
#include "live/kinds.h"

struct render;
struct render_live;
struct store;

/* Where from, and by whom. */
struct take_from {
    struct render_live *live;
    const struct render *session; /* its options */
    struct str host;              /* as the user wrote it */
    double seconds;               /* that long kinds last */
    bool is_quiet;
};

/* A profile, or what became of it. */
struct taken {
    struct record record; /* status "ok", "unreadable" or "failed", with an error */
    struct str bytes;     /* as they came, compressed where they were not; empty: there are none */
    struct str suffix;
    const struct live_kind *kind;
};

/* Fetches them all at once; everything is in the arena. False where the options are wrong or the
 * host cancelled; what one of them lacks is told by its record. */
bool take_all(const struct take_from *from, const struct live_kinds *kinds, struct taken *taken,
              struct arena *arena, struct error *error);
bool taken_is_ok(const struct taken *taken);
/* Puts them into the store, which is locked; their records then have file, bytes and sha256. */
bool take_put(const struct store *store, struct taken *taken, size_t count, struct arena *arena,
              struct error *error);

#endif
