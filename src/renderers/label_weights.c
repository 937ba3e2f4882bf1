/* Adds up by label set, then by label. */
#include "renderers/label_weights.h"
#include "base/arena.h"
#include "base/number.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/comparison.h"
#include "select/selection.h"

/* By label set: the run, whose side says what its values count. NULL: all are added. */
static const uint32_t *runs_of(const struct view *view)
{
    return sides_are_shown(view) ? view->selection->comparison->run_of_set : NULL;
}

/* What a sample of a run counts. */
static int64_t counted(const struct view *view, uint32_t run, int64_t value)
{
    const struct comparison *comparison = view->selection->comparison;
    if (run == ID_NONE)
        return 0;
    enum run_side side = (enum run_side)comparison->run_sides[run];
    value = comparison_whole(comparison, side, value);
    return side == RUN_BASE ? -value : value;
}

static bool add_sets(struct label_weights *weights, const struct view *view, const uint8_t *reach,
                     struct error *error)
{
    const struct profile *profile = view->profile;
    const uint32_t *runs = runs_of(view);
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t set = profile->sample_labels[i];
        int64_t value = profile->values[i * profile->type_count + view->selection->type_index];
        if (reach && !reach[profile->sample_stacks[i]])
            continue;
        weights->by_set[set] =
            number_add(weights->by_set[set], runs ? counted(view, runs[set], value) : value);
        weights->set_seen[set] = 1;
    }
    return budget_spend(view->budget, profile->sample_count, error);
}

bool label_weights_add_up(struct label_weights *weights, const struct view *view,
                          const uint8_t *reach, struct error *error)
{
    const struct profile *profile = view->profile;
    *weights = (struct label_weights){
        .by_set = ARENA_NEW(view->arena, int64_t, profile->label_set_count),
        .by_label = ARENA_NEW(view->arena, int64_t, profile->label_count),
        .set_seen = ARENA_NEW(view->arena, uint8_t, profile->label_set_count),
        .label_seen = ARENA_NEW(view->arena, uint8_t, profile->label_count)};
    if (!add_sets(weights, view, reach, error))
        return false;
    for (size_t set = 0; set < profile->label_set_count; set++) {
        size_t start = profile->label_starts[set], end = profile->label_starts[set + 1];
        for (size_t i = start; weights->set_seen[set] && i < end; i++) {
            uint32_t label = profile->label_ids[i];
            weights->by_label[label] = number_add(weights->by_label[label], weights->by_set[set]);
            weights->label_seen[label] = 1;
        }
        if (!budget_spend(view->budget, end - start + 1, error))
            return false;
    }
    return true;
}
