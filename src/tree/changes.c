/* Verdicts: by counts of sampled events, in the direction of values. */
#include "tree/changes.h"
#include "base/arena.h"
#include "base/number.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

#include <math.h>
#include <stdio.h>

enum { COLUMNS = COMPARED_COLUMNS };

/* ---------------------------------------------------------------- one change */

static struct noise_sides sides_of(const struct comparison *comparison, double dispersion)
{
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    return (struct noise_sides){.base_exposure = base->scale > 0 ? 1 / base->scale : 1,
                                .new_exposure = new_->scale > 0 ? 1 / new_->scale : 1,
                                .base_runs = base->run_count,
                                .new_runs = new_->run_count,
                                .dispersion = dispersion};
}

static double p_of(const struct changes *changes, const int64_t *columns)
{
    struct noise_sides sides = sides_of(changes->comparison, changes->dispersion);
    double base = (double)columns[COMPARED_BASE_EVENTS];
    double new_ = (double)columns[COMPARED_NEW_EVENTS];
    return noise_p_counts(&sides, base, new_);
}

/* What a change is, if it is no noise. */
static enum change_kind kind_of(double base, double new_)
{
    if (base == new_)
        return CHANGE_SAME;
    if (base == 0 || new_ == 0)
        return base == 0 ? CHANGE_ADDED : CHANGE_GONE;
    return new_ > base ? CHANGE_MORE : CHANGE_LESS;
}

static unsigned step_of(double base, double new_)
{
    double larger = fmax(fabs(base), fabs(new_));
    double share = larger > 0 ? fabs(new_ - base) / larger : 0;
    return share > .75 ? 3 : share > .5 ? 2 : share > .25 ? 1 : 0;
}

static struct change change_new(const struct changes *changes, const int64_t *columns)
{
    const struct comparison *comparison = changes->comparison;
    double base = comparison_value(comparison, RUN_BASE, columns[COMPARED_BASE]);
    double new_ = comparison_value(comparison, RUN_NEW, columns[COMPARED_NEW]);
    return (struct change){.base = base,
                           .new_ = new_,
                           .delta = new_ - base,
                           .p = 1,
                           .kind = kind_of(base, new_),
                           .step = step_of(base, new_),
                           .is_tested = comparison_is_tested(comparison)};
}

/* The change with p, interval and verdict. */
static struct change tested(const struct changes *changes, const int64_t *columns, double level)
{
    struct change change = change_new(changes, columns);
    if (!change.is_tested)
        return change;
    double events = (double)columns[COMPARED_BASE_EVENTS] + (double)columns[COMPARED_NEW_EVENTS];
    double size = events > 0 ? (fabs(change.base) + fabs(change.new_)) / events : 0;
    double half = 1.96 * sqrt(events) * size;
    change.p = p_of(changes, columns);
    change.low = change.delta - half;
    change.high = change.delta + half;
    if (change.kind != CHANGE_SAME && !(change.p < level))
        change.kind = CHANGE_NOISE;
    return change;
}

struct change changes_flat(const struct changes *changes, uint32_t frame)
{
    return tested(changes, changes->flat + (size_t)frame * COLUMNS, changes->level);
}

struct change changes_cum(const struct changes *changes, uint32_t frame)
{
    return tested(changes, changes->cum + (size_t)frame * COLUMNS, changes->level);
}

struct change changes_node(const struct changes *changes, uint32_t node)
{
    return tested(changes, changes->tree->total + (size_t)node * COLUMNS, changes->node_level);
}

struct change changes_total(const struct changes *changes)
{
    return tested(changes, changes->tree->total, 1 - changes->comparison->confidence);
}

struct change changes_of(const struct changes *changes, const int64_t columns[4])
{
    return tested(changes, columns, changes->level);
}

/* ---------------------------------------------------------------- all of them */

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
    struct arena scratch = *arena;
    uint32_t *ends = ARENA_NEW(&scratch, uint32_t, frames);
    for (uint32_t at = 1; at < tree->count; at++) {
        size_t node = tree->order[at], frame = tree->node_frames[node];
        add_columns(flat + frame * COLUMNS, tree->self + node * COLUMNS);
        if (at < ends[frame])
            continue;
        ends[frame] = tree->ends[at];
        add_columns(cum + frame * COLUMNS, tree->total + node * COLUMNS);
    }
    changes->flat = flat;
    changes->cum = cum;
}

static void correct(struct changes *changes)
{
    double alpha = 1 - changes->comparison->confidence;
    size_t functions = 0;
    for (size_t i = 0; i < changes->frames->count; i++) {
        const int64_t *cum = changes->cum + i * COLUMNS;
        functions += cum[COMPARED_BASE_EVENTS] + cum[COMPARED_NEW_EVENTS] > 10;
    }
    changes->looked_at = functions;
    changes->level = alpha / (functions ? (double)functions : 1);
    changes->node_level = changes->level;
}

static void judge(struct changes *changes, struct arena *arena)
{
    size_t frames = changes->frames->count, nodes = changes->tree->count;
    uint8_t *flat = ARENA_NEW(arena, uint8_t, frames);
    uint8_t *cum = ARENA_NEW(arena, uint8_t, frames);
    uint8_t *node_kinds = ARENA_NEW(arena, uint8_t, nodes);
    for (uint32_t i = 0; i < frames; i++) {
        flat[i] = (uint8_t)changes_flat(changes, i).kind;
        cum[i] = (uint8_t)changes_cum(changes, i).kind;
        changes->significant += flat[i] >= CHANGE_LESS || cum[i] >= CHANGE_LESS;
    }
    for (uint32_t i = 0; i < nodes; i++)
        node_kinds[i] = (uint8_t)changes_node(changes, i).kind;
    changes->flat_kinds = flat;
    changes->cum_kinds = cum;
    changes->node_kinds = node_kinds;
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
    sum_up(changes, arena);
    correct(changes);
    judge(changes, arena);
    return changes;
}

/* ---------------------------------------------------------------- its sign */

struct str changes_sign(const struct change *change, char text[24])
{
    int size = 0;
    double ratio = change->base != 0 ? change->delta / fabs(change->base) : 0;
    if (change->kind == CHANGE_ADDED)
        return STR("new");
    if (change->kind == CHANGE_GONE)
        return STR("gone");
    if (change->kind < CHANGE_LESS)
        return STR("");
    if (ratio >= 9.995)
        size = snprintf(text, 24, "\303\227%.0f", fmin(ratio + 1, 1e15));
    else
        size = snprintf(text, 24, "%s%.0f%%", change->delta < 0 ? "\342\210\222" : "+",
                        fmin(fabs(ratio) * 100, 1e15));
    return (struct str){text, (size_t)size};
}
