/* Which functions grow as leaks do, and the line that says so. */
#include "base/escape.h"
#include "base/sink.h"
#include "base/sort.h"
#include "live/growth.h"
#include "live/series.h"
#include "live/value.h"

#include <math.h>

/* The chance that a series without a leak has one named, among all functions, in a look; looks
 * follow each other closely and are nearly one. A single function never gets more than ALPHA_MOST.
 */
#define ALPHA 0.001
#define ALPHA_MOST 1e-5
/* What matters: growth by this share of the total, of what the function weighed at first, and by as
 * much as this of a unit. */
#define LEAST_OF_TOTAL 0.01
#define LEAST_OF_FIRST 0.05
#define LEAST_BYTES 65536.0
#define LEAST_COUNT 5.0

struct search {
    const struct series *series;
    struct arena *arena;
    int64_t from_ns; /* since the last start of the service */
    struct series_suspect *suspects;
    size_t count, room;
};

static void add(struct search *search, const struct series_suspect *suspect)
{
    if (search->count == search->room) {
        size_t room = search->room ? search->room * 2 : 8;
        search->suspects =
            arena_grow(search->arena, search->suspects, search->room * sizeof *suspect,
                       room * sizeof *suspect, _Alignof(struct series_suspect));
        search->room = room;
    }
    search->suspects[search->count++] = *suspect;
}

static double level_at_end(const struct series_total *total, struct arena scratch)
{
    size_t third = total->count / 3;
    struct growth_fit fit = growth_fit(total->points + (total->count - third), third, scratch);
    return fit.last;
}

static size_t first_of(const struct series_total *total, int64_t from_ns)
{
    size_t first = 0;
    while (first < total->count && total->points[first].time_ns < from_ns)
        first++;
    return first;
}

static void look_at(struct search *search, const struct series_total *total,
                    const struct series_function *function, const struct growth_rule *rule,
                    double level)
{
    size_t first = first_of(total, search->from_ns), count = total->count - first;
    const struct series_point *points = function->points + first;
    double confidence;
    if (growth_test(points, count, rule, &confidence, *search->arena) != GROWTH_LEAK)
        return;
    struct growth_fit fit = growth_fit(points, count, *search->arena);
    struct series_suspect suspect = {.kind = total->kind,
                                     .type = total->type,
                                     .unit = total->unit,
                                     .name = function->name,
                                     .path = function->path,
                                     .first = fit.first,
                                     .last = fit.last,
                                     .slope = fit.slope,
                                     .low = fit.low,
                                     .high = fit.high,
                                     .confidence = confidence,
                                     .share = level > 0 ? (fit.last - fit.first) / level : 0,
                                     .points = fit.points,
                                     .from_ns = fit.from_ns,
                                     .to_ns = fit.to_ns};
    add(search, &suspect);
}

static void search_total(struct search *search, const struct series_total *total)
{
    size_t count;
    const struct series_function *functions =
        series_functions(search->series, total, search->arena, &count);
    double level = level_at_end(total, *search->arena);
    double floor = value_is_bytes(total->unit) ? LEAST_BYTES : LEAST_COUNT;
    struct growth_rule rule = {.alpha = fmin(ALPHA / (double)(count + 1), ALPHA_MOST),
                               .least = fmax(LEAST_OF_TOTAL * level, floor),
                               .share = LEAST_OF_FIRST};
    for (size_t i = 0; i < count; i++)
        look_at(search, total, &functions[i], &rule, level);
}

static bool has_kind(const struct series_total *totals, size_t count, struct str kind)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(totals[i].kind, kind))
            return true;
    return false;
}

static bool is_worse(const void *context, uint32_t a, uint32_t b)
{
    const struct series_suspect *suspects = context;
    return suspects[a].share > suspects[b].share;
}

const struct series_suspect *series_suspects(const struct series *series, struct arena *arena,
                                             size_t *count)
{
    size_t total_count, restart_count;
    const struct series_total *totals = series_totals(series, arena, &total_count);
    const int64_t *restarts = series_restarts(series, arena, &restart_count);
    bool has_heap = has_kind(totals, total_count, STR("heap"));
    struct search search = {.series = series, .arena = arena, .from_ns = INT64_MIN};
    if (restart_count)
        search.from_ns = restarts[restart_count - 1];
    for (size_t i = 0; i < total_count; i++) {
        const struct series_total *total = &totals[i];
        /* Go's allocs profile has the same values as its heap profile. */
        bool is_twin = has_heap && str_equal(total->kind, STR("allocs"));
        if (total->has_functions && total->role == SERIES_LEVEL && !is_twin)
            search_total(&search, total);
    }
    uint32_t *ids = ARENA_NEW(arena, uint32_t, search.count);
    struct series_suspect *sorted = ARENA_NEW(arena, struct series_suspect, search.count);
    for (size_t i = 0; i < search.count; i++)
        ids[i] = (uint32_t)i;
    sort_ids(ids, search.count, is_worse, search.suspects, *arena);
    for (size_t i = 0; i < search.count; i++)
        sorted[i] = search.suspects[ids[i]];
    *count = search.count;
    return sorted;
}

void series_suspect_put_growth(const struct series_suspect *suspect, struct str arrow,
                               struct sink *sink)
{
    struct value_rate rate = value_rate_of(suspect->to_ns - suspect->from_ns);
    value_print(sink, suspect->first, suspect->unit);
    sink_text(sink, arrow);
    value_print(sink, suspect->last, suspect->unit);
    sink_text(sink, STR(" in "));
    value_print_span(sink, suspect->to_ns - suspect->from_ns);
    sink_text(sink, STR(", +"));
    value_print(sink, suspect->slope / rate.per_hour, suspect->unit);
    sink_print(sink, "%s (95 %%: ", rate.unit);
    value_print(sink, suspect->low / rate.per_hour, suspect->unit);
    sink_text(sink, STR(" to "));
    value_print(sink, suspect->high / rate.per_hour, suspect->unit);
    sink_text(sink, STR("), "));
}

void series_suspect_print(const struct series_suspect *suspect, struct sink *sink)
{
    sink_terminal(sink, suspect->name);
    sink_text(sink, STR(" ("));
    sink_terminal(sink, suspect->kind);
    sink_char(sink, ' ');
    sink_terminal(sink, suspect->type);
    sink_text(sink, STR("): "));
    series_suspect_put_growth(suspect, STR(" -> "), sink);
    sink_print(sink, "%zu profiles; ", suspect->points);
    sink_terminal(sink, suspect->path);
}
