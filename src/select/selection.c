/* From samples to weights by stack. */
#include "select/selection.h"
#include "base/arena.h"
#include "base/number.h"
#include "options/settings.h"
#include "select/comparison.h"
#include "select/label_frames.h"
#include "select/label_units.h"
#include "select/name_filter.h"
#include "select/narrow.h"
#include "select/recursion.h"
#include "select/sample_type.h"
#include "select/tag_filter.h"

#include <math.h>

/* ---------------------------------------------------------------- totals */

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

/* Toward zero; the least integer by -1 is itself, as in Go. */
static int64_t mean(int64_t value, int64_t divisor)
{
    return divisor == -1 ? (int64_t)(0 - (uint64_t)value) : divisor ? value / divisor : value;
}

/* The base's label sets of a comparison whose difference is shown; NULL: it is none. */
static uint8_t *base_sets_of(const struct comparison *comparison, const struct profile *profile,
                             struct arena *arena)
{
    uint8_t *is_base = ARENA_NEW(arena, uint8_t, profile->label_set_count);
    for (size_t i = 0; i < profile->label_set_count; i++) {
        uint32_t run = comparison->run_of_set[i];
        is_base[i] = run != ID_NONE && comparison->run_sides[run] == RUN_BASE;
    }
    return is_base;
}

/* What shares are shares of: the sum of absolute values, or of those of the base. */
static bool take_total(struct selection *selection, const struct profile *profile,
                       struct arena *arena, struct budget *budget, struct error *error)
{
    int64_t total = 0, divisor = 0, base_total = 0, base_divisor = 0;
    const uint8_t *is_base = selection->comparison
                                 ? base_sets_of(selection->comparison, profile, arena)
                                 : mark_base_sets(profile, arena);
    for (size_t i = 0; i < profile->sample_count; i++) {
        const int64_t *values = profile->values + i * profile->type_count;
        int64_t value = values[selection->type_index];
        int64_t parts = selection->is_mean ? values[0] : 0;
        add_total(selection, &total, value);
        divisor = number_add(divisor, parts);
        if (is_base && is_base[profile->sample_labels[i]]) {
            base_total = number_add(base_total, number_abs(value));
            base_divisor = number_add(base_divisor, parts);
        }
        if (!budget_spend(budget, 1, error))
            return false;
    }
    selection->total = base_total > 0 ? mean(base_total, base_divisor) : mean(total, divisor);
    return true;
}

/* ---------------------------------------------------------------- stages */

/* Keeps the outermost line of each location; without addresses' columns, as pprof does. */
static void drop_inlines(struct narrow *narrow, const struct settings *settings)
{
    struct location *locations = narrow_own_locations(narrow);
    struct line *lines = settings->showcolumns ? NULL : narrow_own_lines(narrow);
    for (size_t i = 0; i < narrow->profile.location_count; i++) {
        struct location *location = &locations[i];
        if (location->line_count > 1) {
            location->line_first += location->line_count - 1;
            location->line_count = 1;
        }
        if (lines && location->line_count)
            lines[location->line_first].column = 0;
    }
    struct mapping *mappings =
        ARENA_NEW(narrow->arena, struct mapping, narrow->profile.mapping_count);
    for (size_t i = 0; i < narrow->profile.mapping_count; i++) {
        mappings[i] = narrow->profile.mappings[i];
        mappings[i].has_inlines = false;
    }
    narrow->profile.mappings = mappings;
}

static bool filter(struct narrow *narrow, const struct settings *settings, const struct str *units)
{
    struct name_filters names;
    struct tag_filters tags;
    return name_filters_init(&names, narrow, settings) &&
           tag_filters_init(&tags, narrow, settings, units) &&
           name_filters_init_prune(&names, narrow, settings) && name_filter(narrow, &names) &&
           name_filter_show_from(narrow, &names) && tag_filter(narrow, &tags) &&
           tag_filter_keys(narrow, settings) && name_filter_prune_from(narrow, &names);
}

/* Multiplies all values, toward zero. */
static bool scale(struct narrow *narrow, double ratio)
{
    struct profile *profile = &narrow->profile;
    size_t count = profile->sample_count * profile->type_count;
    int64_t *values = ARENA_NEW(narrow->arena, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        values[i] = number_trunc((double)profile->values[i] * ratio);
        if (!budget_spend(narrow->budget, 1, narrow->error))
            return false;
    }
    profile->values = values;
    return true;
}

/* ---------------------------------------------------------------- sides */

/* Leaves the samples of one side. */
static void drop_side(struct narrow *narrow, const struct comparison *comparison,
                      enum run_side gone)
{
    for (size_t i = 0; i < narrow->profile.label_set_count; i++) {
        uint32_t run = comparison->run_of_set[i];
        if (run != ID_NONE && comparison->run_sides[run] == gone)
            narrow_drop_labels(narrow, i);
    }
}

