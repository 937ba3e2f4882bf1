/* Verdicts: by counts of sampled events, in the direction of values. */
#include "tree/changes.h"
#include "base/arena.h"
#include "base/number.h"
#include "select/comparison.h"
#include "select/distribution.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

#include <math.h>
#include <stdio.h>

enum { COLUMNS = COMPARED_COLUMNS };

/* ---------------------------------------------------------------- one change */

static double pooled(const int64_t *columns)
{
    return (double)columns[COMPARED_BASE_EVENTS] + (double)columns[COMPARED_NEW_EVENTS];
}

/* The model of what is not tested by rank. */
static enum noise_model count_model(const struct changes *changes)
{
    return changes->comparison->model == NOISE_RANKS ? NOISE_DISPERSED : changes->comparison->model;
}

static double p_of(const struct changes *changes, const int64_t *columns)
{
    double base = (double)columns[COMPARED_BASE_EVENTS];
    double new_ = (double)columns[COMPARED_NEW_EVENTS];
    return count_model(changes) == NOISE_COUNTS ? noise_p_counts(&changes->sides, base, new_)
                                                : noise_p_dispersed(&changes->sides, base, new_);
}

/* What a change is, if it is no noise. */
static enum change_kind kind_of(double base, double new_)
{
    if (base == new_)
        return CHANGE_SAME;
    if (new_ > base)
        return base == 0 ? CHANGE_ADDED : CHANGE_MORE;
    return new_ == 0 ? CHANGE_GONE : CHANGE_LESS;
}

static enum change_kind values_kind(const struct changes *changes, const int64_t *columns)
{
    return kind_of(comparison_value(changes->comparison, RUN_BASE, columns[COMPARED_BASE]),
                   comparison_value(changes->comparison, RUN_NEW, columns[COMPARED_NEW]));
}

static unsigned step_of(double base, double new_)
{
    double larger = fmax(fabs(base), fabs(new_));
    double share = larger > 0 ? fabs(new_ - base) / larger : 0;
    return share > .75 ? 3 : share > .5 ? 2 : share > .25 ? 1 : 0;
}

/* Half the width of the interval of delta: of events, times the mean value of one. */
static double half_width(const struct changes *changes, const int64_t *columns,
                         const struct change *change)
{
    const struct noise_sides *sides = &changes->sides;
    double base = (double)columns[COMPARED_BASE_EVENTS];
    double new_ = (double)columns[COMPARED_NEW_EVENTS];
    double events = base + new_ * (sides->base_exposure / sides->new_exposure);
    double half = noise_half_width_by(sides, changes->comparison->model, base, new_,
                                      1 - changes->comparison->confidence, changes->z);
    return events > 0 ? half * ((fabs(change->base) + fabs(change->new_)) / events) : 0;
}

/* Of values, with an interval where tests are possible; `p` and `level` tell whether it is noise.
 */
static struct change change_of(const struct changes *changes, const int64_t *columns, double p,
                               double level)
{
    const struct comparison *comparison = changes->comparison;
    struct change change = {.p = 1, .is_tested = comparison_is_tested(comparison)};
    change.base = comparison_value(comparison, RUN_BASE, columns[COMPARED_BASE]);
    change.new_ = comparison_value(comparison, RUN_NEW, columns[COMPARED_NEW]);
    change.delta = change.new_ - change.base;
    change.kind = kind_of(change.base, change.new_);
    change.step = step_of(change.base, change.new_);
    if (!change.is_tested)
        return change;
    struct noise_interval interval = noise_interval(
        change.delta, half_width(changes, columns, &change), p < 1 - comparison->confidence);
    change.low = interval.low;
    change.high = interval.high;
    change.p = p;
    if (change.kind != CHANGE_SAME && !(p < level))
        change.kind = CHANGE_NOISE;
    return change;
}

static double events_of(const int64_t *sums, size_t frame)
{
    return pooled(sums + frame * COLUMNS);
}

