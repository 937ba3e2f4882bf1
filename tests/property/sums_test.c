/* What must hold for the tree and the graph of any profile, checked on the files given.
 *
 *   sums_test FILE...
 */
#include "base/arena.h"
#include "base/budget.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"
#include "unit/memory.h"

#include <stdio.h>
#include <stdlib.h>

struct subject {
    const char *path;
    struct arena *arena;
    struct budget budget;
    const struct selection *selection;
    const struct frames *frames;
    const struct tree *tree;
    const struct graph *graph;
    int failed;
    bool has_empty_stack;
};

static void expect(struct subject *subject, bool holds, const char *what)
{
    if (holds)
        return;
    subject->failed++;
    printf("%s, %.*s: %s\n", subject->path, STR_ARG(subject->selection->type), what);
}

/* The sum of all samples, as the profile has them. */
static int64_t sum_of_samples(const struct selection *selection)
{
    const struct profile *profile = selection->profile;
    int64_t sum = 0;
    for (size_t i = 0; i < profile->sample_count; i++)
        sum += profile->values[i * profile->type_count + selection->type_index];
    return sum;
}

static void weights_add_up_to_the_samples(struct subject *subject)
{
    const struct selection *selection = subject->selection;
    int64_t sum = 0;
    for (size_t i = 0; i < selection->profile->stack_count; i++)
        sum += selection->weights[i];
    expect(subject, sum == sum_of_samples(selection), "weights add up to another sum");
    if (!selection->has_negative)
        expect(subject, sum == selection->total, "the total is another");
}

static void self_adds_up_to_the_total(struct subject *subject)
{
    const struct tree *tree = subject->tree;
    int64_t sum = 0, *children = ARENA_NEW(subject->arena, int64_t, tree->count);
    bool ordered = true, complete = true, larger = true;
    for (size_t i = 0; i < tree->count; i++) {
        sum += tree->self[i];
        if (i)
            children[tree->parents[i]] += tree->total[i];
        ordered = ordered && (!i || tree->parents[i] < i);
        larger = larger && (subject->selection->has_negative || tree->total[i] >= tree->self[i]);
    }
    for (size_t i = 0; i < tree->count; i++)
        complete = complete && tree->total[i] == tree->self[i] + children[i];
    expect(subject, sum == tree->total[0], "self does not add up to the root's total");
    expect(subject, sum == sum_of_samples(subject->selection), "the root is another sum");
    expect(subject, ordered, "a child comes before its parent");
    expect(subject, complete, "a total is not its self and its children's");
    expect(subject, larger, "a total is below its self");
}

static void flat_adds_up_and_cum_holds_it(struct subject *subject)
{
    const struct graph *graph = subject->graph;
    int64_t sum = 0;
    bool larger = true, within = true;
    for (size_t i = 0; i < graph->node_count; i++) {
        sum += graph->flat[i];
        larger = larger && graph->cum[i] >= graph->flat[i];
        within = within && graph->cum[i] <= subject->selection->total;
    }
    expect(subject, sum + subject->tree->self[0] == subject->tree->total[0],
           "flat does not add up to the total");
    if (subject->selection->has_negative)
        return;
    expect(subject, larger, "a cum is below its flat");
    expect(subject, within, "a cum is above the total: recursion counted twice");
}

/* cum of a function, counted again by walking each stack with a mark for each function. */
static void recursion_counts_a_function_once(struct subject *subject)
{
    const struct selection *selection = subject->selection;
    size_t count = subject->frames->count;
    int64_t *cum = ARENA_NEW(subject->arena, int64_t, count);
    size_t *seen = ARENA_NEW(subject->arena, size_t, count);
    struct frame_path path = {.arena = subject->arena};
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        frame_path_load(&path, subject->frames, stack);
        for (size_t i = 0; i < path.count; i++) {
            if (seen[path.frames[i]] != stack + 1)
                cum[path.frames[i]] += selection->weights[stack];
            seen[path.frames[i]] = stack + 1;
        }
    }
    bool same = true;
    for (size_t i = 0; i < subject->graph->node_count; i++)
        same = same && subject->graph->cum[i] == cum[subject->graph->node_frames[i]];
    expect(subject, same, "a cum is another than counted by hand");
}

