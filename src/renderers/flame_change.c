/* Sizes, colours and packed frames of a flame graph of a difference. */
#include "renderers/flame_change.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/packed.h"
#include "draw/svg.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/comparison_words.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

/* The root's size has so many bits: every value is seen, and doubles of a script are exact. */
enum { SIZE_BITS = 45, INTERVAL_SHIFT = 15 };

/* ---------------------------------------------------------------- sizes */

static double comparable(const struct flame_change *change, const struct tree *tree, uint32_t node,
                         int side)
{
    return (double)number_abs(tree->self[node * tree->columns + (size_t)side]) *
           change->factors[side];
}

/* A node's own width, in comparable values. */
static double width_of(const struct flame_change *change, const struct view *view, uint32_t node)
{
    double base = comparable(change, view->tree, node, COMPARED_BASE);
    double new_ = comparable(change, view->tree, node, COMPARED_NEW);
    int64_t by = view->settings->width_by;
    return by == WIDTH_BY_BASE || (by == WIDTH_BY_LARGER && base > new_) ? base : new_;
}

static void choose_power(struct flame_change *change, const struct view *view)
{
    double sum = 0, most = (double)((uint64_t)1 << SIZE_BITS);
    for (uint32_t i = 0; i < view->tree->count; i++)
        sum += width_of(change, view, i);
    change->power = 1;
    if (!(sum > 0) || sum > 1e300)
        return;
    for (; sum * change->power < most / 2; change->shift++)
        change->power *= 2;
    for (; sum * change->power >= most; change->shift--)
        change->power /= 2;
}

uint64_t *flame_change_sizes(const struct flame *flame)
{
    size_t count = flame->view->tree->count;
    uint64_t *own = ARENA_NEW(flame->arena, uint64_t, count);
    for (uint32_t i = 0; i < count; i++) {
        double size = width_of(flame->change, flame->view, i) * flame->change->power;
        own[i] = (uint64_t)size;
        own[i] += (double)own[i] < size;
    }
    return own;
}

/* ---------------------------------------------------------------- kinds */

static struct change change_of(const struct changes *changes, uint32_t node)
{
    return node ? changes_node(changes, node) : changes_total(changes);
}

/* Half the width of the change's interval, in units of packed frames; 0: not tested. */
static uint64_t interval_of(const struct flame_change *change, const struct change *found)
{
    double units = (found->high - found->low) / 2 * change->power / (1 << INTERVAL_SHIFT);
    if (!found->is_tested || !(units >= 0) || units > 1e18)
        return 0;
    return (uint64_t)(units + 0.5) + 1;
}

/* Kinds, steps and intervals of what is no noise. */
static void judge(struct flame_change *change, const struct view *view, struct arena *arena)
{
    size_t count = view->tree->count;
    uint8_t *codes = ARENA_NEW(arena, uint8_t, count);
    uint64_t *intervals = ARENA_NEW(arena, uint64_t, count);
    for (uint32_t i = 0; i < count; i++) {
        codes[i] = view->changes->node_kinds[i];
        if (i && codes[i] < CHANGE_LESS)
            continue;
        struct change found = change_of(view->changes, i);
        codes[i] = (uint8_t)found.kind;
        if (codes[i] < CHANGE_LESS)
            continue;
        codes[i] = (uint8_t)(codes[i] + FLAME_CHANGE_KINDS * found.step);
        intervals[i] = interval_of(change, &found);
    }
    change->codes = codes;
    change->intervals = intervals;
}

const struct flame_change *flame_change_new(const struct view *view, struct arena *arena)
{
    const struct changes *changes = view->changes;
    if (!changes)
        return NULL;
    struct flame_change *change = ARENA_NEW(arena, struct flame_change, 1);
    change->changes = changes;
    change->words = comparison_words_new(view);
    for (int side = 0; side < RUN_SIDES; side++)
        change->factors[side] = changes->comparison->sides[side].scale * view->selection->ratio;
    choose_power(change, view);
    judge(change, view, arena);
    return change;
}

static enum change_kind kind_of(const struct flame *flame, uint32_t node)
{
    return (enum change_kind)(flame->change->codes[node] % FLAME_CHANGE_KINDS);
}

int flame_change_tone(const struct flame *flame, uint32_t node)
{
    unsigned step = flame->change->codes[node] / FLAME_CHANGE_KINDS;
    return change_tone(kind_of(flame, node), step);
}

int flame_change_mark(const struct flame *flame, uint32_t node)
{
    enum change_kind kind = kind_of(flame, node);
    if ((kind != CHANGE_GONE && kind != CHANGE_ADDED) ||
        (node && kind_of(flame, flame->view->tree->parents[node]) == kind))
        return 0;
    return kind == CHANGE_GONE ? -1 : 1;
}