static double flat_level(const struct changes *changes, uint32_t frame)
{
    return noise_family_level(&changes->flat_family, events_of(changes->flat, frame));
}

/* The same events are the same test, which the family of the first has: of a function that calls
 * nothing, and of one that alone stands for all that it calls. */
static double cum_level(const struct changes *changes, uint32_t frame)
{
    double flat = events_of(changes->flat, frame), cum = events_of(changes->cum, frame);
    return noise_family_level(flat == cum ? &changes->flat_family : &changes->cum_family, cum);
}

static double origin_level(const struct changes *changes, uint32_t frame)
{
    double origin = events_of(changes->origin, frame);
    if (origin == events_of(changes->cum, frame))
        return cum_level(changes, frame);
    bool is_flat = origin == events_of(changes->flat, frame);
    return noise_family_level(is_flat ? &changes->flat_family : &changes->origin_family, origin);
}

struct change changes_flat(const struct changes *changes, uint32_t frame)
{
    const int64_t *columns = changes->flat + (size_t)frame * COLUMNS;
    double p = changes->flat_ranks ? changes->flat_ranks[frame] : p_of(changes, columns);
    return change_of(changes, columns, p, flat_level(changes, frame));
}

struct change changes_cum(const struct changes *changes, uint32_t frame)
{
    const int64_t *columns = changes->cum + (size_t)frame * COLUMNS;
    double p = changes->cum_ranks ? changes->cum_ranks[frame] : p_of(changes, columns);
    return change_of(changes, columns, p, cum_level(changes, frame));
}

struct change changes_origin(const struct changes *changes, uint32_t frame)
{
    const int64_t *columns = changes->origin + (size_t)frame * COLUMNS;
    double p = changes->origin_ranks ? changes->origin_ranks[frame] : p_of(changes, columns);
    return change_of(changes, columns, p, origin_level(changes, frame));
}

struct change changes_node(const struct changes *changes, uint32_t node)
{
    const int64_t *columns = changes->tree->total + (size_t)node * COLUMNS;
    return change_of(changes, columns, p_of(changes, columns),
                     noise_family_level(&changes->node_family, pooled(columns)));
}

struct change changes_total(const struct changes *changes)
{
    const int64_t *columns = changes->tree->total;
    double p = changes->flat_ranks ? changes->total_rank : p_of(changes, columns);
    return change_of(changes, columns, p, 1 - changes->comparison->confidence);
}

struct change changes_of(const struct changes *changes, const int64_t columns[4])
{
    return change_of(changes, columns, p_of(changes, columns),
                     noise_family_level(&changes->cum_family, pooled(columns)));
}

/* ---------------------------------------------------------------- sums */

static void add_columns(int64_t *sums, const int64_t *columns)
{
    for (size_t c = 0; c < COLUMNS; c++)
        sums[c] = number_add(sums[c], columns[c]);
}

/* Depth first, so that of what recurs on a path the first is met before the others: `ends` is, by
 * frame, where the nodes below the last one that counted end. */
static void sum_up(struct changes *changes, struct arena *arena)
{
    const struct tree *tree = changes->tree;
    size_t frames = changes->frames->count;
    int64_t *flat = ARENA_NEW(arena, int64_t, frames * COLUMNS);
    int64_t *cum = ARENA_NEW(arena, int64_t, frames * COLUMNS);
    int64_t *origin = ARENA_NEW(arena, int64_t, frames * COLUMNS);
    changes->origins = origins_of(tree, arena);
    struct arena scratch = *arena;
    uint32_t *ends = ARENA_NEW(&scratch, uint32_t, frames);
    for (uint32_t at = 1; at < tree->count; at++) {
        size_t node = tree->order[at], frame = tree->node_frames[node];
        size_t from = tree->node_frames[changes->origins.nodes[node]];
        add_columns(flat + frame * COLUMNS, tree->self + node * COLUMNS);
        add_columns(origin + from * COLUMNS, tree->self + node * COLUMNS);
        if (at < ends[frame])
            continue;
        ends[frame] = tree->ends[at];
        add_columns(cum + frame * COLUMNS, tree->total + node * COLUMNS);
    }
    changes->flat = flat;
    changes->cum = cum;
    changes->origin = origin;
}

