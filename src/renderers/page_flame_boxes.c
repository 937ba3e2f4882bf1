/* The boxes of the flame graph of the static page, by what fills them. */
#include "base/arena.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/svg.h"
#include "layout/label.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/comparison_words.h"
#include "renderers/flame_functions.h"
#include "renderers/page_flame_parts.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/tree.h"

enum { HATCH_FROM = 8, TIP_PX = 600 };

static void number(struct sink *sink, double value)
{
    struct number_text text = number_fixed(value, 1);
    struct str shown = number_str(&text);
    if (str_ends(shown, STR(".0")))
        shown.size -= 2;
    sink_text(sink, shown);
}

static uint32_t change_fill(const struct page_picture *picture, uint32_t node)
{
    struct change change = page_picture_change(picture, node);
    if (change.kind < CHANGE_LESS)
        return TOKEN_DIFF_NOISE[PALETTE_LIGHT];
    return change.delta < 0 ? TOKEN_DIFF_LESS[PALETTE_LIGHT][change.step]
                            : TOKEN_DIFF_MORE[PALETTE_LIGHT][change.step];
}

/* "1.48s → 0, −1.48s, gone": what a tip says. */
static void put_change(const struct page_picture *picture, uint32_t node)
{
    struct change change = page_picture_change(picture, node);
    struct change_words words = change_words(picture->view, &change);
    struct sink *sink = picture->sink;
    sink_xml_text(sink, words.base);
    sink_text(sink, STR(" \xe2\x86\x92 "));
    sink_xml_text(sink, words.new_);
    sink_text(sink, STR(", "));
    sink_xml_text(sink, words.delta);
    sink_text(sink, STR(", "));
    sink_xml_text(sink, change.kind < CHANGE_LESS ? words.verdict : words.relative);
}

static uint32_t fill_of(const struct page_picture *picture, uint32_t node)
{
    const struct view *view = picture->view;
    if (sides_are_shown(view))
        return change_fill(picture, node);
    if (!node)
        return palette_role(PALETTE_LIGHT, TOKEN_ROLE_ROOT);
    if (view->settings->color_by == COLOR_BY_WEIGHT)
        return palette_heat(PALETTE_LIGHT,
                            (double)picture->size[node] / (double)view->selection->total);
    return svg_fill_color(PALETTE_LIGHT, picture->functions[picture->place[node]].fill);
}

static void put_tip(const struct page_picture *picture, uint32_t node)
{
    struct sink *sink = picture->sink;
    struct measure_text share =
        measure_share(page_picture_total(picture, node), picture->view->selection->total);
    struct str name = STR("all");
    if (node) {
        struct label_room room = {TIP_PX, TOKEN_FONT_LABEL, 1, 40};
        double width;
        name = label_fit(&picture->functions[picture->place[node]].name, 1, &room,
                         picture->view->arena, &width);
    }
    sink_text(sink, STR("<title>"));
    sink_xml_text(sink, name);
    sink_char(sink, '\n');
    if (sides_are_shown(picture->view)) {
        put_change(picture, node);
    } else {
        sink_xml_text(sink, picture_value(picture->view, page_picture_total(picture, node)));
        sink_text(sink, STR(", "));
        sink_xml_text(sink, measure_str(&share));
    }
    sink_text(sink, STR("</title>"));
}

static void put_outline(const struct page_picture *picture, double start, double width, unsigned y)
{
    struct sink *sink = picture->sink;
    width -= TOKEN_GAP;
    sink_text(sink, STR("<path d=\"M"));
    number(sink, start);
    sink_print(sink, " %uh", y);
    number(sink, width > 0.5 ? width : 0.5);
    sink_print(sink, "v%dH", TOKEN_ROW - TOKEN_GAP);
    number(sink, start);
    sink_text(sink, STR("z\">"));
}

static void put_box(const struct page_picture *picture, uint32_t node)
{
    struct sink *sink = picture->sink;
    uint32_t place = picture->place[node];
    put_outline(picture, picture->start[place], picture->end[place] - picture->start[place],
                page_picture_row_y(picture, picture->depth[node]));
    put_tip(picture, node);
    sink_text(sink, STR("</path>\n"));
}

/* Again, without its name. */
static void put_again(const struct page_picture *picture, uint32_t node)
{
    uint32_t place = picture->place[node];
    put_outline(picture, picture->start[place], picture->end[place] - picture->start[place],
                page_picture_row_y(picture, picture->depth[node]));
    sink_text(picture->sink, STR("</path>\n"));
}

static double small_width(const struct page_picture *picture, uint32_t node)
{
    uint64_t hidden = picture->hidden[picture->place[node]];
    return (double)hidden * PAGE_PICTURE_WIDTH / (double)picture->size[0];
}

/* What is too small under a node, in one box. */
static void put_small(const struct page_picture *picture, uint32_t node)
{
    struct sink *sink = picture->sink;
    uint32_t place = picture->place[node];
    struct number_text count = number_grouped(picture->small[place]);
    struct measure_text share =
        measure_share((int64_t)picture->hidden[place], picture->view->selection->total);
    put_outline(picture, picture->next[place], small_width(picture, node),
                page_picture_row_y(picture, picture->depth[node] + 1));
    sink_text(sink, STR("<title>"));
    sink_text(sink, number_str(&count));
    sink_text(sink, picture->small[place] == 1 ? STR(" small frame") : STR(" small frames"));
    sink_text(sink, sides_are_shown(picture->view) ? STR("") : STR(", "));
    sink_xml_text(sink, sides_are_shown(picture->view) ? STR("") : measure_str(&share));
    sink_text(sink, STR("</title></path>\n"));
}

