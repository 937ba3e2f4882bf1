/* From samples to weights by stack. */
#include "select/selection.h"
#include "base/arena.h"
#include "base/number.h"
#include "options/settings.h"
#include "select/prune.h"
#include "select/sample_type.h"

/* pprof::base=true marks the samples of a -diff_base: shares are then shares of their total. */
static uint8_t *mark_base_sets(const struct profile *profile, struct arena *arena)
{
    uint8_t *is_base = NULL;
    for (size_t i = 0; i < profile->label_count && !is_base; i++)
        if (str_equal(profile_string(profile, profile->labels[i].key), STR("pprof::base")))
            is_base = ARENA_NEW(arena, uint8_t, profile->label_set_count);
    for (size_t i = 0; is_base && i < profile->label_set_count; i++)
        is_base[i] = profile_has_label(profile, (uint32_t)i, STR("pprof::base"), STR("true"));
    return is_base;
}

/* Absolute values, added up; remembers whether 64 bits were enough. */
static void add_total(struct selection *selection, int64_t *total, int64_t value)
{
    int64_t size = number_abs(value), sum = *total;
    if (size < 0 || !number_add_checked(&sum, size))
        selection->overflowed = true;
    *total = number_add(*total, size);
}

static bool gather(struct selection *selection, struct arena *arena, struct budget *budget,
                   struct error *error)
{
    const struct profile *profile = selection->profile;
    int64_t *weights = ARENA_NEW(arena, int64_t, profile->stack_count);
    uint8_t *present = ARENA_NEW(arena, uint8_t, profile->stack_count);
    int64_t *totals = ARENA_NEW(arena, int64_t, 1), base_total = 0;
    const uint8_t *is_base = mark_base_sets(profile, arena);
    for (size_t i = 0; i < profile->sample_count; i++) {
        int64_t value = profile->values[i * profile->type_count + selection->type_index];
        if (!value)
            continue;
        uint32_t stack = profile->sample_stacks[i];
        weights[stack] = number_add(weights[stack], value);
        present[stack] = 1;
        add_total(selection, totals, value);
        if (is_base && is_base[profile->sample_labels[i]])
            base_total = number_add(base_total, number_abs(value));
        selection->sample_count++;
        selection->has_negative = selection->has_negative || value < 0;
        if (!budget_spend(budget, 1, error))
            return false;
    }
    if (base_total > 0)
        totals[0] = base_total;
    selection->weights = weights;
    selection->present = present;
    selection->totals = totals;
    return true;
}

const struct selection *selection_new(const struct profile *profile,
                                      const struct settings *settings, struct arena *arena,
                                      struct budget *budget, struct error *error)
{
    struct selection *selection = ARENA_NEW(arena, struct selection, 1);
    selection->profile = profile;
    selection->columns = 1;
    selection->notes = profile->notes;
    if (!sample_type_find(profile, settings->sample_index, &selection->type_index, error))
        return NULL;
    const struct value_type *type = &profile->types[selection->type_index];
    selection->type = profile_string(profile, type->type);
    selection->unit = profile_string(profile, type->unit);
    struct pruned pruned;
    if (!gather(selection, arena, budget, error) || !prune(profile, &pruned, arena, budget, error))
        return NULL;
    selection->stack_skip = pruned.stack_skip;
    selection->line_skip = pruned.line_skip;
    if (pruned.is_bad)
        notes_add(&selection->notes, NOTE_DROP_FRAMES_REGEX, 1);
    if (!profile->sample_count)
        notes_add(&selection->notes, NOTE_NO_SAMPLES, 1);
    else if (!selection->sample_count)
        notes_add(&selection->notes, NOTE_ALL_ZERO, 1);
    if (selection->overflowed)
        notes_add(&selection->notes, NOTE_SUM_OVERFLOW, 1);
    return selection;
}

const uint32_t *selection_stack(const struct selection *selection, size_t stack, size_t *count)
{
    const struct profile *profile = selection->profile;
    size_t start = profile->stack_starts[stack];
    start += selection->stack_skip ? selection->stack_skip[stack] : 0;
    *count = profile->stack_starts[stack + 1] - start;
    return *count ? profile->stack_frames + start : NULL;
}

uint32_t selection_line(const struct selection *selection, uint32_t location)
{
    return selection->line_skip ? selection->line_skip[location] : 0;
}