static void edges_weigh_no_more_than_their_ends(struct subject *subject)
{
    const struct graph *graph = subject->graph;
    bool light = true;
    for (size_t i = 0; i < graph->edge_count && !subject->selection->has_negative; i++) {
        const struct graph_edge *edge = &graph->edges[i];
        if (edge->from < graph->node_count && edge->to < graph->node_count)
            light = light && graph->edge_weights[i] <= graph->cum[edge->from] &&
                    graph->edge_weights[i] <= graph->cum[edge->to] && edge->from != edge->to;
    }
    expect(subject, light, "an edge weighs more than its end");
}

static void trimming_only_takes_away(struct subject *subject)
{
    struct trim trim = {.node_count = 10, .node_fraction = 0.01, .edge_fraction = 0.01};
    struct error error = {.kind = ERROR_NONE};
    const struct trimmed *trimmed = graph_trim(subject->selection, subject->frames, NULL, &trim,
                                               subject->arena, &subject->budget, &error);
    if (!trimmed) {
        expect(subject, false, error.text);
        return;
    }
    expect(subject, trimmed->count <= 10, "more nodes than were asked for");
    expect(subject, trimmed->node_count + trimmed->dropped_nodes == subject->graph->node_count,
           "nodes are lost");
    bool descending = true;
    for (size_t i = 1; i < trimmed->count; i++) {
        int64_t a = trimmed->graph->flat[trimmed->order[i - 1]];
        int64_t b = trimmed->graph->flat[trimmed->order[i]];
        descending = descending && llabs(a) >= llabs(b);
    }
    expect(subject, descending, "the order is another");
}

/* The sum of what a filter leaves; all its samples where the value is empty. */
static int64_t sum_under(struct subject *subject, const struct settings *settings,
                         const char *option, const char *value)
{
    struct settings own = *settings;
    struct error error = {.kind = ERROR_NONE};
    settings_set(&own, str_from_c(option), str_from_c(value), NULL);
    const struct selection *selection = selection_new(
        subject->selection->profile, &own, SELECTION_RAW, subject->arena, &subject->budget, &error);
    if (!selection)
        expect(subject, false, error.text);
    return selection ? sum_of_samples(selection) : 0;
}

static void filters_part_the_samples(struct subject *subject, const struct settings *settings)
{
    static const char *const EXPRESSIONS[] = {"a", "runtime|std::", "^main", "nothing at all"};
    int64_t all = sum_of_samples(subject->selection);
    for (size_t i = 0; i < sizeof EXPRESSIONS / sizeof *EXPRESSIONS; i++) {
        const char *value = EXPRESSIONS[i];
        expect(subject,
               sum_under(subject, settings, "tagfocus", value) +
                       sum_under(subject, settings, "tagignore", value) ==
                   all,
               "tagfocus and tagignore do not part the samples");
        int64_t focused = sum_under(subject, settings, "focus", value);
        int64_t ignored = sum_under(subject, settings, "ignore", value);
        /* Samples without a stack go under both. */
        if (!subject->has_empty_stack)
            expect(subject, focused + ignored == all, "focus and ignore do not part the samples");
        expect(subject, sum_under(subject, settings, "show_from", value) <= all || all < 0,
               "show_from adds samples");
        expect(subject, sum_under(subject, settings, "prune_from", value) == all,
               "prune_from loses samples");
    }
    expect(subject, sum_under(subject, settings, "tagroot", "key,bytes") == all,
           "tagroot loses samples");
    expect(subject, sum_under(subject, settings, "noinlines", "true") == all,
           "noinlines loses samples");
}

/* ---------------------------------------------------------------- recursion */

static bool is_named(const struct frames *frames, uint32_t frame)
{
    return frames->items[frame].name != 0;
}

/* Folds a path by the words: between a function's first and last frame, outermost first. */
static size_t fold_by_the_words(const struct frames *frames, uint32_t *path, size_t count,
                                size_t *last)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        last[path[i]] = i;
    for (size_t at = 0; at < count; kept++) {
        uint32_t frame = path[at];
        at = is_named(frames, frame) ? last[frame] + 1 : at + 1;
        path[kept] = frame;
    }
    return kept;
}