/* Multiplies the values of each side. */
static bool weigh(struct narrow *narrow, const struct comparison *comparison,
                  const double factors[RUN_SIDES])
{
    struct profile *profile = &narrow->profile;
    size_t types = profile->type_count;
    int64_t *values = ARENA_NEW(narrow->arena, int64_t, profile->sample_count * types);
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t run = comparison->run_of_set[profile->sample_labels[i]];
        enum run_side side = run == ID_NONE ? RUN_NEW : comparison->run_sides[run];
        double factor = factors[side];
        for (size_t n = i * types; n < (i + 1) * types; n++)
            values[n] = factor == 1    ? profile->values[n]
                        : factor == -1 ? (int64_t)(0 - (uint64_t)profile->values[n])
                                       : number_trunc(round((double)profile->values[n] * factor));
        if (!budget_spend(narrow->budget, types, narrow->error))
            return false;
    }
    profile->values = values;
    return true;
}

/* It is a comparison no more. */
static void forget_runs(struct narrow *narrow)
{
    struct profile *profile = &narrow->profile;
    string_id *comments = ARENA_NEW(narrow->arena, string_id, profile->comment_count);
    size_t kept = 0;
    for (size_t i = 0; i < profile->comment_count; i++)
        if (!runs_is_comment(profile_string(profile, profile->comments[i])))
            comments[kept++] = profile->comments[i];
    profile->comments = comments;
    profile->comment_count = kept;
    profile->runs = NULL;
    profile->run_count = 0;
}

/* The profile says when and how long the side ran, not both; its comments are of both. */
static void be_side(struct narrow *narrow, const struct comparison *comparison, enum run_side side)
{
    struct profile *profile = &narrow->profile;
    int64_t period = 0;
    for (size_t i = 0; i < comparison->run_count; i++)
        if (comparison->run_sides[i] == side && comparison->run_periods[i] > period)
            period = comparison->run_periods[i];
    profile->time_ns = comparison->sides[side].time_ns;
    profile->duration_ns = comparison->sides[side].duration_ns;
    profile->period = period;
}

/* Makes one profile of both sides, unless the view looks at both. */
static bool fold_sides(struct selection *selection, struct narrow *narrow,
                       const struct settings *settings, enum selection_values values)
{
    if (values == SELECTION_WHOLE && settings->only_side == ONLY_BOTH)
        return true;
    struct comparison *comparison =
        comparison_new(&narrow->profile, selection->type_index, settings, narrow->arena,
                       narrow->budget, narrow->error);
    if (!comparison)
        return false;
    for (int side = 0; side < RUN_SIDES && values != SELECTION_RAW; side++)
        comparison->sides[side].scale /= settings->divide_by;
    if (values == SELECTION_SIDES) {
        selection->comparison = comparison;
        selection->columns = COMPARED_COLUMNS;
        return true;
    }
    forget_runs(narrow);
    double factors[] = {-comparison->sides[RUN_BASE].scale, comparison->sides[RUN_NEW].scale};
    if (settings->only_side == ONLY_BOTH) {
        selection->comparison = comparison;
        return weigh(narrow, comparison, factors);
    }
    selection->alone = comparison;
    enum run_side gone = settings->only_side == ONLY_BASE ? RUN_NEW : RUN_BASE;
    be_side(narrow, comparison, settings->only_side == ONLY_BASE ? RUN_BASE : RUN_NEW);
    factors[RUN_BASE] = -factors[RUN_BASE];
    factors[gone] = 0; /* so that it is in no total, either */
    drop_side(narrow, comparison, gone);
    return weigh(narrow, comparison, factors);
}

static bool run_stages(struct selection *selection, struct narrow *narrow,
                       const struct settings *settings, enum selection_values values)
{
    double ratio = 1 / settings->divide_by;
    size_t functions = narrow->profile.function_count; /* labels' come behind these */
    selection->ratio = values == SELECTION_RAW ? ratio : 1;
    if (narrow->profile.run_count) {
        if (!fold_sides(selection, narrow, settings, values))
            return false;
    } else if (values != SELECTION_RAW && ratio != 1 && !scale(narrow, ratio)) {
        return false;
    }
    selection->label_units = label_units_new(&narrow->profile, &narrow->messages, narrow->arena,
                                             narrow->budget, narrow->error);
    if (!selection->label_units || !label_frames_add(narrow, settings))
        return false;
    if (!settings->relative_percentages &&
        !take_total(selection, &narrow->profile, narrow->arena, narrow->budget, narrow->error))
        return false;
    if (!filter(narrow, settings, selection->label_units))
        return false;
    if (settings->noinlines)
        drop_inlines(narrow, settings);
    if (!recursion_fold(narrow, settings->recursion, functions))
        return false;
    selection->profile = narrow_finish(narrow);
    return selection->profile && (!settings->relative_percentages ||
                                  take_total(selection, selection->profile, narrow->arena,
                                             narrow->budget, narrow->error));
}

/* ---------------------------------------------------------------- weights */

