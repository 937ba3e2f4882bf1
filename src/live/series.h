/* What the profiles of a service say over time: the totals of every sample type, and what each
 * function weighs (of a heap what it allocated and is in use, of goroutines those it created), and
 * what of it grows without end. */
#ifndef LIVE_SERIES_H
#define LIVE_SERIES_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct render;
struct series;
struct sink;

struct series *series_new(void);
void series_free(struct series *series);

/* Adds a profile. `kind` is heap, goroutine, cpu, ...; empty: told by its sample types. The session
 * has that profile open and nothing else. Times may come in any order. */
bool series_add(struct series *series, struct str kind, int64_t time_ns, struct render *session,
                struct error *error);
/* Forgets the profiles before a time. */
void series_forget(struct series *series, int64_t before_ns);

struct series_point {
    int64_t time_ns;
    double value;
};

/* The totals of one sample type of one kind; `points` are in order of time. */
struct series_total {
    struct str kind, type, unit; /* "heap", "inuse_space", "bytes" */
    const struct series_point *points;
    size_t count;
};

/* All of them, in the arena, kinds by name, types as in the profile. */
const struct series_total *series_totals(const struct series *series, struct arena *arena,
                                         size_t *count);

/* What grows as a leak does: steadily, beyond chance, and by an amount that matters. */
struct series_suspect {
    struct str kind, type, unit;
    struct str name;         /* the function */
    struct str path;         /* the heaviest stack that it stands on, leaf first, joined by " < " */
    double first, last;      /* fitted values at both ends */
    double slope, low, high; /* per hour, and the bounds of its confidence interval */
    double confidence;       /* that it grows at all: 0.9999 */
    size_t points;
    int64_t from_ns, to_ns;
};

/* In the arena, the worst first. */
const struct series_suspect *series_suspects(const struct series *series, struct arena *arena,
                                             size_t *count);
/* One line of evidence: "main.cache (heap inuse_space): 12.0MB -> 18.4MB in 25m, +15MB/h (95 %: 13
 * to 17), 30 profiles; main.cache < main.handle < net/http..." */
void series_suspect_print(const struct series_suspect *suspect, struct sink *sink);

#endif
