/* What two sides of a comparison are, how they are brought to one scale, and what can be said about
 * noise. Made with the selection, before its weights. */
#ifndef SELECT_COMPARISON_H
#define SELECT_COMPARISON_H

#include "base/budget.h"
#include "profile/runs.h"
#include "select/noise.h"

struct arena;
struct profile;
struct settings;

/* The columns of a selection of both sides, and of trees and graphs made of it. Values are sums
 * over all runs, as they are in the sources; comparison_value makes them comparable. */
enum comparison_column {
    COMPARED_BASE,        /* value */
    COMPARED_NEW,         /* value */
    COMPARED_BASE_EVENTS, /* sampled events, on which tests work */
    COMPARED_NEW_EVENTS,
    COMPARED_COLUMNS
};

enum comparison_scaling {
    SCALED_NOT,      /* values as they are; asked for by --per=run */
    SCALED_DURATION, /* new to the duration of base: a time type, and these differ by over 5 % */
    SCALED_PERIOD,   /* new to the base's sampling rate: counts of samples, whose periods differ */
    SCALED_TOTALS,   /* --normalize */
    SCALED_SAMPLES,  /* --per=samples: to as many sampled events */
    SCALED_LABEL,    /* --per=KEY: to as many values of the label */
};

/* What counts as a sampled event, and so which tests there are. */
enum comparison_counts {
    COUNTS_TYPE,    /* a sample type that counts events: samples, contentions */
    COUNTS_PERIOD,  /* values divided by the period */
    COUNTS_OBJECTS, /* objects of a heap profile, before its producer scaled them up */
    COUNTS_CENSUS,  /* everything was counted, nothing sampled: no test */
    COUNTS_NONE,    /* nothing tells how many events there were: no test */
};

struct comparison_side {
    struct str names; /* of its sources, joined by ", "; "FOLDER/" where all runs are of one */
    size_t run_count;
    int64_t total;   /* of values, absolute, all runs, before filters, as shares are taken of */
    int64_t events;  /* all runs */
    double scale;    /* values times this are comparable: a mean over runs, brought to the base's
                        scale */
    double exposure; /* events to be expected, relative to the other side, if nothing changed */
    double per;      /* with SCALED_LABEL: distinct values of the label; otherwise 0 */
    int64_t time_ns, duration_ns; /* the earliest run's time; the mean duration; 0: not known */
    bool some_timed;              /* a run says how long it took */
};

struct comparison {
    struct comparison_side sides[RUN_SIDES];
    enum comparison_scaling scaling;
    bool by_period; /* with SCALED_DURATION: also to the base's sampling rate */
    enum comparison_counts counts;
    enum noise_model model;
    double confidence; /* 0.95 */
    size_t run_count;
    const uint8_t *run_sides;         /* by run: enum run_side */
    const int64_t *run_periods;       /* by run; 0: not known */
    int64_t *run_events, *run_totals; /* by run: sampled events, values, of all samples */
    bool looks_swapped;               /* the base is younger than new */
    bool mixes_deltas; /* one side is of a span of time, the other says nothing of one: in
                          profiles that add up since the start, growth beside a whole */
    size_t count_type, size_type; /* of COUNTS_TYPE, _PERIOD, _OBJECTS; of _OBJECTS */
    int64_t rate;                 /* each event stands in the counts so many times */
    const uint32_t *run_of_set;   /* by label set, as it is before filters: its run, or ID_NONE */
    struct str per;               /* the label key of SCALED_LABEL */
};

/* The comparison of a profile with runs, for a sample type; NULL with an error. `profile` is before
 * filters. */
struct comparison *comparison_new(const struct profile *profile, size_t type_index,
                                  const struct settings *settings, struct arena *arena,
                                  struct budget *budget, struct error *error);
/* Takes the totals and events of the runs and sides anew, of what is left of the profile. */
bool comparison_count(struct comparison *comparison, const struct profile *profile,
                      size_t type_index, struct budget *budget, struct error *error);
/* The sampled events that a sample stands for; 0 where events are not counted. */
int64_t comparison_events(const struct comparison *comparison, const struct profile *profile,
                          size_t sample);
/* A side's value on the common scale. */
double comparison_value(const struct comparison *comparison, enum run_side side, int64_t value);
/* The same, to the nearest whole number, for printing with a unit. */
int64_t comparison_whole(const struct comparison *comparison, enum run_side side, int64_t value);
/* Whether tests are possible. */
bool comparison_is_tested(const struct comparison *comparison);

#endif
