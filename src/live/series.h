/* What the profiles of a service say over time: the totals of every sample type, and what each
 * function weighs (of a heap what it allocated and is in use, of goroutines those it created, of
 * what is measured while a profile is taken, as CPU time, what it did itself), and what of it grows
 * without end.
 *
 * Memory: of a profile and type the SERIES_FUNCTIONS heaviest functions are kept, 16 bytes each,
 * of those that have SERIES_SHARE of the total; of a function its name and heaviest path. What is
 * forgotten is given back. The longer the window, the fewer the false suspects: forget late. */
#ifndef LIVE_SERIES_H
#define LIVE_SERIES_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct render;
struct series;
struct sink;

enum {
    SERIES_FUNCTIONS = 200,
    SERIES_ROWS = 1000 /* functions that are looked at over time, those that ever weighed most */
};
#define SERIES_SHARE 0.001

struct series *series_new(void);
void series_free(struct series *series);

/* Adds a profile. `kind` is heap, goroutine, cpu, ...; empty: told by its sample types. The session
 * has that profile open and nothing else; its filters are applied, and its sample type is the one
 * whose functions are followed, where the profile has it. Times may come in any order. */
bool series_add(struct series *series, struct str kind, int64_t time_ns, struct render *session,
                struct error *error);
/* Forgets the profiles before a time. */
void series_forget(struct series *series, int64_t before_ns);

struct series_point {
    int64_t time_ns;
    double value;
};

/* What a value is of. */
enum series_role {
    SERIES_LEVEL, /* a moment: memory in use, goroutines */
    SERIES_SUM,   /* all since the program started: bytes allocated, delays */
    SERIES_FLOW   /* the time that the profile took: CPU */
};

/* The totals of one sample type of one kind; `points` are in order of time. */
struct series_total {
    struct str kind, type, unit; /* "heap", "inuse_space", "bytes" */
    enum series_role role;
    bool has_functions; /* which are followed */
    const struct series_point *points;
    size_t count;
};

/* All of them, in the arena, kinds by name, types as in the profile. */
const struct series_total *series_totals(const struct series *series, struct arena *arena,
                                         size_t *count);

/* A function over time; where a profile does not have it, it weighs 0. */
struct series_function {
    struct str name, path;             /* as struct series_suspect has them */
    const struct series_point *points; /* as many as the total has */
};

/* Those of a total that has functions, in the arena, by name. */
const struct series_function *series_functions(const struct series *series,
                                               const struct series_total *total,
                                               struct arena *arena, size_t *count);

/* When the service started anew, as far as sums tell that fall: times of the first profiles
 * after it. */
const int64_t *series_restarts(const struct series *series, struct arena *arena, size_t *count);

/* What grows as a leak does: steadily, beyond chance, and by an amount that matters, since the
 * service started last. */
struct series_suspect {
    struct str kind, type, unit;
    struct str name;         /* the function */
    struct str path;         /* the heaviest stack that it stands on, leaf first, joined by " < " */
    double first, last;      /* fitted values at both ends */
    double slope, low, high; /* per hour, and the bounds of its confidence interval */
    double confidence;       /* that it grows at all: 0.9999 */
    double share;            /* of its growth, of the total at the end */
    size_t points;
    int64_t from_ns, to_ns;
};

/* In the arena, the worst first. */
const struct series_suspect *series_suspects(const struct series *series, struct arena *arena,
                                             size_t *count);
/* "12.0MB -> 18.4MB in 25m, +15MB/h (95 %: 13MB to 17MB), " with that arrow. */
void series_suspect_put_growth(const struct series_suspect *suspect, struct str arrow,
                               struct sink *sink);
/* One line of evidence: "main.cache (heap inuse_space): 12.0MB -> 18.4MB in 25m, +15MB/h (95 %: 13
 * to 17), 30 profiles; main.cache < main.handle < net/http..." */
void series_suspect_print(const struct series_suspect *suspect, struct sink *sink);

#endif