static bool gather(struct selection *selection, struct arena *arena, struct budget *budget,
                   struct error *error)
{
    const struct profile *profile = selection->profile;
    size_t columns = selection->columns;
    int64_t *weights = ARENA_NEW(arena, int64_t, profile->stack_count * columns);
    uint8_t *present = ARENA_NEW(arena, uint8_t, profile->stack_count);
    int64_t sum = 0;
    for (size_t i = 0; i < profile->sample_count; i++) {
        const int64_t *values = profile->values + i * profile->type_count;
        int64_t value = values[selection->type_index];
        int64_t divisor = selection->is_mean ? values[0] : 0;
        if (!value && !divisor)
            continue;
        uint32_t stack = profile->sample_stacks[i];
        present[stack] = 1;
        weights[stack * columns] = number_add(weights[stack * columns], value);
        add_total(selection, &sum, value);
        if (selection->is_mean)
            weights[stack * columns + 1] = number_add(weights[stack * columns + 1], divisor);
        selection->sample_count++;
        selection->has_negative = selection->has_negative || value < 0;
        if (!budget_spend(budget, 1, error))
            return false;
    }
    selection->weights = weights;
    selection->present = present;
    return true;
}

/* The columns of both sides. */
static bool gather_sides(struct selection *selection, struct arena *arena, struct budget *budget,
                         struct error *error)
{
    const struct profile *profile = selection->profile;
    const struct comparison *comparison = selection->comparison;
    size_t runs = comparison->run_count;
    bool by_run = comparison_is_tested(comparison) && comparison->model != NOISE_COUNTS;
    int64_t *weights = ARENA_NEW(arena, int64_t, profile->stack_count * COMPARED_COLUMNS);
    int64_t *events = by_run ? ARENA_NEW(arena, int64_t, profile->stack_count * runs) : NULL;
    uint8_t *present = ARENA_NEW(arena, uint8_t, profile->stack_count);
    int64_t sum = 0;
    for (size_t i = 0; i < profile->sample_count; i++) {
        int64_t value = profile->values[i * profile->type_count + selection->type_index];
        uint32_t run = comparison->run_of_set[profile->sample_labels[i]];
        uint32_t stack = profile->sample_stacks[i];
        if (!budget_spend(budget, 1, error))
            return false;
        if (!value || run == ID_NONE)
            continue;
        int64_t *at = weights + stack * COMPARED_COLUMNS;
        enum run_side side = comparison->run_sides[run];
        int64_t counted = comparison_events(comparison, profile, i);
        at[COMPARED_BASE + side] = number_add(at[COMPARED_BASE + side], value);
        at[COMPARED_BASE_EVENTS + side] = number_add(at[COMPARED_BASE_EVENTS + side], counted);
        if (by_run)
            events[stack * runs + run] = number_add(events[stack * runs + run], counted);
        present[stack] = 1;
        add_total(selection, &sum, value);
        selection->sample_count++;
        selection->has_negative = selection->has_negative || value < 0;
    }
    selection->weights = weights;
    selection->present = present;
    selection->run_events = events;
    return true;
}

static struct str type_label(const struct selection *selection, const struct profile *profile,
                             struct arena *arena)
{
    struct str type = profile_string(profile, profile->types[selection->type_index].type);
    struct sink sink;
    if (!selection->is_mean)
        return type;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, STR("mean_"));
    sink_text(&sink, type);
    return sink_str(&sink);
}

static void add_notes(struct selection *selection, const struct profile *profile)
{
    selection->notes = selection->profile->notes;
    if (!profile->sample_count)
        notes_add(&selection->notes, NOTE_NO_SAMPLES, 1);
    else if (!selection->profile->sample_count)
        notes_add(&selection->notes, NOTE_ALL_FILTERED, 1);
    else if (!selection->sample_count)
        notes_add(&selection->notes, NOTE_ALL_ZERO, 1);
    if (selection->overflowed)
        notes_add(&selection->notes, NOTE_SUM_OVERFLOW, 1);
}

const struct selection *selection_new(const struct profile *profile,
                                      const struct settings *settings, enum selection_values values,
                                      struct arena *arena, struct budget *budget,
                                      struct error *error)
{
    struct selection *selection = ARENA_NEW(arena, struct selection, 1);
    struct narrow narrow;
    if (!sample_type_find(profile, settings->sample_index, &selection->type_index, error))
        return NULL;
    if (settings->mean && values == SELECTION_SIDES) {
        error_set(error, ERROR_USAGE,
                  "--mean does not go with both sides of a comparison; show one "
                  "with --only_side=base or new");
        return NULL;
    }
    selection->is_mean = settings->mean && values == SELECTION_RAW;
    selection->columns = selection->is_mean ? 2 : 1;
    selection->type = type_label(selection, profile, arena);
    selection->unit = profile_string(profile, profile->types[selection->type_index].unit);
    narrow_init(&narrow, profile, arena, budget, error);
    if (!run_stages(selection, &narrow, settings, values))
        return NULL;
    bool has_sides = selection->columns == COMPARED_COLUMNS;
    if (has_sides && settings->relative_percentages &&
        !comparison_count(selection->comparison, selection->profile, selection->type_index, budget,
                          error))
        return NULL;
    if (has_sides ? !gather_sides(selection, arena, budget, error)
                  : !gather(selection, arena, budget, error))
        return NULL;
    selection->messages = sink_str(&narrow.messages);
    add_notes(selection, profile);
    return selection;
}