/* ---------------------------------------------------------------- runs */

static void find_dispersion(struct changes *changes, const struct change_runs *runs,
                            struct arena scratch)
{
    const struct comparison *comparison = changes->comparison;
    size_t count = changes->frames->count * comparison->run_count;
    double *events = ARENA_NEW(&scratch, double, count);
    for (size_t i = 0; i < count; i++)
        events[i] = (double)runs->flat[i];
    changes->dispersion = noise_dispersion(events, changes->frames->count, runs->exposures,
                                           comparison->run_sides, comparison->run_count);
    changes->sides.dispersion = changes->dispersion;
}

struct ranking {
    const struct comparison *comparison;
    const double *exposures;
    double *sides[RUN_SIDES];
};

/* A run without anything, which no share can be taken of, is none. */
static double rank(struct ranking *ranking, const int64_t *events)
{
    size_t counts[RUN_SIDES] = {0, 0};
    for (size_t i = 0; i < ranking->comparison->run_count; i++) {
        uint8_t side = ranking->comparison->run_sides[i];
        if (ranking->exposures[i] > 0)
            ranking->sides[side][counts[side]++] = (double)events[i] / ranking->exposures[i];
    }
    return noise_p_ranks(ranking->sides[RUN_BASE], counts[RUN_BASE], ranking->sides[RUN_NEW],
                         counts[RUN_NEW]);
}

static bool rank_all(struct changes *changes, const struct change_runs *runs, struct arena *arena,
                     struct budget *budget, struct error *error)
{
    size_t frames = changes->frames->count, count = changes->comparison->run_count;
    struct ranking ranking = {.comparison = changes->comparison, .exposures = runs->exposures};
    double *flat = ARENA_NEW(arena, double, frames), *cum = ARENA_NEW(arena, double, frames);
    double *origin = ARENA_NEW(arena, double, frames);
    struct arena scratch = *arena;
    for (int side = 0; side < RUN_SIDES; side++)
        ranking.sides[side] = ARENA_NEW(&scratch, double, count);
    for (size_t i = 0; i < frames; i++) {
        flat[i] = rank(&ranking, runs->flat + i * count);
        cum[i] = rank(&ranking, runs->cum + i * count);
        origin[i] = rank(&ranking, runs->origin + i * count);
        if (!budget_spend(budget, 3 * count, error))
            return false;
    }
    changes->flat_ranks = flat;
    changes->cum_ranks = cum;
    changes->origin_ranks = origin;
    changes->total_rank = rank(&ranking, runs->total);
    return true;
}

static bool look_at_runs(struct changes *changes, const struct selection *selection,
                         struct arena *arena, struct budget *budget, struct error *error)
{
    struct change_runs runs;
    if (!selection->run_events)
        return true;
    if (!change_runs_sum(&runs, selection, &changes->origins, changes->tree, arena, budget, error))
        return false;
    changes->run_flat = runs.flat;
    changes->run_cum = runs.cum;
    find_dispersion(changes, &runs, *arena);
    return changes->comparison->model != NOISE_RANKS ||
           rank_all(changes, &runs, arena, budget, error);
}

/* ---------------------------------------------------------------- correction */

/* Functions by what they do themselves, with what they call and by origin, as far as these are not
 * the same. */