/* ---------------------------------------------------------------- boxes, by what fills them */

static void put_filled(const struct page_picture *picture, bool *drawn, uint32_t fill)
{
    sink_print(picture->sink, "<g fill=\"#%06x\">\n", (unsigned)fill);
    for (size_t i = 0; i < picture->count; i++) {
        if (drawn[i] || fill_of(picture, picture->nodes[i]) != fill)
            continue;
        put_box(picture, picture->nodes[i]);
        drawn[i] = true;
    }
    sink_text(picture->sink, STR("</g>\n"));
}

static void put_all_small(const struct page_picture *picture, double least, double most)
{
    for (size_t i = 0; i < picture->count; i++) {
        double width = small_width(picture, picture->nodes[i]);
        if (width >= least && width < most)
            put_small(picture, picture->nodes[i]);
    }
    sink_text(picture->sink, STR("</g>\n"));
}

static double width_of(const struct page_picture *picture, uint32_t node)
{
    uint32_t place = picture->place[node];
    return picture->end[place] - picture->start[place];
}

/* What lies over the boxes of what became more, or less. */
static void put_signs(const struct page_picture *picture, bool is_more)
{
    sink_print(picture->sink, "<g fill=\"url(#%s)\" pointer-events=\"none\">\n",
               is_more ? "more" : "less");
    for (size_t i = 0; i < picture->count; i++) {
        struct change change = page_picture_change(picture, picture->nodes[i]);
        if (change.kind >= CHANGE_LESS && (change.delta > 0) == is_more &&
            width_of(picture, picture->nodes[i]) >= HATCH_FROM)
            put_again(picture, picture->nodes[i]);
    }
    sink_text(picture->sink, STR("</g>\n"));
}

/* Around the top of what only one side has. */
static void put_outlines(const struct page_picture *picture, enum change_kind kind)
{
    const uint8_t *kinds = picture->view->changes->node_kinds;
    bool is_gone = kind == CHANGE_GONE;
    sink_print(picture->sink,
               "<g fill=\"none\" stroke=\"#%06x\" stroke-width=\"1.5\"%s "
               "pointer-events=\"none\">\n",
               (unsigned)(is_gone ? TOKEN_DIFF_LESS_MARK : TOKEN_DIFF_MORE_MARK)[PALETTE_LIGHT],
               is_gone ? " stroke-dasharray=\"3 2\"" : "");
    for (size_t i = 0; i < picture->count; i++) {
        uint32_t node = picture->nodes[i];
        bool is_top = !node || kinds[picture->view->tree->parents[node]] != kind;
        if (kinds[node] == kind && is_top && width_of(picture, node) >= HATCH_FROM)
            put_again(picture, node);
    }
    sink_text(picture->sink, STR("</g>\n"));
}

void page_picture_boxes(const struct page_picture *picture)
{
    struct sink *sink = picture->sink;
    bool *drawn = ARENA_NEW(picture->view->arena, bool, picture->count);
    for (size_t i = 0; i < picture->count; i++)
        if (!drawn[i])
            put_filled(picture, drawn, fill_of(picture, picture->nodes[i]));
    sink_print(sink, "<g fill=\"#%06x\">\n",
               (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_HAIRLINE));
    put_all_small(picture, 1, HATCH_FROM);
    sink_text(sink, STR("<g fill=\"url(#small)\">\n"));
    put_all_small(picture, HATCH_FROM, 2 * PAGE_PICTURE_WIDTH);
    if (sides_are_shown(picture->view)) {
        put_signs(picture, false);
        put_signs(picture, true);
        put_outlines(picture, CHANGE_GONE);
        put_outlines(picture, CHANGE_ADDED);
    } else if (picture->view->selection->has_negative) {
        sink_text(sink, STR("<g fill=\"url(#less)\" pointer-events=\"none\">\n"));
        for (size_t i = 0; i < picture->count; i++)
            if (page_picture_total(picture, picture->nodes[i]) < 0)
                put_again(picture, picture->nodes[i]);
        sink_text(sink, STR("</g>\n"));
    }
}

static void put_pattern(struct sink *sink, const char *id, int angle)
{
    sink_print(sink,
               "<pattern id=\"%s\" width=\"8\" height=\"8\" "
               "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(%d)\">"
               "<path stroke=\"#%06x\" stroke-opacity=\".45\" stroke-width=\"2\" d=\"M0 "
               "0v8\"/></pattern>\n",
               id, angle, (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_INK_SOFT));
}

/* For what is too small, and for what is negative, or less and more. */
void page_picture_hatches(const struct page_picture *picture)
{
    struct sink *sink = picture->sink;
    sink_print(sink,
               "<pattern id=\"small\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
               "patternTransform=\"rotate(45)\"><path fill=\"#%06x\" d=\"M0 0h6v6H0z\"/>"
               "<path stroke=\"#%06x\" stroke-width=\"1.5\" d=\"M0 0v6\"/></pattern>\n",
               (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_SMALL_FILL),
               (unsigned)palette_role(PALETTE_LIGHT, TOKEN_ROLE_SMALL_HATCH));
    if (sides_are_shown(picture->view) || picture->view->selection->has_negative)
        put_pattern(sink, "less", -45);
    if (sides_are_shown(picture->view))
        put_pattern(sink, "more", 45);
}
