/* Medians of some profiles at both ends, so that one odd profile does not tell the story; what the
 * scatter from profile to profile explains is left out. */
#include "live/analysis_changes.h"
#include "base/arena.h"
#include "base/sort.h"
#include "live/analysis.h"

#include <math.h>
#include <stdlib.h>

enum {
    ENDS_MOST = 10,     /* profiles that an end is made of, */
    ENDS_PART = 5,      /* and at most so great a part of all: a fifth */
    TOLD = 10,          /* functions */
    SCATTER_POINTS = 6, /* from so many profiles on there is a scatter to go by */
};

/* Of the larger total: a smaller change is not worth telling. */
#define LEAST_SHARE 0.005
/* Of flows in few profiles, whose samples are few, too. */
#define LEAST_FLOW 0.01
/* Standard errors of the difference of both medians. */
#define BEYOND_SCATTER 3.0

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Reorders. */
static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static size_t end_size(size_t count)
{
    size_t size = count / ENDS_PART;
    return size < 1 ? 1 : size > ENDS_MOST ? ENDS_MOST : size;
}

/* A value, of flows as a share of what the profile has in all. */
static double value_at(const struct series_total *total, const struct series_point *points,
                       size_t i)
{
    double whole = total->points[i].value;
    if (total->role != SERIES_FLOW)
        return points[i].value;
    return whole > 0 ? points[i].value / whole : 0;
}

static double end_of(const struct series_total *total, const struct series_point *points,
                     size_t from, size_t to)
{
    double values[ENDS_MOST];
    for (size_t i = from; i < to; i++)
        values[i - from] = value_at(total, points, i);
    return median(values, to - from);
}

/* The standard error of a median of one end: from the differences of neighbours, whose median size
 * is 0.954 standard deviations of a value; a median's is 1.253 that of a mean. */
static double error_of(const struct series_total *total, const struct series_point *points,
                       struct arena scratch)
{
    double *sizes = ARENA_NEW(&scratch, double, total->count);
    if (total->count < SCATTER_POINTS)
        return 0;
    for (size_t i = 1; i < total->count; i++)
        sizes[i - 1] = fabs(value_at(total, points, i) - value_at(total, points, i - 1));
    double deviation = median(sizes, total->count - 1) / 0.954;
    return 1.253 * deviation / sqrt((double)end_size(total->count));
}

static double larger_end(const struct series_total *total)
{
    size_t size = end_size(total->count);
    if (total->role == SERIES_FLOW)
        return 1;
    return fmax(end_of(total, total->points, 0, size),
                end_of(total, total->points, total->count - size, total->count));
}

struct list {
    struct analysis_change *at;
    uint32_t *ids;
    size_t count;
};

static bool is_larger(const void *context, uint32_t a, uint32_t b)
{
    const struct analysis_change *changes = context;
    return fabs(changes[a].change) > fabs(changes[b].change);
}

static struct analysis_changes told(struct list *list, struct arena *arena)
{
    size_t count = list->count < TOLD ? list->count : TOLD;
    struct analysis_change *changes = ARENA_NEW(arena, struct analysis_change, count);
    sort_ids(list->ids, list->count, is_larger, list->at, *arena);
    for (size_t i = 0; i < count; i++)
        changes[i] = list->at[list->ids[i]];
    return (struct analysis_changes){changes, count, list->count - count};
}

static void add(struct list *list, const struct analysis_change *change)
{
    list->ids[list->count] = (uint32_t)list->count;
    list->at[list->count++] = *change;
}

void analysis_changes_find(struct analysis_total *total, const struct series *series,
                           struct arena *arena)
{
    const struct series_total *of = total->of;
    size_t count, size = end_size(of->count);
    if (of->count < 2)
        return;
    const struct series_function *functions = series_functions(series, of, arena, &count);
    struct list grew = {ARENA_NEW(arena, struct analysis_change, count),
                        ARENA_NEW(arena, uint32_t, count), 0};
    struct list shrank = {ARENA_NEW(arena, struct analysis_change, count),
                          ARENA_NEW(arena, uint32_t, count), 0};
    double whole = larger_end(of);
    bool is_vague = of->role == SERIES_FLOW && of->count < SCATTER_POINTS;
    double least = is_vague ? LEAST_FLOW : LEAST_SHARE;
    for (size_t i = 0; i < count; i++) {
        const struct series_point *points = functions[i].points;
        struct analysis_change change = {.name = functions[i].name,
                                         .path = functions[i].path,
                                         .first = end_of(of, points, 0, size),
                                         .last = end_of(of, points, of->count - size, of->count),
                                         .points = points};
        double error = error_of(of, points, *arena) * sqrt(2);
        change.change = change.last - change.first;
        change.share = whole > 0 ? change.change / whole : 0;
        if (fabs(change.share) < least || fabs(change.change) < BEYOND_SCATTER * error)
            continue;
        add(change.change > 0 ? &grew : &shrank, &change);
    }
    total->grew = told(&grew, arena);
    total->shrank = told(&shrank, arena);
}
