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
#include "renderers/comparison_words.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/selection.h"
#include "tree/tree.h"

static const struct str ARROW = STR_INIT(" \xe2\x86\x92 ");

enum { SIDE_WIDTH = 420, SHORT_SIDE_WIDTH = 150, LEAST_SOURCES = 110, FACTS_GAPS = 96 };

static struct change_words whole_words(const struct flame *flame)
{
    struct change change = changes_total(flame->change->changes);
    return change_words(flame->view, &change);
}

struct str flame_change_values(const struct flame *flame)
{
    struct change_words words = whole_words(flame);
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, words.base);
    sink_text(&sink, ARROW);
    sink_text(&sink, words.new_);
    return sink_str(&sink);
}

struct str flame_change_whole(const struct flame *flame)
{
    struct change change = changes_total(flame->change->changes);
    return change.kind == CHANGE_SAME ? STR("no change") : whole_words(flame).relative;
}

struct str flame_change_note(const struct flame *flame)
{
    const struct comparison *comparison = flame->change->changes->comparison;
    const int64_t *shown = flame->view->tree->total;
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, STR("base \xe2\x86\x92 new"));
    if (changes_total(flame->change->changes).kind == CHANGE_NOISE)
        sink_text(&sink, STR(", within noise"));
    if (comparison->looks_swapped)
        sink_text(&sink, STR(", look swapped: base is younger"));
    if (flame->view->selection->has_negative ||
        (shown[RUN_BASE] == comparison->sides[RUN_BASE].total &&
         shown[RUN_NEW] == comparison->sides[RUN_NEW].total))
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
    const struct comparison_words *words = flame->change->words;
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, STR("Flame graph of the change from "));
    sink_text(&sink, words->sides[RUN_BASE].sources);
    sink_text(&sink, STR(" (base) to "));
    sink_text(&sink, words->sides[RUN_NEW].sources);
    sink_text(&sink, STR(" (new): "));
    sink_text(&sink, flame_visible(flame->view->selection->type, flame->arena));
    sink_text(&sink, STR(", total "));
    sink_text(&sink, flame_change_values(flame));
    sink_text(&sink, STR(", "));
    sink_text(&sink, flame_change_whole(flame));
    return sink_str(&sink);
}

void flame_change_nothing(const struct flame *flame, struct str lines[2])
{
    const int64_t *total = flame->view->tree->total;
    picture_nothing(flame->view, lines);
    if (total[RUN_BASE] || total[RUN_NEW]) {
        lines[0] = total[RUN_BASE] ? STR("Nothing of new is left.") : STR("The base has nothing.");
        lines[1] = STR("--width_by=larger shows the other side.");
    } else if (!flame->view->selection->notes.cases[NOTE_ALL_FILTERED]) {
        lines[0] = STR("All of both sides is zero.");
        lines[1] = STR("Choose another type with --sample_index.");
    }
}

/* ---------------------------------------------------------------- facts */

static struct str cut(const struct flame *flame, struct str text, double px)
{
    double width;
    struct label_room room = {px, TOKEN_FONT_SMALL, TOKEN_LABEL_SAFE_FACTOR, 8};
    return label_fit(&text, 1, &room, flame->arena, &width);
}

static double small_width(struct str text)
{
    return text_width(text, TOKEN_FONT_SMALL, TEXT_REGULAR) * TOKEN_LABEL_SAFE_FACTOR;
}

static struct str total_of(const struct flame *flame, const struct side_words *side)
{
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, STR(", "));
    sink_text(&sink, side->runs);
    sink_text(&sink, side->runs.size ? STR(", mean ") : STR(""));
    sink_text(&sink, side->total);
    return sink_str(&sink);
}

/* The sources, and of what is known of them all or the total alone. */
static struct str side_line(const struct flame *flame, const struct side_words *side, double px)
{
    struct str rest = str_skip(side->line, side->sources.size);
    struct sink sink;
    if (px - small_width(rest) < LEAST_SOURCES && px < small_width(side->line))
        rest = total_of(flame, side);
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, cut(flame, side->sources, px - small_width(rest)));
    sink_text(&sink, rest);
    return sink_str(&sink);
}

