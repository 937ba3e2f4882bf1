/* Each stack is walked from its last node to the root. */
#include "tree/change_runs.h"
#include "base/arena.h"
#include "base/number.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/origins.h"
#include "tree/tree.h"

/* ---------------------------------------------------------------- exposures */

/* What a run weighs among those of its side. */
static double weight_of(const struct selection *selection, size_t run)
{
    const struct comparison *comparison = selection->comparison;
    const struct run *runs = selection->profile->runs;
    switch (comparison->scaling) {
    case SCALED_TOTALS:
        return (double)comparison->run_totals[run];
    case SCALED_SAMPLES:
        return (double)comparison->run_events[run];
    case SCALED_DURATION:
        return comparison->sides[runs[run].side].duration_ns ? (double)runs[run].duration_ns : 1;
    default:
        return 1;
    }
}

static const double *exposures_of(const struct selection *selection, struct arena *arena)
{
    const struct comparison *comparison = selection->comparison;
    double *exposures = ARENA_NEW(arena, double, comparison->run_count);
    double sums[RUN_SIDES] = {0, 0};
    for (size_t i = 0; i < comparison->run_count; i++) {
        double weight = weight_of(selection, i);
        exposures[i] = weight > 0 ? weight : 0;
        sums[comparison->run_sides[i]] += exposures[i];
    }
    for (size_t i = 0; i < comparison->run_count; i++) {
        uint8_t side = comparison->run_sides[i];
        if (sums[side] > 0)
            exposures[i] *= comparison->sides[side].exposure / sums[side];
    }
    return exposures;
}

/* ---------------------------------------------------------------- sums */

struct summing {
    const struct selection *selection;
    const struct origins *origins;
    const struct tree *tree;
    size_t run_count;
    int64_t *flat, *cum, *origin, *total;
    uint32_t *seen; /* by frame: the last stack that counted, plus one */
};

static void add_runs(int64_t *sums, const int64_t *events, size_t runs)
{
    for (size_t i = 0; i < runs; i++)
        sums[i] = number_add(sums[i], events[i]);
}

/* A stack's own weight is its last frame's, unless the tree leaves that frame out. */
static bool ends_in(const struct summing *summing, size_t stack, uint32_t frame)
{
    size_t depth, count;
    const uint32_t *locations = profile_stack(summing->selection->profile, stack, &depth);
    return depth && frames_at(summing->tree->frames, locations[0], &count)[0] == frame;
}

/* Returns the number of nodes passed. */
static size_t add_stack(struct summing *summing, size_t stack)
{
    const struct tree *tree = summing->tree;
    size_t runs = summing->run_count, passed = 1;
    const int64_t *events = summing->selection->run_events + stack * runs;
    uint32_t leaf = tree->leaves[stack];
    add_runs(summing->total, events, runs);
    if (leaf && ends_in(summing, stack, tree->node_frames[leaf])) {
        uint32_t origin = tree->node_frames[summing->origins->nodes[leaf]];
        add_runs(summing->flat + tree->node_frames[leaf] * runs, events, runs);
        add_runs(summing->origin + origin * runs, events, runs);
    }
    for (uint32_t node = leaf; node; node = tree->parents[node], passed++) {
        uint32_t frame = tree->node_frames[node];
        if (summing->seen[frame] == stack + 1)
            continue;
        summing->seen[frame] = (uint32_t)stack + 1;
        add_runs(summing->cum + frame * runs, events, runs);
    }
    return passed * (runs + 1);
}

bool change_runs_sum(struct change_runs *runs, const struct selection *selection,
                     const struct origins *origins, const struct tree *tree, struct arena *arena,
                     struct budget *budget, struct error *error)
{
    size_t frames = tree->frames->count, count = selection->comparison->run_count;
    struct summing summing = {.selection = selection,
                              .origins = origins,
                              .tree = tree,
                              .run_count = count,
                              .flat = ARENA_NEW(arena, int64_t, frames * count),
                              .cum = ARENA_NEW(arena, int64_t, frames * count),
                              .origin = ARENA_NEW(arena, int64_t, frames * count),
                              .total = ARENA_NEW(arena, int64_t, count),
                              .seen = ARENA_NEW(arena, uint32_t, frames)};
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++)
        if (selection->present[stack] && !budget_spend(budget, add_stack(&summing, stack), error))
            return false;
    *runs = (struct change_runs){.flat = summing.flat,
                                 .cum = summing.cum,
                                 .origin = summing.origin,
                                 .total = summing.total,
                                 .exposures = exposures_of(selection, arena)};
    return true;
}
