/* The words of a flame graph of a difference, and its legend. */
#include "renderers/flame_change.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/canvas.h"
#include "draw/svg.h"
#include "layout/label.h"
#include "layout/text.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/selection.h"
#include "tree/tree.h"

static const struct str ARROW = STR_INIT(" \xe2\x86\x92 ");

static const struct comparison *comparison_of(const struct flame *flame)
{
    return flame->change->changes->comparison;
}

static struct str whole_value(const struct flame *flame, enum run_side side)
{
    int64_t value = flame->view->tree->total[side];
    return picture_value(flame->view, comparison_whole(comparison_of(flame), side, value));
}

struct str flame_change_values(const struct flame *flame)
{
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, whole_value(flame, RUN_BASE));
    sink_text(&sink, ARROW);
    sink_text(&sink, whole_value(flame, RUN_NEW));
    return sink_str(&sink);
}

struct str flame_change_whole(const struct flame *flame)
{
    char text[24];
    struct change change = changes_total(flame->change->changes);
    if (change.kind == CHANGE_SAME)
        return STR("no change");
    if (change.kind == CHANGE_NOISE)
        change.kind = change.delta < 0 ? CHANGE_LESS : CHANGE_MORE;
    return str_copy(changes_sign(&change, text), flame->arena);
}

int flame_change_whole_tone(const struct flame *flame)
{
    return flame_change_tone(flame, 0);
}

struct str flame_change_note(const struct flame *flame)
{
    const struct comparison *comparison = comparison_of(flame);
    const int64_t *shown = flame->view->tree->total;
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, STR("base \xe2\x86\x92 new"));
    if (changes_total(flame->change->changes).kind == CHANGE_NOISE)
        sink_text(&sink, STR(", within noise"));
    if (shown[RUN_BASE] == comparison->sides[RUN_BASE].total &&
        shown[RUN_NEW] == comparison->sides[RUN_NEW].total)
        return sink_str(&sink);
    sink_text(&sink, STR(", filtered: "));
    for (size_t side = 0; side < RUN_SIDES; side++) {
        struct measure_text share = measure_share(shown[side], comparison->sides[side].total);
        sink_text(&sink, side ? ARROW : STR(""));
        sink_text(&sink, measure_str(&share));
    }
    sink_text(&sink, STR(" of total"));
    return sink_str(&sink);
}

struct str flame_change_subject(const struct flame *flame)
{
    const struct comparison *comparison = comparison_of(flame);
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, STR("Flame graph of the change from "));
    sink_text(&sink, flame_visible(comparison->sides[RUN_BASE].names, flame->arena));
    sink_text(&sink, STR(" (base) to "));
    sink_text(&sink, flame_visible(comparison->sides[RUN_NEW].names, flame->arena));
    sink_text(&sink, STR(" (new): "));
    sink_text(&sink, flame_visible(flame->view->selection->type, flame->arena));
    sink_text(&sink, STR(", total "));
    sink_text(&sink, flame_change_values(flame));
    sink_text(&sink, STR(", "));
    sink_text(&sink, flame_change_whole(flame));
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- facts */

static struct str events_noun(const struct flame *flame)
{
    const struct profile *profile = flame->view->profile;
    if (comparison_of(flame)->counts == COUNTS_OBJECTS)
        return STR(" sampled objects");
    for (size_t i = 0; i < profile->type_count; i++)
        if (str_starts(profile_string(profile, profile->types[i].type), STR("contention")))
            return STR(" contentions");
    return STR(" samples");
}

static void put_side(const struct flame *flame, struct sink *sink, enum run_side side, int detail)
{
    const struct comparison *comparison = comparison_of(flame);
    const struct comparison_side *it = &comparison->sides[side];
    double width;
    struct label_room room = {detail > 1 ? 220 : 120, TOKEN_FONT_SMALL, TOKEN_LABEL_SAFE_FACTOR, 8};
    struct str names = flame_visible(it->names, flame->arena);
    sink_text(sink, side == RUN_BASE ? STR("base ") : STR("   new "));
    sink_text(sink, label_fit(&names, 1, &room, flame->arena, &width));
    if (detail < 2)
        return;
    if (it->run_count > 1)
        sink_print(sink, ", mean of %zu runs", it->run_count);
    if (comparison_is_tested(comparison)) {
        struct number_text count = number_grouped(it->events);
        sink_text(sink, STR(", "));
        sink_text(sink, number_str(&count));
        sink_text(sink, events_noun(flame));
    }
    if (it->duration_ns > 0) {
        struct measure_text wall = measure_label(it->duration_ns, STR("nanoseconds"), STR("auto"));
        sink_text(sink, STR(", "));
        sink_text(sink, measure_str(&wall));
        sink_text(sink, STR(" wall"));
    }
}

/* How many times new's values were taken, next to the base's; 1 where runs alone were averaged. */
static double scale_of(const struct comparison *comparison)
{
    const struct comparison_side *base = &comparison->sides[RUN_BASE];
    const struct comparison_side *new_ = &comparison->sides[RUN_NEW];
    double below = base->scale * (double)base->run_count;
    return below > 0 ? new_->scale * (double)new_->run_count / below : 1;
}