static void correct_functions(struct changes *changes, double alpha, struct arena scratch)
{
    size_t frames = changes->frames->count, cums = 0, origins = 0;
    enum noise_model model = changes->comparison->model;
    double *flat = ARENA_NEW(&scratch, double, frames), *cum = ARENA_NEW(&scratch, double, frames);
    double *origin = ARENA_NEW(&scratch, double, frames);
    for (size_t i = 0; i < frames; i++) {
        double all = events_of(changes->cum, i);
        flat[i] = events_of(changes->flat, i);
        cum[cums] = all;
        cums += all != flat[i];
        origin[origins] = events_of(changes->origin, i);
        origins += origin[origins] != flat[i] && origin[origins] != all;
    }
    alpha /= 1 + (cums > 0) + (origins > 0);
    changes->flat_family = noise_family_of(flat, frames, alpha, &changes->sides, model);
    changes->cum_family = noise_family_of(cum, cums, alpha, &changes->sides, model);
    changes->origin_family = noise_family_of(origin, origins, alpha, &changes->sides, model);
}

/* How many functions could have shown something. */
static void count_looked_at(struct changes *changes)
{
    for (uint32_t i = 0; i < changes->frames->count; i++) {
        bool is_looked_at =
            flat_level(changes, i) > 0 || cum_level(changes, i) > 0 || origin_level(changes, i) > 0;
        changes->looked_at += is_looked_at;
        changes->not_looked_at += !is_looked_at && events_of(changes->cum, i) > 0;
    }
}

/* A path that all samples of its parent take is the same test. */
static void correct_paths(struct changes *changes, double alpha, struct arena scratch)
{
    const struct tree *tree = changes->tree;
    double *events = ARENA_NEW(&scratch, double, tree->count);
    size_t count = 0;
    for (size_t i = 1; i < tree->count; i++) {
        events[count] = pooled(tree->total + i * COLUMNS);
        count += tree->parents[i] == 0 ||
                 events[count] != pooled(tree->total + tree->parents[i] * COLUMNS);
    }
    changes->node_family =
        noise_family_of(events, count, alpha, &changes->sides, count_model(changes));
}

static double least_level(const struct noise_family *family)
{
    return noise_family_level(family, family->least_events);
}

static void correct(struct changes *changes, struct arena *arena)
{
    double alpha = 1 - changes->comparison->confidence;
    correct_functions(changes, alpha, *arena);
    count_looked_at(changes);
    correct_paths(changes, alpha, *arena);
    const struct noise_family *families[] = {&changes->flat_family, &changes->cum_family,
                                             &changes->origin_family};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        double level = least_level(families[i]);
        changes->level =
            level > 0 && (level < changes->level || changes->level == 0) ? level : changes->level;
    }
    changes->node_level = least_level(&changes->node_family);
}

/* ---------------------------------------------------------------- verdicts */

/* By counts, without working out p where it is plain. */
static enum change_kind judged(const struct changes *changes, const int64_t *columns, double level)
{
    enum change_kind kind = values_kind(changes, columns);
    if (kind == CHANGE_SAME || !comparison_is_tested(changes->comparison))
        return kind;
    bool differs =
        noise_differs(&changes->sides, count_model(changes), (double)columns[COMPARED_BASE_EVENTS],
                      (double)columns[COMPARED_NEW_EVENTS], level);
    return differs ? kind : CHANGE_NOISE;
}

static enum change_kind ranked(const struct changes *changes, const int64_t *columns, double p,
                               double level)
{
    enum change_kind kind = values_kind(changes, columns);
    return kind != CHANGE_SAME && !(p < level) ? CHANGE_NOISE : kind;
}

typedef double level_of(const struct changes *changes, uint32_t frame);

/* By frame; `ranks` is NULL where tests are by counts. */
static const uint8_t *judge_frames(const struct changes *changes, const int64_t *columns,
                                   const double *ranks, level_of *level, struct arena *arena)
{
    uint8_t *kinds = ARENA_NEW(arena, uint8_t, changes->frames->count);
    for (uint32_t i = 0; i < changes->frames->count; i++) {
        const int64_t *own = columns + (size_t)i * COLUMNS;
        kinds[i] = (uint8_t)(ranks ? ranked(changes, own, ranks[i], level(changes, i))
                                   : judged(changes, own, level(changes, i)));
    }
    return kinds;
}

