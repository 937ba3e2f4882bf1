/* watch.json and watch.md: what a watcher has found so far, anew after every round; and the line
 * that it shows on a terminal. */
#ifndef LIVE_WATCH_STATE_H
#define LIVE_WATCH_STATE_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct index;
struct render_live;
struct series_suspect;
struct series_total;

struct watch_state {
    struct str service, folder;
    const char *state;  /* "running", "waiting" (for the service), "stopped" */
    struct str problem; /* why it waits; empty: it does not */
    int64_t start_ns, now_ns, next_ns;
    double every;              /* seconds */
    uint64_t rounds, failures; /* of this run */
    const struct series_total *totals;
    size_t total_count;
    const struct series_suspect *suspects;
    size_t suspect_count;
    const struct index *index;
};

/* Writes both files. */
bool watch_state_write(const struct watch_state *state, struct arena scratch, struct error *error);
/* "localhost:6060  round 12  heap 34.2MB ▁▂▃▅ +1.2MB  goroutine 512 ▂▂▂  next in 4m" */
void watch_state_show(const struct watch_state *state, const struct render_live *live);

#endif