struct str flame_change_facts(const struct flame *flame, int detail)
{
    const struct comparison_words *words = flame->change->words;
    struct str scaling = detail > 1 ? words->scaling : STR("");
    double room = flame->base_width - 2 * TOKEN_SVG_PAD - small_width(flame_change_note(flame)) -
                  small_width(scaling) - FACTS_GAPS;
    double side_px = room / 2 < SIDE_WIDTH ? room / 2 : SIDE_WIDTH;
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    if (!detail) {
        sink_text(&sink, flame_change_values(flame));
        sink_text(&sink, STR(", base \xe2\x86\x92 new"));
        return sink_str(&sink);
    }
    for (int side = 0; side < RUN_SIDES; side++) {
        const struct side_words *it = &words->sides[side];
        sink_text(&sink, side ? STR("   ") : STR(""));
        sink_text(&sink, it->name);
        sink_char(&sink, ' ');
        sink_text(&sink, detail > 2 ? side_line(flame, it, side_px)
                                    : cut(flame, it->sources, SHORT_SIDE_WIDTH));
    }
    sink_text(&sink, scaling.size ? STR("   ") : STR(""));
    sink_text(&sink, scaling);
    return sink_str(&sink);
}

static struct str width_words(const struct flame *flame)
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

static struct str short_width_words(const struct flame *flame)
{
    return flame->view->settings->width_by == WIDTH_BY_LARGER
               ? STR("width: the larger side, no totals")
               : width_words(flame);
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

/* In small letters; where it ends. */
static double put_note(struct flame_change_legend *legend, double x, double y, struct str text)
{
    put_word(legend, x, CANVAS_START, text, true);
    legend->texts[legend->text_count - 1].y = y;
    return x + text_width(text, TOKEN_FONT_TINY, TEXT_REGULAR) * TOKEN_LABEL_SAFE_FACTOR;
}

static double put_strip(const struct flame *flame, struct flame_change_legend *legend)
{
    double x = 0;
    for (int i = 0; i <= 2 * SVG_TONES; i++) {
        double width = i == SVG_TONES ? MIDDLE_WIDTH : STEP_WIDTH;
        legend->cells[i] = (struct flame_change_cell){x, width - 1, i - SVG_TONES, 0};
        x += width;
    }
    bool is_tested = comparison_is_tested(flame->change->changes->comparison);
    put_word(legend, x / 2, CANVAS_MIDDLE, is_tested ? STR("within noise") : STR("no change"),
             false);
    legend->texts[legend->text_count - 1].is_on_fill = true;
    return x;
}

void flame_change_legend(const struct flame *flame, struct flame_change_legend *legend)
{
    legend->text_count = 0;
    double end = put_strip(flame, legend);
    for (int i = 0; i < CHANGE_TICKS; i++) {
        double x = (change_ticks[i].steps < 0 ? end : 0) + change_ticks[i].steps * STEP_WIDTH;
        put_word(legend, x, i ? CANVAS_MIDDLE : CANVAS_START, change_ticks[i].text, true);
    }
    struct flame_change_cell *samples = legend->cells + 2 * SVG_TONES + 1;
    samples[0] = (struct flame_change_cell){SAMPLES_X, SAMPLE_WIDTH, 0, -1};
    put_word(legend, SAMPLES_X + 29, CANVAS_START, STR("gone"), false);
    samples[1] = (struct flame_change_cell){SAMPLES_X + 70, SAMPLE_WIDTH, 0, 1};
    put_word(legend, SAMPLES_X + 99, CANVAS_START, STR("new"), false);
    double end_of_color =
        put_note(legend, SAMPLES_X + 150, 13, STR("colour: change of a frame against itself"));
    put_note(legend, end_of_color + 16, 13, width_words(flame));
    put_note(legend, SAMPLES_X, 29, flame->change->words->method);
    put_note(legend, SAMPLES_X, 29, short_width_words(flame));
    legend->texts[legend->text_count - 1].is_narrow = true;
}
