/* The boxes of a flame graph: a complete picture without any script. */
#include "renderers/flame_change.h"
#include "base/array.h"
#include "base/escape.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/svg.h"
#include "layout/label.h"
#include "layout/text.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "tree/tree.h"

enum { CHANGE_LEAST = 70 /* px of a box that has a name and a sign */ };

double flame_x(const struct flame *flame, double share)
{
    double pad = flame->form->pad;
    return 100 * (pad + share * (flame->base_width - 2 * pad)) / flame->base_width;
}

unsigned flame_fill(const struct flame *flame, uint32_t node)
{
    if (flame->change)
        return svg_fill_of_tone(flame_change_tone(flame, node));
    const struct tree *tree = flame->view->tree;
    const struct selection *selection = flame->view->selection;
    if (flame->view->settings->color_by != COLOR_BY_WEIGHT)
        return flame->functions->items[flame->functions->by_frame[tree->node_frames[node]]].fill;
    return svg_fill_of_heat((double)flame->boxes->size[node] / (double)selection->total);
}

unsigned flame_row_y(const struct flame *flame, uint32_t depth)
{
    uint32_t row = flame->view->settings->flip ? flame->drawn->depth - depth : depth;
    return flame->top + flame->form->row * row;
}

/* Percent of the picture at a place of the flame, in units of size. */
static double percent_at(const struct flame *flame, double units)
{
    return flame_x(flame, flame->boxes->size[0] ? units / (double)flame->boxes->size[0] : 0);
}

int64_t flame_total(const struct flame *flame, uint32_t node)
{
    return flame->view->tree->total[node * flame->view->tree->columns];
}

static const struct packed_function *function_of(const struct flame *flame, uint32_t node)
{
    uint32_t frame = flame->view->tree->node_frames[node];
    return &flame->functions->items[flame->functions->by_frame[frame]];
}

static struct str share_text(const struct flame *flame, int64_t value, struct measure_text *text)
{
    *text = measure_share(value, flame->view->selection->total);
    return measure_str(text);
}

/* ---------------------------------------------------------------- boxes */

static void put_box(struct flame *flame, double start, double end, unsigned y)
{
    struct sink *sink = flame->sink;
    sink_text(sink, STR(" x=\""));
    svg_percent(sink, start);
    sink_print(sink, "\" y=\"%u\" width=\"", y);
    svg_percent(sink, end - start);
    sink_print(sink, "\" height=\"%d\"", TOKEN_ROW);
}

/* Lines that are safe, or ours. */
static void put_lines(struct flame *flame, struct str lines)
{
    for (;;) {
        size_t end = str_find(lines, '\n');
        sink_xml_text(flame->sink, str_slice(lines, 0, end == STR_NONE ? lines.size : end));
        if (end == STR_NONE)
            return;
        sink_char(flame->sink, '\n');
        lines = str_skip(lines, end + 1);
    }
}

static void put_tip(struct flame *flame, uint32_t node)
{
    const struct tree *tree = flame->view->tree;
    struct sink *sink = flame->sink;
    struct measure_text share;
    sink_text(sink, STR("<title>"));
    if (node) {
        struct label_room room = {3000, TOKEN_FONT_LABEL, 1, 40};
        double width;
        sink_xml_text(sink,
                      label_fit(&function_of(flame, node)->name, 1, &room, flame->arena, &width));
    } else {
        sink_text(sink, STR("all"));
    }
    sink_char(sink, '\n');
    if (flame->change) {
        put_lines(flame, flame_change_tip(flame, node));
        sink_text(sink, STR("</title>"));
        return;
    }
    sink_xml_text(sink, picture_value(flame->view, flame_total(flame, node)));
    sink_text(sink, STR(", "));
    sink_xml_text(sink, share_text(flame, flame_total(flame, node), &share));
    sink_text(sink, STR(" of total"));
    sink_text(sink, node && tree->inlined[node] ? STR(", inlined\nself ") : STR("\nself "));
    sink_xml_text(sink, picture_value(flame->view, tree->self[node * tree->columns]));
    sink_text(sink, STR("</title>"));
}

/* A hatch says nothing in a narrow box, and browsers draw it slowly. */
static bool is_hatched(const struct flame *flame, uint32_t node)
{
    return flame->change && flame_change_tone(flame, node) &&
           (double)flame->boxes->size[node] * flame->unit_px >= (double)FLAME_HATCH_FROM;
}

