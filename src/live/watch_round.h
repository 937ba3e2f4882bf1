/* A round of a watcher: what is fetched, stored, removed, found and said. */
#ifndef LIVE_WATCH_ROUND_H
#define LIVE_WATCH_ROUND_H

#include "base/array.h"
#include "live/series.h"
#include "live/store.h"
#include "live/take.h"
#include "live/until.h"

/* Since when nothing was stored, and why. */
struct watch_gap {
    int64_t start_ns; /* 0: there is none */
    uint64_t tries;   /* that failed, since then */
    bool is_absence;  /* no watcher ran */
    char text[ERROR_TEXT];
};

struct watch {
    struct take_from from;
    struct live_kinds kinds;
    struct store store;
    struct store_bounds bounds;
    struct series *series;
    struct until until;
    int64_t every;
    int64_t start_pace, start_wall; /* both clocks at the start */
    int64_t last_pace, last_wall;   /* and at the last round */
    int64_t next_pace;
    uint64_t round;            /* number of the last one in the store */
    uint64_t rounds, failures; /* of this run */
    struct watch_gap gap;
    bool is_failing[KINDS_MOST]; /* by place in `kinds` */
    struct str service;          /* as it was asked, without secrets; empty: not yet */
    /* Those that were printed, and are not again, with what was last found about each; their texts
     * are those of the first time. */
    ARRAY(struct series_suspect) seen;
    struct arena *arena; /* of what stays */
};

/* The time that growth is measured by: the wall clock at the start, and what has gone by since. */
int64_t watch_time(const struct watch *watch);
/* Adds a profile to the series; one that cannot be read is left out. */
void watch_feed(struct watch *watch, struct str kind, int64_t time_ns, struct str bytes);
/* Removes what is beyond the bounds. */
void watch_trim(struct watch *watch, struct arena scratch);
/* Does one; what fails is a gap. False where the host cancelled, or options are wrong. */
bool watch_round(struct watch *watch, struct arena *arena, struct error *error);
/* Puts the gap that there is into the index, as it will not end. */
void watch_end_gap(struct watch *watch, struct arena scratch);
/* Says new suspects, and writes the state. */
void watch_tell(struct watch *watch, const char *state, struct arena scratch);

#endif
