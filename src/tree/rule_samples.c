/* Names and labels to stacks, stacks to sums. */
#include "tree/rule_samples.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/regex.h"
#include "base/sink.h"
#include "options/settings.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "select/tag_expression.h"

#include <string.h>

/* ---------------------------------------------------------------- functions and packages */

/* By frame: its name matches, or that which it has in the base. */
static uint8_t *match_frames(const struct judge *judge, const struct frames *frames,
                             const struct regex *regex, struct error *error)
{
    uint8_t *matches = ARENA_NEW(judge->arena, uint8_t, frames->count);
    struct arena scratch = *judge->arena;
    struct regex_matcher *matcher = regex_matcher_new(regex, &scratch);
    for (uint32_t frame = 0; frame < frames->count; frame++) {
        struct arena names = scratch;
        matches[frame] =
            regex_matches(matcher, frame_name(frames, frame, &names)) ||
            (frames->was && frames->was[frame].size && regex_matches(matcher, frames->was[frame]));
        if (!budget_spend(judge->budget, 1, error))
            return NULL;
    }
    arena_trim(judge->arena);
    return matches;
}

/* Whether the stack has such a frame (flat: whether it ends in one); marks those it has in `seen`.
 */
static bool has_frame(const struct frames *frames, size_t stack, bool is_flat,
                      const uint8_t *matches, uint8_t *seen)
{
    size_t depth, count;
    bool found = false;
    const uint32_t *locations = profile_stack(frames->profile, stack, &depth);
    for (size_t i = 0; i < depth; i++) {
        const uint32_t *at = frames_at(frames, locations[i], &count);
        for (size_t n = 0; n < count; n++) {
            bool counts = !is_flat || (i == 0 && n == 0);
            seen[at[n]] |= matches[at[n]];
            found = found || (counts && matches[at[n]]);
        }
    }
    return found;
}

static const struct frames *package_frames(const struct judge *judge)
{
    struct frames_options options = {.granularity = GRANULARITY_PACKAGES,
                                     .trim_path = judge->settings->trim_path,
                                     .source_path = judge->settings->source_path};
    return frames_new(judge->selection->profile, &options, judge->arena);
}

static bool find_by_name(struct rule_samples *samples, const struct judge *judge,
                         const struct rule *rule, uint8_t *members, struct error *error)
{
    const struct selection *selection = judge->selection;
    const struct frames *frames =
        rule->subject == RULE_PACKAGES ? package_frames(judge) : judge->frames;
    uint8_t *matches = match_frames(judge, frames, rule->regex, error);
    uint8_t *seen = ARENA_NEW(judge->arena, uint8_t, frames->count);
    size_t depth;
    if (!matches)
        return false;
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        profile_stack(selection->profile, stack, &depth);
        if (!budget_spend(judge->budget, depth + 1, error))
            return false;
        members[stack] = selection->present[stack] &&
                         has_frame(frames, stack, rule->weight == RULE_FLAT, matches, seen);
    }
    for (size_t frame = 0; frame < frames->count; frame++)
        samples->matched += seen[frame];
    return true;
}

/* ---------------------------------------------------------------- labels */

/* By label set: it fits. NULL with an error. */
static uint8_t *match_sets(const struct judge *judge, const struct rule *rule, struct error *error)
{
    const struct profile *profile = judge->selection->profile;
    uint8_t *matches = ARENA_NEW(judge->arena, uint8_t, profile->label_set_count);
    struct sink messages;
    struct error inner = {.kind = ERROR_NONE};
    sink_init_buffer(&messages, judge->arena, UINT64_MAX);
    struct tag_expression *expression =
        tag_expression_new(profile, "label", rule->expression, judge->selection->label_units,
                           &messages, judge->arena, &inner);
    if (!expression) {
        error_set(error, inner.kind, "%s", inner.text);
        return NULL;
    }
    for (uint32_t set = 0; set < profile->label_set_count; set++) {
        matches[set] = tag_expression_matches(expression, set);
        if (!budget_spend(judge->budget, 1, error))
            return NULL;
    }
    return matches;
}

