/* The answer on top: what weighs most, and who is behind it. Each sentence must hold for every
 * profile that it is written for. */
#include "renderers/md.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "profile/kind.h"
#include "profile/profile.h"
#include "renderers/md_names.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

void md_put_type(const struct md *md)
{
    const struct selection *selection = md->view->selection;
    struct str words = kind_words(selection->type, selection->unit);
    if (words.size)
        sink_text(md->sink, words);
    else
        md_code(md->sink, md_visible(selection->type, md->view->arena), false);
}

/* "3.30s of 29.62s" */
static void put_of_total(const struct md *md, int64_t value)
{
    md_value(md, value);
    sink_text(md->sink, STR(" of "));
    struct measure_text total = report_value(&md->report, md->view->selection->total);
    sink_text(md->sink, measure_str(&total));
}

/* ---------------------------------------------------------------- callers */

struct callers {
    uint32_t frame; /* of the first caller; ID_NONE: what has no caller */
    int64_t weight; /* of what it calls */
    size_t count;   /* of callers */
};

/* Who calls a frame where samples end in it: the frame above, past the function's own recursion. */
static struct callers callers_of(const struct md *md, uint32_t frame)
{
    const struct tree *tree = md->view->tree;
    size_t none = tree->frames->count;
    int64_t *weights = ARENA_NEW(md->view->arena, int64_t, none + 1);
    struct callers callers = {.frame = ID_NONE};
    for (uint32_t i = 1; i < tree->count; i++) {
        uint32_t above = tree->parents[i];
        int64_t self = tree->self[i * tree->columns];
        if (tree->node_frames[i] != frame || !self)
            continue;
        while (above && tree->node_frames[above] == frame)
            above = tree->parents[above];
        size_t caller = above ? tree->node_frames[above] : none;
        callers.count += weights[caller] == 0;
        weights[caller] = number_add(weights[caller], self);
    }
    for (size_t i = 0; i <= none; i++) {
        if (weights[i] <= callers.weight)
            continue;
        callers.weight = weights[i];
        callers.frame = i == none ? ID_NONE : (uint32_t)i;
    }
    return callers;
}

static void put_callers(const struct md *md, uint32_t frame, int64_t flat)
{
    struct callers callers = callers_of(md, frame);
    struct sink *sink = md->sink;
    bool all = callers.weight == flat, most = callers.weight > flat / 2;
    if (callers.frame == ID_NONE) {
        sink_text(sink, all    ? STR(", with no caller")
                        : most ? STR(", mostly with no caller")
                               : STR(", with no caller or called from "));
        if (!most)
            sink_print(sink, "%zu places", callers.count - 1);
        return;
    }
    if (all)
        sink_text(sink, STR(", all of it called from "));
    else if (most)
        sink_text(sink, STR(", called mostly from "));
    else
        sink_print(sink, ", called from %zu places, first of all ", callers.count);
    md_code(sink, md->names[callers.frame], false);
    if (all)
        return;
    sink_text(sink, STR(" ("));
    md_share(md, callers.weight, flat);
    sink_text(sink, STR(" of that)"));
}

/* ---------------------------------------------------------------- sentences */

/* The node with the greatest value of its own; ID_NONE where none has any. */
static uint32_t heaviest(const struct md *md)
{
    const struct trimmed *trimmed = md->view->trimmed;
    uint32_t best = ID_NONE;
    uint64_t most = 0;
    for (size_t i = 0; i < trimmed->count; i++) {
        int64_t flat = graph_flat(trimmed->graph, trimmed->order[i]);
        uint64_t size = (uint64_t)number_abs(flat);
        if (size > most) {
            most = size;
            best = trimmed->order[i];
        }
    }
    return best;
}