static void put_fill(struct flame *flame, uint32_t node)
{
    struct sink *sink = flame->sink;
    if (!node && !flame->change) {
        sink_text(sink, STR("class=\"root\""));
        return;
    }
    unsigned fill = flame_fill(flame, node);
    bool hatched = is_hatched(flame, node);
    flame->used[fill] = true;
    sink_text(sink, hatched ? STR("fill=\"url(#") : STR("class=\""));
    svg_fill_name(sink, fill);
    sink_text(sink, hatched ? STR(")\"") : STR("\""));
}

static void put_node(struct flame *flame, uint32_t node)
{
    const struct boxes *boxes = flame->boxes;
    struct sink *sink = flame->sink;
    double start = percent_at(flame, (double)boxes->start[node]);
    double end = percent_at(flame, (double)(boxes->start[node] + boxes->size[node]));
    if (!node)
        end = flame_x(flame, 1);
    sink_text(sink, STR("<rect "));
    put_fill(flame, node);
    put_box(flame, start, end, flame_row_y(flame, boxes->depth[node]));
    sink_char(sink, '>');
    put_tip(flame, node);
    sink_text(sink, STR("</rect>"));
}

/* ---------------------------------------------------------------- runs of small frames */

struct flame_run_place flame_run_place(const struct flame *flame, const struct boxes_run *run)
{
    const struct boxes *boxes = flame->boxes;
    double start = (double)run->start, size = (double)run->size;
    double least = TOKEN_SMALL_BOX_MIN / flame->unit_px;
    double limit = (double)(boxes->start[run->parent] + boxes->size[run->parent]);
    if (size < least) {
        double floor = (double)boxes->start[run->parent];
        start = start + least > limit ? limit - least : start;
        start = start < floor ? floor : start;
        size = start + least > limit ? limit - start : least;
    }
    return (struct flame_run_place){percent_at(flame, start), percent_at(flame, start + size),
                                    flame_row_y(flame, boxes->depth[run->parent] + 1)};
}

struct str flame_run_words(const struct flame *flame, const struct boxes_run *run, int form)
{
    struct number_text count = number_grouped(run->count);
    struct measure_text share;
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, number_str(&count));
    sink_text(&sink, form > 0          ? STR(" small")
                     : run->count == 1 ? STR(" small frame")
                                       : STR(" small frames"));
    if (form < 2 && !flame->change) {
        sink_text(&sink, STR(", "));
        sink_text(&sink, share_text(flame, (int64_t)run->size, &share));
    }
    return sink_str(&sink);
}

static void put_run(struct flame *flame, const struct boxes_run *run)
{
    struct sink *sink = flame->sink;
    struct flame_run_place place = flame_run_place(flame, run);
    bool hatched = (place.end - place.start) * flame->base_width / 100 >= (double)FLAME_HATCH_FROM;
    sink_text(sink, hatched ? STR("<rect fill=\"url(#h)\"") : STR("<rect"));
    put_box(flame, place.start, place.end, place.y);
    sink_text(sink, STR("><title>"));
    sink_xml_text(sink, flame_run_words(flame, run, 0));
    sink_text(sink, STR("</title></rect>"));
}

static void put_boxes(struct flame *flame)
{
    const struct boxes_drawn *drawn = flame->drawn;
    sink_text(flame->sink, STR("<g class=\"f\" id=\"frames\">"));
    for (size_t i = 0; flame->boxes->size[0] && i < drawn->node_count; i++)
        put_node(flame, drawn->nodes[i]);
    sink_text(flame->sink, STR("<g class=\"hs\">"));
    for (size_t i = 0; i < drawn->run_count; i++)
        if (drawn->runs[i].size)
            put_run(flame, &drawn->runs[i]);
    sink_text(flame->sink, STR("</g></g>"));
}

/* ---------------------------------------------------------------- labels */

static void put_label(struct flame *flame, double percent, unsigned y, struct str tier,
                      struct str text)
{
    struct sink *sink = flame->sink;
    sink_text(sink, STR("<text"));
    if (tier.size) {
        sink_text(sink, STR(" class=\""));
        sink_text(sink, tier);
        sink_char(sink, '"');
    }
    sink_text(sink, STR(" x=\""));
    svg_percent(sink, percent);
    sink_print(sink, "\" y=\"%u\">", y);
    sink_xml_text(sink, text);
    sink_text(sink, STR("</text>"));
}

struct box_px {
    double width, share; /* in px at the base width; of the root */
};

static struct box_px px_of(const struct flame *flame, double size)
{
    return (struct box_px){size * flame->unit_px, size / (double)flame->boxes->size[0]};
}

