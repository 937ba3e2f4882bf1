/* Sums by leaf, and by path to it. */
#include "tree/rule_movers.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/verdict.h"
#include "tree/rule_samples.h"
#include "tree/tree.h"

enum { PATH_FRAMES = 3 }; /* the last callers of a path */

#define ARROW STR(" \xe2\x86\x92 ")

/* Of the members' weights, by node of the tree in which they end, and by the frame of it. */
struct ends {
    const struct judge *judge;
    const struct verdict *verdict;
    int64_t *by_node, *by_frame; /* then by side: base and new, or the one there is */
    size_t sides;
    double sign; /* of the change that is looked for */
};

static bool add_up(struct ends *ends, const struct rule_samples *samples, struct error *error)
{
    const struct selection *selection = ends->judge->selection;
    const struct tree *tree = ends->judge->tree;
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        uint32_t node = samples->members[stack] ? tree->leaves[stack] : 0;
        if (!budget_spend(ends->judge->budget, 1, error))
            return false;
        for (size_t side = 0; node && side < ends->sides; side++) {
            int64_t weight = samples->weights[stack * selection->columns + side];
            int64_t *at = &ends->by_node[node * ends->sides + side];
            int64_t *frame = &ends->by_frame[tree->node_frames[node] * ends->sides + side];
            *at = number_add(*at, weight);
            *frame = number_add(*frame, weight);
        }
    }
    return true;
}

static double base_of(const struct ends *ends, const int64_t *sums)
{
    const struct selection *selection = ends->judge->selection;
    return ends->sides < 2
               ? 0
               : comparison_value(selection->comparison, RUN_BASE, sums[0]) * selection->ratio;
}

/* On the scale of the verdict's own value. */
static double new_of(const struct ends *ends, const int64_t *sums)
{
    const struct selection *selection = ends->judge->selection;
    const struct comparison *comparison = selection->comparison;
    if (ends->sides < 2)
        return (double)sums[0] * selection->ratio;
    if (!rule_is_change(ends->verdict->rule))
        return (double)sums[1] / (double)comparison->sides[RUN_NEW].run_count * selection->ratio;
    return comparison_value(comparison, RUN_NEW, sums[1]) * selection->ratio;
}

/* How much it is of what is looked for: a change in its direction, or the new side's value. */
static double size_of(const struct ends *ends, const int64_t *sums)
{
    double base = rule_is_change(ends->verdict->rule) ? base_of(ends, sums) : 0;
    return (new_of(ends, sums) - base) * ends->sign;
}

/* The frames with most, in order. */
static size_t best_frames(const struct ends *ends, uint32_t best[VERDICT_MOVERS])
{
    double sizes[VERDICT_MOVERS];
    size_t count = 0;
    for (uint32_t frame = 0; frame < ends->judge->frames->count; frame++) {
        double size = size_of(ends, ends->by_frame + frame * ends->sides);
        size_t at = count;
        if (size <= 0)
            continue;
        while (at && sizes[at - 1] < size)
            at--;
        if (at == VERDICT_MOVERS)
            continue;
        count += count < VERDICT_MOVERS;
        for (size_t i = count - 1; i > at; i--) {
            sizes[i] = sizes[i - 1];
            best[i] = best[i - 1];
        }
        sizes[at] = size;
        best[at] = frame;
    }
    return count;
}

/* The node of each of these frames with the most. */
static bool best_nodes(const struct ends *ends, const uint32_t *frames, size_t count,
                       uint32_t nodes[VERDICT_MOVERS], struct error *error)
{
    const struct tree *tree = ends->judge->tree;
    double sizes[VERDICT_MOVERS] = {0};
    for (uint32_t node = 1; node < tree->count; node++) {
        if (!budget_spend(ends->judge->budget, 1, error))
            return false;
        for (size_t i = 0; i < count; i++) {
            double size = tree->node_frames[node] == frames[i]
                              ? size_of(ends, ends->by_node + node * ends->sides)
                              : 0;
            if (size > sizes[i]) {
                sizes[i] = size;
                nodes[i] = node;
            }
        }
    }
    return true;
}

/* "… → server.handle → json.Encode": the callers. */
static struct str path_of(const struct ends *ends, uint32_t node)
{
    const struct tree *tree = ends->judge->tree;
    uint32_t path[PATH_FRAMES];
    size_t count = 0;
    struct sink sink;
    for (node = tree->parents[node]; node && count < PATH_FRAMES; node = tree->parents[node])
        path[count++] = tree->node_frames[node];
    sink_init_buffer(&sink, ends->judge->arena, UINT64_MAX);
    sink_text(&sink, node ? STR("\xe2\x80\xa6 \xe2\x86\x92 ") : STR(""));
    while (count--) {
        sink_text(&sink, frame_name(ends->judge->frames, path[count], ends->judge->arena));
        sink_text(&sink, count ? ARROW : STR(""));
    }
    return sink_str(&sink);
}

bool rule_movers_find(const struct judge *judge, const struct rule_samples *samples,
                      struct verdict *verdict, struct error *error)
{
    struct ends ends = {.judge = judge, .verdict = verdict, .sides = verdict->has_base ? 2 : 1};
    uint32_t frames[VERDICT_MOVERS] = {0}, nodes[VERDICT_MOVERS] = {0};
    ends.sign = rule_is_change(verdict->rule) && verdict->new_ < verdict->base ? -1 : 1;
    ends.by_node = ARENA_NEW(judge->arena, int64_t, judge->tree->count * ends.sides);
    ends.by_frame = ARENA_NEW(judge->arena, int64_t, judge->frames->count * ends.sides);
    if (!add_up(&ends, samples, error))
        return false;
    verdict->mover_count = best_frames(&ends, frames);
    if (!best_nodes(&ends, frames, verdict->mover_count, nodes, error))
        return false;
    for (size_t i = 0; i < verdict->mover_count; i++) {
        const int64_t *sums = ends.by_frame + frames[i] * ends.sides;
        double size = size_of(&ends, sums);
        verdict->movers[i] = (struct verdict_mover){
            .name = frame_name(judge->frames, frames[i], judge->arena),
            .base = base_of(&ends, sums),
            .new_ = new_of(&ends, sums),
            .callers = path_of(&ends, nodes[i]),
            .path_share =
                size > 0 ? size_of(&ends, ends.by_node + nodes[i] * ends.sides) / size : 0};
        if (verdict->movers[i].path_share > 1)
            verdict->movers[i].path_share = 1;
    }
    return true;
}