struct str flame_change_sign(const struct flame *flame, uint32_t node)
{
    enum change_kind kind = kind_of(flame, node);
    bool is_mark = kind == CHANGE_GONE || kind == CHANGE_ADDED;
    if (kind < CHANGE_LESS || (is_mark && !flame_change_mark(flame, node)))
        return STR("");
    struct change change = change_of(flame->change->changes, node);
    return change_words(flame->view, &change).relative;
}

/* ---------------------------------------------------------------- tips */

static void put_values(struct sink *sink, struct str base, struct str new_)
{
    sink_text(sink, STR("base "));
    sink_text(sink, base);
    sink_text(sink, STR(" \xe2\x86\x92 new "));
    sink_text(sink, new_);
}

/* The change, and what may be said of it. */
static void put_verdict(const struct flame *flame, struct sink *sink, const struct change *change,
                        const struct change_words *words)
{
    if (change->kind == CHANGE_SAME) {
        sink_text(sink, STR("no change"));
        return;
    }
    sink_text(sink, words->delta);
    sink_text(sink, STR(", "));
    sink_text(sink, words->relative);
    if (change->kind == CHANGE_NOISE)
        sink_text(sink, STR(", within noise"));
    if (!words->interval.size)
        return;
    sink_text(sink, STR("\n"));
    sink_text(sink, words->interval);
    sink_text(sink, STR(" at "));
    sink_text(sink, compared_confidence(flame->view));
}

static void put_shares(const struct flame *flame, struct sink *sink, uint32_t node)
{
    const struct comparison *comparison = flame->change->changes->comparison;
    const struct tree *tree = flame->view->tree;
    for (size_t side = 0; side < RUN_SIDES; side++) {
        struct measure_text share =
            measure_share(tree->total[node * tree->columns + side], comparison->sides[side].total);
        sink_text(sink, side ? STR(" \xe2\x86\x92 ") : STR(""));
        sink_text(sink, measure_str(&share));
    }
    sink_text(sink, STR(" of each side's total"));
}

static struct str self_value(const struct flame *flame, uint32_t node, enum run_side side)
{
    const struct tree *tree = flame->view->tree;
    int64_t value = tree->self[node * tree->columns + (size_t)side];
    return compared_value(
        flame->view, comparison_value(flame->change->changes->comparison, side, value), STR(""));
}

struct str flame_change_tip(const struct flame *flame, uint32_t node)
{
    const struct tree *tree = flame->view->tree;
    const struct str *was = tree->frames->was;
    struct change change = change_of(flame->change->changes, node);
    struct change_words words = change_words(flame->view, &change);
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    put_values(&sink, words.base, words.new_);
    sink_char(&sink, '\n');
    put_verdict(flame, &sink, &change, &words);
    sink_char(&sink, '\n');
    put_shares(flame, &sink, node);
    sink_text(&sink, node && tree->inlined[node] ? STR(", inlined\nself ") : STR("\nself "));
    put_values(&sink, self_value(flame, node, RUN_BASE), self_value(flame, node, RUN_NEW));
    if (node && was && was[tree->node_frames[node]].size) {
        sink_text(&sink, STR("\nwas "));
        sink_text(&sink, flame_visible(was[tree->node_frames[node]], flame->arena));
    }
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- packed */

void flame_change_column(const struct flame *flame, size_t side, struct packed_column *column)
{
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, side == RUN_BASE ? STR("base_") : STR("new_"));
    sink_text(&sink, column->type);
    column->type = sink_str(&sink);
    column->total = flame->change->changes->comparison->sides[side].total;
}

static struct str *was_by_function(const struct flame *flame)
{
    const struct frames *frames = flame->view->tree->frames;
    struct str *was = ARENA_NEW(flame->arena, struct str, flame->functions->count);
    for (size_t i = 0; frames->was && i < frames->count; i++)
        if (flame->functions->by_frame[i] != UINT32_MAX)
            was[flame->functions->by_frame[i]] = flame_visible(frames->was[i], flame->arena);
    return was;
}

const struct packed_changes *flame_change_packed(const struct flame *flame, const uint32_t *order)
{
    const struct flame_change *change = flame->change;
    size_t count = flame->view->tree->count;
    struct packed_changes *packed = ARENA_NEW(flame->arena, struct packed_changes, 1);
    uint8_t *kinds = ARENA_NEW(flame->arena, uint8_t, count);
    uint64_t *intervals = ARENA_NEW(flame->arena, uint64_t, count);
    for (size_t i = 0; i < count; i++) {
        kinds[i] = change->codes[order[i]];
        intervals[i] = change->intervals[order[i]];
    }
    *packed = (struct packed_changes){.factors = change->factors,
                                      .shift = change->shift,
                                      .width_by = (unsigned)flame->view->settings->width_by,
                                      .kinds = kinds,
                                      .intervals = intervals,
                                      .was = was_by_function(flame)};
    return packed;
}