/* The last frame on the way down along which more than half of the total stays together. */
static uint32_t bottleneck(const struct md *md)
{
    const struct tree *tree = md->view->tree;
    int64_t half = md->view->selection->total / 2;
    uint32_t at = 0;
    for (uint32_t i = 1; i < tree->count; i++)
        if (tree->parents[i] == at && tree->total[i * tree->columns] > half)
            at = i;
    return at ? tree->node_frames[at] : ID_NONE;
}

static void put_bottleneck(const struct md *md, uint32_t hottest)
{
    const struct graph *graph = md->view->trimmed->graph;
    uint32_t frame = bottleneck(md);
    if (frame == ID_NONE || frame == hottest || graph->node_of[frame] == ID_NONE)
        return;
    int64_t cum = graph_cum(graph, graph->node_of[frame]);
    sink_text(md->sink, STR(" Most of the total goes through "));
    md_code(md->sink, md->names[frame], false);
    sink_text(md->sink, STR(" ("));
    md_share(md, cum, md->view->selection->total);
    sink_text(md->sink, STR(", "));
    put_of_total(md, cum);
    sink_text(md->sink, STR(") and spreads out below it."));
}

static void put_mean(const struct md *md, uint32_t node)
{
    const struct graph *graph = md->view->trimmed->graph;
    md_code(md->sink, md->names[graph->node_frames[node]], false);
    sink_text(md->sink, STR(" itself has the greatest "));
    md_put_type(md);
    sink_text(md->sink, md->is_delta ? STR(" by size, ") : STR(", "));
    md_value(md, graph_flat(graph, node));
    sink_text(md->sink, STR("; over all it is "));
    md_value(md, md->view->selection->total);
    sink_char(md->sink, '.');
}

static void put_delta(const struct md *md, uint32_t node)
{
    const struct graph *graph = md->view->trimmed->graph;
    int64_t flat = graph_flat(graph, node), total = md->view->selection->total;
    sink_text(md->sink, STR("The largest change is in "));
    md_code(md->sink, md->names[graph->node_frames[node]], false);
    sink_text(md->sink, STR(" itself: "));
    md_value(md, flat);
    if (md->has_shares) {
        sink_text(md->sink, STR(", "));
        md_share(md, flat, total);
        sink_text(md->sink, STR(" of "));
        struct measure_text text = report_value(&md->report, total);
        sink_text(md->sink, measure_str(&text));
    }
    sink_text(md->sink, STR(". All changes together: "));
    md_value(md, md->view->tree->total[0]);
    sink_char(md->sink, '.');
}

static void put_plain(const struct md *md, uint32_t node)
{
    const struct graph *graph = md->view->trimmed->graph;
    uint32_t frame = graph->node_frames[node];
    int64_t flat = graph_flat(graph, node), total = md->view->selection->total;
    md_share(md, flat, total);
    sink_text(md->sink, STR(" of "));
    md_put_type(md);
    sink_text(md->sink, STR(" ("));
    put_of_total(md, flat);
    sink_text(md->sink, STR(") in "));
    md_code(md->sink, md->names[frame], false);
    sink_text(md->sink, STR(" itself"));
    put_callers(md, frame, flat);
    sink_char(md->sink, '.');
    put_bottleneck(md, frame);
}

void md_put_answer(struct md *md)
{
    const struct selection *selection = md->view->selection;
    uint32_t node = heaviest(md);
    if (selection->notes.cases[NOTE_NO_SAMPLES])
        sink_text(md->sink, STR("The profile has no samples."));
    else if (selection->notes.cases[NOTE_ALL_FILTERED])
        sink_text(md->sink, STR("The filters leave no sample."));
    else if (!selection->sample_count)
        sink_text(md->sink, STR("All values are zero."));
    else if (node == ID_NONE)
        sink_text(md->sink, STR("Nothing has a value of its own."));
    else if (selection->is_mean)
        put_mean(md, node);
    else if (md->is_delta)
        put_delta(md, node);
    else if (!md->has_shares)
        sink_text(md->sink, STR("The total is zero."));
    else
        put_plain(md, node);
    md_line(md);
}