static void judge_functions(struct changes *changes, struct arena *arena)
{
    changes->flat_kinds =
        judge_frames(changes, changes->flat, changes->flat_ranks, flat_level, arena);
    changes->cum_kinds = judge_frames(changes, changes->cum, changes->cum_ranks, cum_level, arena);
    changes->origin_kinds =
        judge_frames(changes, changes->origin, changes->origin_ranks, origin_level, arena);
    for (size_t i = 0; i < changes->frames->count; i++)
        changes->significant +=
            changes->flat_kinds[i] >= CHANGE_LESS || changes->cum_kinds[i] >= CHANGE_LESS;
}

static void judge_paths(struct changes *changes, struct arena *arena)
{
    const struct tree *tree = changes->tree;
    uint8_t *kinds = ARENA_NEW(arena, uint8_t, tree->count);
    for (size_t i = 0; i < tree->count; i++) {
        const int64_t *columns = tree->total + i * COLUMNS;
        double level = noise_family_level(&changes->node_family, pooled(columns));
        kinds[i] = (uint8_t)judged(changes, columns, level);
    }
    kinds[0] = (uint8_t)changes_total(changes).kind;
    changes->node_kinds = kinds;
}

static struct noise_sides sides_of(const struct selection *selection)
{
    const struct comparison_side *sides = selection->comparison->sides;
    return (struct noise_sides){.base_exposure = selection->comparison->sides[RUN_BASE].exposure,
                                .new_exposure = selection->comparison->sides[RUN_NEW].exposure,
                                .base_runs = sides[RUN_BASE].run_count,
                                .new_runs = sides[RUN_NEW].run_count};
}

const struct changes *changes_new(const struct selection *selection, const struct tree *tree,
                                  struct arena *arena, struct budget *budget, struct error *error)
{
    struct changes *changes = ARENA_NEW(arena, struct changes, 1);
    if (!budget_spend(budget, tree->count, error))
        return NULL;
    changes->comparison = selection->comparison;
    changes->frames = tree->frames;
    changes->tree = tree;
    changes->sides = sides_of(selection);
    changes->z = normal_quantile((1 - changes->comparison->confidence) / 2);
    sum_up(changes, arena);
    if (!look_at_runs(changes, selection, arena, budget, error))
        return NULL;
    if (comparison_is_tested(changes->comparison))
        correct(changes, arena);
    judge_functions(changes, arena);
    judge_paths(changes, arena);
    return changes;
}

/* ---------------------------------------------------------------- its sign */

int change_tone(enum change_kind kind, unsigned step)
{
    int tone = (int)step + 1;
    switch (kind) {
    case CHANGE_LESS:
    case CHANGE_GONE:
        return -tone;
    case CHANGE_MORE:
    case CHANGE_ADDED:
        return tone;
    default:
        return 0;
    }
}

struct number_text changes_percent(double percent, double fine)
{
    double size = fabs(percent);
    if (size < 0.05)
        return (struct number_text){"<0.1", 4};
    if (percent < 0 && size >= 99.5 && size < 100)
        return number_fixed(fmin(floor(size * 10 + 1e-6) / 10, 99.9), 1);
    if (size < fine)
        return number_fixed(size, 1);
    return size < 1e15 ? number_grouped(number_trunc(size + 0.5)) : number_general(size, 3);
}

struct str changes_sign(const struct change *change, char text[24])
{
    int size = 0;
    double ratio = change->base != 0 ? change->delta / fabs(change->base) : 0;
    struct number_text percent = changes_percent(ratio * 100, 0.95);
    if (change->kind == CHANGE_ADDED)
        return STR("new");
    if (change->kind == CHANGE_GONE)
        return STR("gone");
    if (change->kind < CHANGE_LESS)
        return STR("");
    if (ratio >= 9.995)
        size = snprintf(text, 24, "\303\227%.0f", fmin(ratio + 1, 1e15));
    else
        size = snprintf(text, 24, "%s%.*s%%", change->delta < 0 ? "\342\210\222" : "+",
                        (int)percent.size, percent.at);
    return (struct str){text, (size_t)size};
}
