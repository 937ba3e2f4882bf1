/* The runs of a comparison: profiles of two sides, merged so that all tables are shared, each
 * sample saying which run it is of.
 *
 * A sample says so by the text label RUNS_KEY, whose value is that of runs_label; the profile says
 * what its runs were in comments, a run each, that start with RUNS_KEY. So a comparison is an
 * ordinary profile, which can be written, carried in a page and read back. */
#ifndef PROFILE_RUNS_H
#define PROFILE_RUNS_H

#include "base/budget.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct profile;

#define RUNS_KEY STR("render::run")

enum run_side { RUN_BASE, RUN_NEW, RUN_SIDES };

struct run {
    enum run_side side;
    struct str name; /* of the source: a base name; of one in a folder "FOLDER/FILE" */
    int64_t time_ns, duration_ns;
    int64_t period; /* in the unit that the merged profile's has */
};

/* The merged profile of both sides, with `runs` set; at least one profile of each side. Types and
 * units are treated as combine() does. NULL with an error that names both of two that cannot be
 * compared. */
const struct profile *runs_combine(const struct profile *const *profiles,
                                   const enum run_side *sides, size_t count, struct arena *arena,
                                   struct budget *budget, struct error *error);
/* The profile with `runs` set where its comments tell of runs of both sides; otherwise as it is. */
const struct profile *runs_read(const struct profile *profile, struct arena *arena);
/* Whether it is one of those comments, which are not for people. */
bool runs_is_comment(struct str comment);
/* The mean of the side's periods; 0 where one is not known. */
double runs_period(const struct profile *profile, enum run_side side);
/* "base", "new". */
struct str runs_side_name(enum run_side side);
/* The same; "base 2" where the side has several. */
struct str runs_label(const struct run *runs, size_t count, size_t run, struct arena *arena);
/* By label set: the run its samples are of; ID_NONE where they are of none. */
uint32_t *runs_of_label_sets(const struct profile *profile, struct arena *arena);

#endif
