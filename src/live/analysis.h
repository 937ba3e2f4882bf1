/* The story of a folder of profiles: totals over time, what grew and shrank, what leaks, and what
 * is missing. */
#ifndef LIVE_ANALYSIS_H
#define LIVE_ANALYSIS_H

#include "base/array.h"
#include "base/error.h"
#include "live/growth.h"
#include "live/series.h"

struct analysis_files;
struct arena;
struct render;
struct render_live;

/* A function that weighs more or less than it did. Of flows these are shares of the total, as what
 * a profile took depends on how busy the service was. */
struct analysis_change {
    struct str name, path;
    double first, last; /* medians of some profiles at both ends */
    double change;
    double share;                      /* of the change, of the larger of the totals at both ends */
    const struct series_point *points; /* as many as the total has */
};

struct analysis_changes {
    const struct analysis_change *at; /* the largest first */
    size_t count;                     /* that are told */
    size_t others;                    /* that are not */
};

struct analysis_total {
    const struct series_total *of;
    double first, last; /* as they were measured */
    double least, most;
    struct growth_fit fit;
    struct analysis_changes grew, shrank; /* empty where functions are not followed */
};

struct analysis_suspect {
    const struct series_suspect *of;
    const struct series_point *points; /* of the function, in its window */
    size_t count;
};

struct analysis_service {
    struct str name; /* empty: the only one */
    struct series *series;
    size_t profiles;
    int64_t from_ns, to_ns;
    const struct analysis_total *totals;
    size_t total_count;
    const struct analysis_suspect *suspects;
    size_t suspect_count;
    const int64_t *restarts;
    size_t restart_count;
};

struct analysis {
    struct str folder;                       /* its base name */
    ARRAY(struct analysis_service) services; /* by name */
    size_t profiles, suspects;
    int64_t from_ns, to_ns;
    ARRAY(struct str) notes; /* for people, not escaped */
    struct arena *arena;
};

/* Reads all files. What cannot be read becomes a note; false where nothing can, or the host
 * cancelled. To be given to analysis_fini in either case. */
bool analysis_init(struct analysis *analysis, struct render_live *live, struct render *render,
                   const struct analysis_files *files, struct arena *arena, struct error *error);
void analysis_fini(struct analysis *analysis);

#endif