static void put_scaling(const struct flame *flame, struct sink *sink)
{
    const struct comparison *comparison = comparison_of(flame);
    static const struct str TO[] = {
        [SCALED_NOT] = STR_INIT(""),
        [SCALED_DURATION] = STR_INIT(" to base's duration"),
        [SCALED_TOTALS] = STR_INIT(" to base's total"),
        [SCALED_SAMPLES] = STR_INIT(" to as many samples as base"),
        [SCALED_LABEL] = STR_INIT(" to as many of the label as base: "),
    };
    if (comparison->scaling == SCALED_NOT) {
        sink_text(sink, STR("   not scaled"));
        return;
    }
    struct number_text factor = number_general(scale_of(comparison), 3);
    sink_text(sink, STR("   new scaled \xc3\x97"));
    sink_text(sink, number_str(&factor));
    sink_text(sink, TO[comparison->scaling]);
    if (comparison->scaling == SCALED_LABEL)
        sink_text(sink, flame_visible(comparison->per, flame->arena));
}

struct str flame_change_facts(const struct flame *flame, int detail)
{
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    if (!detail) {
        sink_text(&sink, flame_change_values(flame));
        sink_text(&sink, STR(", base \xe2\x86\x92 new"));
        return sink_str(&sink);
    }
    put_side(flame, &sink, RUN_BASE, detail);
    put_side(flame, &sink, RUN_NEW, detail);
    put_scaling(flame, &sink);
    return sink_str(&sink);
}

struct str flame_change_method(const struct flame *flame)
{
    const struct comparison *comparison = comparison_of(flame);
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, STR("colour: change of a frame against itself, "));
    if (!comparison_is_tested(comparison)) {
        sink_text(&sink, comparison->counts == COUNTS_CENSUS
                             ? STR("not tested: all was counted, nothing sampled")
                             : STR("not tested: nothing says how many events were sampled"));
        return sink_str(&sink);
    }
    struct number_text level = number_general(100 * comparison->confidence, 6);
    sink_text(&sink, number_str(&level));
    sink_text(&sink, STR("% confidence, by "));
    sink_text(&sink, comparison->model == NOISE_RANKS       ? STR("ranks of runs")
                     : comparison->model == NOISE_DISPERSED ? STR("counts, and how runs vary")
                                                            : STR("counts of"));
    if (comparison->model == NOISE_COUNTS)
        sink_text(&sink, events_noun(flame));
    return sink_str(&sink);
}

struct str flame_change_width(const struct flame *flame)
{
    switch (flame->view->settings->width_by) {
    case WIDTH_BY_BASE:
        return STR("width: base");
    case WIDTH_BY_NEW:
        return STR("width: new");
    default:
        return STR("width: the larger of base and new (widths are not totals)");
    }
}

/* ---------------------------------------------------------------- the legend */

enum { STEP_WIDTH = 34, MIDDLE_WIDTH = 76, SAMPLES_X = 376, SAMPLE_WIDTH = 23 };

static void put_word(struct flame_change_legend *legend, double x, int anchor, struct str text,
                     bool is_scale)
{
    double width = text_width(text, TOKEN_FONT_TINY, TEXT_REGULAR) * TOKEN_LABEL_SAFE_FACTOR;
    legend->texts[legend->text_count++] =
        (struct flame_change_text){.x = x,
                                   .y = is_scale ? 29 : 13,
                                   .text = text,
                                   .anchor = anchor,
                                   .is_small = is_scale,
                                   .end = x + (anchor == CANVAS_START    ? width
                                               : anchor == CANVAS_MIDDLE ? width / 2
                                                                         : 0)};
}

static double put_strip(const struct flame *flame, struct flame_change_legend *legend)
{
    double x = 0;
    for (int i = 0; i <= 2 * SVG_TONES; i++) {
        double width = i == SVG_TONES ? MIDDLE_WIDTH : STEP_WIDTH;
        legend->cells[i] = (struct flame_change_cell){x, width - 1, i - SVG_TONES, 0};
        x += width;
    }
    bool is_tested = comparison_is_tested(comparison_of(flame));
    put_word(legend, x / 2, CANVAS_MIDDLE, is_tested ? STR("within noise") : STR("no change"),
             false);
    legend->texts[legend->text_count - 1].is_on_fill = true;
    return x;
}

void flame_change_legend(const struct flame *flame, struct flame_change_legend *legend)
{
    static const struct str LESS[] = {STR_INIT("\xe2\x88\x92"
                                               "100%"),
                                      STR_INIT("\xe2\x88\x92"
                                               "50"),
                                      STR_INIT("\xe2\x88\x92"
                                               "25")};
    legend->text_count = 0;
    double end = put_strip(flame, legend);
    put_word(legend, 0, CANVAS_START, LESS[0], true);
    put_word(legend, 2 * STEP_WIDTH, CANVAS_MIDDLE, LESS[1], true);
    put_word(legend, 3 * STEP_WIDTH, CANVAS_MIDDLE, LESS[2], true);
    put_word(legend, end - 3 * STEP_WIDTH, CANVAS_MIDDLE, STR("+25"), true);
    put_word(legend, end - 2 * STEP_WIDTH, CANVAS_MIDDLE, STR("+50"), true);
    put_word(legend, end, CANVAS_END, STR("+100%"), true);
    struct flame_change_cell *samples = legend->cells + 2 * SVG_TONES + 1;
    samples[0] = (struct flame_change_cell){SAMPLES_X, SAMPLE_WIDTH, 0, -1};
    put_word(legend, SAMPLES_X + 29, CANVAS_START, STR("gone"), false);
    samples[1] = (struct flame_change_cell){SAMPLES_X + 70, SAMPLE_WIDTH, 0, 1};
    put_word(legend, SAMPLES_X + 99, CANVAS_START, STR("new"), false);
    put_word(legend, SAMPLES_X, CANVAS_START, flame_change_method(flame), true);
}