/* A function is a name in a file. Code without a name folds by its entry and address, which frames
 * do not tell, so stacks with such code are passed over. */
static void folding_does_as_it_says(struct subject *subject, const struct profile *profile,
                                    const struct settings *settings)
{
    struct settings own = *settings;
    struct error error = {.kind = ERROR_NONE};
    struct frames_options options = {.granularity = GRANULARITY_FILEFUNCTIONS, .keep_paths = true};
    settings_set(&own, STR("recursion"), STR("all"), NULL);
    const struct selection *folded =
        selection_new(profile, &own, SELECTION_RAW, subject->arena, &subject->budget, &error);
    if (!folded) {
        expect(subject, false, error.text);
        return;
    }
    const struct frames *frames = frames_new(profile, &options, subject->arena);
    const struct frames *after = frames_new(folded->profile, &options, subject->arena);
    struct frame_path path = {.arena = subject->arena}, got = {.arena = subject->arena};
    size_t *last = ARENA_NEW(subject->arena, size_t, frames->count);
    bool same = folded->profile->stack_count == profile->stack_count;
    for (size_t stack = 0; same && stack < profile->stack_count; stack++) {
        bool all_named = true;
        frame_path_load(&path, frames, stack);
        frame_path_load(&got, after, stack);
        for (size_t i = 0; i < path.count; i++)
            all_named = all_named && is_named(frames, path.frames[i]);
        if (!all_named)
            continue;
        size_t count = fold_by_the_words(frames, path.frames, path.count, last);
        same = got.count == count && folded->weights[stack] == subject->selection->weights[stack];
        for (size_t i = 0; same && i < count; i++)
            same = str_equal(frame_name(frames, path.frames[i], subject->arena),
                             frame_name(after, got.frames[i], subject->arena));
    }
    expect(subject, same, "a stack is folded otherwise than by the words");
    expect(subject, folded->total == subject->selection->total, "folding changes the total");
    expect(subject, sum_of_samples(folded) == sum_of_samples(subject->selection),
           "folding loses samples");
}

static void check_type(struct subject *subject, const struct profile *profile, size_t type)
{
    char number[24];
    struct settings settings;
    struct error error = {.kind = ERROR_NONE};
    settings_init(&settings, subject->arena);
    snprintf(number, sizeof number, "%zu", type);
    settings_set(&settings, STR("sample_index"), str_from_c(number), NULL);
    subject->selection =
        selection_new(profile, &settings, SELECTION_RAW, subject->arena, &subject->budget, &error);
    struct frames_options frames = {.granularity = GRANULARITY_FUNCTIONS};
    struct graph_options whole = {.kept = NULL};
    subject->frames = frames_new(profile, &frames, subject->arena);
    subject->tree = tree_new(subject->selection, subject->frames, NULL, subject->arena,
                             &subject->budget, &error);
    subject->graph =
        graph_new(subject->tree, &whole, false, subject->arena, &subject->budget, &error);
    weights_add_up_to_the_samples(subject);
    self_adds_up_to_the_total(subject);
    flat_adds_up_and_cum_holds_it(subject);
    recursion_counts_a_function_once(subject);
    edges_weigh_no_more_than_their_ends(subject);
    trimming_only_takes_away(subject);
    for (size_t i = 0; i < profile->stack_count; i++)
        subject->has_empty_stack |= profile->stack_starts[i] == profile->stack_starts[i + 1];
    filters_part_the_samples(subject, &settings);
    folding_does_as_it_says(subject, profile, &settings);
}

static int check_file(const char *path)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX / 2);
    struct subject subject = {.path = path, .arena = &arena};
    struct error error = {.kind = ERROR_NONE};
    const struct profile *profile = memory_load(memory_file(path, &arena), &arena, &error);
    if (!profile) {
        printf("%s: %s\n", path, error.text);
        subject.failed++;
    }
    for (size_t type = 0; profile && type < profile->type_count; type++)
        check_type(&subject, profile, type);
    arena_fini(&store);
    return subject.failed;
}

int main(int count, char **paths)
{
    int failed = 0;
    for (int i = 1; i < count; i++)
        failed += check_file(paths[i]) != 0;
    printf("%d passed, %d failed\n", count - 1 - failed, failed);
    return failed != 0;
}