struct str flame_root_words(const struct flame *flame)
{
    struct sink sink;
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, STR("all  "));
    sink_text(&sink, flame->change ? flame_change_values(flame)
                                   : picture_value(flame->view, flame_total(flame, 0)));
    return sink_str(&sink);
}

/* A node's name in a box of so many px, of which the end takes some; the width it takes. */
static struct str name_label(const struct flame *flame, uint32_t node, double box_px, double end_px,
                             double *width)
{
    struct label_room room = {box_px - 9 - end_px - (flame->view->tree->inlined[node] ? 4 : 0),
                              TOKEN_FONT_LABEL, flame->factor, TOKEN_ELLIPSIS_MIN_CHARS};
    *width = 0;
    if (!node) {
        struct str text = flame_root_words(flame);
        return label_fit(&text, 1, &room, flame->arena, width);
    }
    if (box_px < TOKEN_LABEL_MIN_BOX)
        return STR("");
    const struct packed_function *function = function_of(flame, node);
    return label_fit(function->forms, function->form_count, &room, flame->arena, width);
}

/* The sign gives way to the name, unless the name is cut for it. */
static struct flame_label change_label(const struct flame *flame, uint32_t node, double box_px)
{
    struct flame_label label = {.end = flame_change_sign(flame, node)};
    double end_px = text_width(label.end, TOKEN_FONT_LABEL, TEXT_SEMIBOLD) * flame->factor + 10;
    if (label.end.size && box_px - 9 > CHANGE_LEAST)
        label.name = name_label(flame, node, box_px, end_px, &label.width);
    label.both_width = label.width + end_px;
    if (label.name.size)
        return label;
    label.end = STR("");
    label.name = name_label(flame, node, box_px, 0, &label.width);
    return label;
}

static struct str share_label(const struct flame *flame, uint32_t node, double box_px,
                              double label_width)
{
    double share = (double)flame->boxes->size[node] / (double)flame->boxes->size[0];
    struct measure_text text;
    struct sink sink;
    if (share <= TOKEN_SHARE_MIN_BOX_PART || box_px <= label_width + TOKEN_SHARE_CLEAR)
        return STR("");
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, flame_total(flame, node) < 0 ? STR("\xe2\x88\x92") : STR(""));
    sink_text(&sink, share_text(flame, flame_total(flame, node), &text));
    return sink_str(&sink);
}

struct flame_label flame_label(const struct flame *flame, uint32_t node, double box_px)
{
    struct flame_label label = {0};
    if (flame->change)
        return change_label(flame, node, box_px);
    label.name = name_label(flame, node, box_px, 0, &label.width);
    if (label.name.size)
        label.end = share_label(flame, node, box_px, label.width);
    label.both_width = label.width + 70;
    return label;
}

/* A shorter label for narrow pictures, where the one that was chosen hides: fitted at `width_px`.
 */
static void put_narrow_label(struct flame *flame, uint32_t node, double width_px, const char *class)
{
    enum { WORTHWHILE = 44 };
    double share = (double)flame->boxes->size[node] / (double)flame->boxes->size[0], width;
    double box_px = share * width_px * (1 - 2 * TOKEN_SVG_PAD / flame->base_width);
    struct str label =
        box_px < (double)WORTHWHILE ? STR("") : name_label(flame, node, box_px, 0, &width);
    if (label.size)
        put_label(flame, percent_at(flame, (double)flame->boxes->start[node]),
                  flame_row_y(flame, flame->boxes->depth[node]), str_from_c(class), label);
}

static void put_name(struct flame *flame, uint32_t node)
{
    static const double TIERS[] = TOKEN_SVG_TIERS;
    struct box_px px = px_of(flame, (double)flame->boxes->size[node]);
    struct flame_label label = flame_label(flame, node, node ? px.width : flame->base_width);
    if (!label.name.size)
        return;
    struct str tier = svg_tier(label.width, node ? px.share : 1, flame->base_width);
    put_label(flame, percent_at(flame, (double)flame->boxes->start[node]),
              flame_row_y(flame, flame->boxes->depth[node]), tier, label.name);
    if (node && tier.size && !str_equal(tier, STR("w4")))
        put_narrow_label(flame, node, TIERS[0], "n");
    if (node && tier.size > 1 &&
        (str_equal(tier, STR("w9")) || tier.at[1] == '1' || tier.at[1] == 'x'))
        put_narrow_label(flame, node, TIERS[2], "mid");
}