/* The parts of the stacks that samples with such labels make, by side and run. */
struct parts {
    int64_t *weights, *run_events;
    uint8_t *members;
};

static void add_sample(const struct parts *parts, const struct selection *selection, size_t sample)
{
    const struct profile *profile = selection->profile;
    const struct comparison *comparison = selection->comparison;
    uint32_t stack = profile->sample_stacks[sample];
    int64_t value = profile->values[sample * profile->type_count + selection->type_index];
    int64_t *weights = parts->weights + stack * selection->columns;
    parts->members[stack] = 1;
    if (!comparison) {
        weights[0] = number_add(weights[0], value);
        return;
    }
    uint32_t run = comparison->run_of_set[profile->sample_labels[sample]];
    if (run == ID_NONE)
        return;
    size_t side = comparison->run_sides[run];
    int64_t events = comparison_events(comparison, profile, sample);
    weights[side] = number_add(weights[side], value);
    weights[COMPARED_BASE_EVENTS + side] = number_add(weights[COMPARED_BASE_EVENTS + side], events);
    if (parts->run_events) {
        int64_t *by_run = parts->run_events + stack * comparison->run_count;
        by_run[run] = number_add(by_run[run], events);
    }
}

static bool find_by_label(struct rule_samples *samples, const struct judge *judge,
                          const struct rule *rule, uint8_t *members, struct error *error)
{
    const struct selection *selection = judge->selection;
    const struct profile *profile = selection->profile;
    const uint8_t *matches = match_sets(judge, rule, error);
    if (!matches)
        return false;
    size_t stacks = profile->stack_count;
    uint8_t *seen = ARENA_NEW(judge->arena, uint8_t, profile->label_set_count);
    struct parts parts = {.members = members};
    parts.weights = ARENA_NEW(judge->arena, int64_t, stacks * selection->columns);
    if (selection->run_events)
        parts.run_events =
            ARENA_NEW(judge->arena, int64_t, stacks * selection->comparison->run_count);
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t set = profile->sample_labels[i];
        if (!budget_spend(judge->budget, 1, error))
            return false;
        if (!matches[set])
            continue;
        samples->matched += !seen[set];
        seen[set] = 1;
        add_sample(&parts, selection, i);
    }
    samples->weights = parts.weights;
    samples->run_events = parts.run_events;
    return true;
}

/* ---------------------------------------------------------------- sums */

static void add_up(struct rule_samples *samples, const struct selection *selection,
                   struct arena *arena)
{
    size_t columns = selection->columns;
    size_t runs = samples->run_events ? selection->comparison->run_count : 0;
    int64_t *by_run = runs ? ARENA_NEW(arena, int64_t, runs) : NULL;
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        if (!samples->members[stack])
            continue;
        for (size_t i = 0; i < columns && i < 4; i++)
            samples->sums[i] = number_add(samples->sums[i], samples->weights[stack * columns + i]);
        for (size_t run = 0; run < runs; run++)
            by_run[run] = number_add(by_run[run], samples->run_events[stack * runs + run]);
    }
    samples->by_run = by_run;
}

bool rule_samples_find(struct rule_samples *samples, const struct judge *judge,
                       const struct rule *rule, struct error *error)
{
    const struct selection *selection = judge->selection;
    size_t stacks = selection->profile->stack_count;
    uint8_t *members = ARENA_NEW(judge->arena, uint8_t, stacks);
    *samples = (struct rule_samples){
        .members = members, .weights = selection->weights, .run_events = selection->run_events};
    bool ok = true;
    if (rule->subject == RULE_ALL) {
        samples->matched = 1;
        if (stacks)
            memset(members, 1, stacks);
    } else if (rule->subject == RULE_LABELS) {
        ok = find_by_label(samples, judge, rule, members, error);
    } else {
        ok = find_by_name(samples, judge, rule, members, error);
    }
    if (ok)
        add_up(samples, selection, judge->arena);
    return ok && budget_spend(judge->budget, stacks, error);
}