static void put_names(struct flame *flame)
{
    sink_text(flame->sink, STR("<g class=\"l\" transform=\"translate(5 13)\">"));
    for (size_t i = 0; i < flame->drawn->node_count; i++)
        put_name(flame, flame->drawn->nodes[i]);
    sink_text(flame->sink, STR("</g>"));
}

/* Shares or signs at the right end of wide boxes, where they stay clear of the name. */
static void put_ends(struct flame *flame)
{
    sink_print(flame->sink, "<g class=\"l e%s\" transform=\"translate(-6 13)\">",
               flame->change ? " b" : "");
    for (size_t i = 0; i < flame->drawn->node_count; i++) {
        uint32_t node = flame->drawn->nodes[i];
        struct box_px px = px_of(flame, (double)flame->boxes->size[node]);
        double start = (double)flame->boxes->start[node];
        if (!flame->change && px.share <= TOKEN_SHARE_MIN_BOX_PART)
            continue;
        struct flame_label label = flame_label(flame, node, px.width);
        if (!label.end.size)
            continue;
        put_label(flame, percent_at(flame, start + (double)flame->boxes->size[node]),
                  flame_row_y(flame, flame->boxes->depth[node]),
                  svg_tier(label.both_width, px.share, flame->base_width), label.end);
    }
    sink_text(flame->sink, STR("</g>"));
}

static void put_run_labels(struct flame *flame)
{
    sink_text(flame->sink, STR("<g class=\"l small\" transform=\"translate(5 13)\">"));
    for (size_t i = 0; i < flame->drawn->run_count; i++) {
        const struct boxes_run *run = &flame->drawn->runs[i];
        struct box_px px = px_of(flame, (double)run->size);
        for (int form = 0; form < 3 && px.width > 40; form++) {
            struct str text = flame_run_words(flame, run, form);
            double width =
                text_width(text, TOKEN_FONT_TINY, TEXT_REGULAR) * TOKEN_LABEL_SAFE_FACTOR;
            if (width + 9 > px.width)
                continue;
            struct flame_run_place place = flame_run_place(flame, run);
            put_label(flame, place.start, place.y, svg_tier(width, px.share, flame->base_width),
                      text);
            break;
        }
    }
    sink_text(flame->sink, STR("</g>"));
}

/* ---------------------------------------------------------------- marks */

static void put_inline_marks(struct flame *flame)
{
    struct sink *sink = flame->sink;
    sink_text(sink, STR("<g class=\"inl\" transform=\"translate(1.5)\">"));
    for (size_t i = 0; i < flame->drawn->node_count; i++) {
        uint32_t node = flame->drawn->nodes[i];
        struct box_px px = px_of(flame, (double)flame->boxes->size[node]);
        if (!flame->view->tree->inlined[node] || px.width < TOKEN_ROUND_MIN_BOX)
            continue;
        double x = percent_at(flame, (double)flame->boxes->start[node]);
        unsigned y = flame_row_y(flame, flame->boxes->depth[node]);
        sink_text(sink, STR("<line x1=\""));
        svg_percent(sink, x);
        sink_text(sink, STR("\" x2=\""));
        svg_percent(sink, x);
        sink_print(sink, "\" y1=\"%u\" y2=\"%u\"/>", y + 2, y + TOKEN_ROW - 2);
    }
    sink_text(sink, STR("</g>"));
}

/* Falling hatch over what became less. */
static void put_negative_marks(struct flame *flame)
{
    if (!flame->view->selection->has_negative || flame->change)
        return;
    sink_text(flame->sink, STR("<g pointer-events=\"none\">"));
    for (size_t i = 0; i < flame->drawn->node_count; i++) {
        uint32_t node = flame->drawn->nodes[i];
        const struct boxes *boxes = flame->boxes;
        if (flame_total(flame, node) >= 0)
            continue;
        sink_text(flame->sink, STR("<rect fill=\"url(#g)\""));
        put_box(flame, percent_at(flame, (double)boxes->start[node]),
                percent_at(flame, (double)(boxes->start[node] + boxes->size[node])),
                flame_row_y(flame, boxes->depth[node]));
        sink_text(flame->sink, STR("/>"));
    }
    sink_text(flame->sink, STR("</g>"));
}

void flame_picture(struct flame *flame)
{
    sink_text(flame->sink, STR("<g id=\"picture\">"));
    put_boxes(flame);
    if (flame->boxes->size[0]) {
        put_negative_marks(flame);
        put_names(flame);
        put_ends(flame);
        put_run_labels(flame);
        put_inline_marks(flame);
        if (flame->change)
            flame_change_put_marks(flame);
    }
    sink_text(flame->sink, STR("</g>"));
}
