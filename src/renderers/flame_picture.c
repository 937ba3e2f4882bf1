/* The boxes of a flame graph: a complete picture without any script. */
#include "renderers/flame.h"
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

double flame_x(const struct flame *flame, double share)
{
    double pad = TOKEN_SVG_PAD;
    return 100 * (pad + share * (flame->base_width - 2 * pad)) / flame->base_width;
}

unsigned flame_fill(const struct flame *flame, uint32_t node)
{
    const struct tree *tree = flame->view->tree;
    const struct selection *selection = flame->view->selection;
    if (flame->view->settings->color_by != COLOR_BY_WEIGHT)
        return flame->functions->items[flame->functions->by_frame[tree->node_frames[node]]].fill;
    return svg_fill_of_heat((double)flame->boxes->size[node] / (double)selection->total);
}

unsigned flame_row_y(const struct flame *flame, uint32_t depth)
{
    uint32_t row = flame->view->settings->flip ? flame->drawn->depth - depth : depth;
    return TOKEN_SVG_FLAME_TOP + TOKEN_ROW * row;
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
    sink_xml_text(sink, picture_value(flame->view, flame_total(flame, node)));
    sink_text(sink, STR(", "));
    sink_xml_text(sink, share_text(flame, flame_total(flame, node), &share));
    sink_text(sink, STR(" of total"));
    sink_text(sink, node && tree->inlined[node] ? STR(", inlined\nself ") : STR("\nself "));
    sink_xml_text(sink, picture_value(flame->view, tree->self[node * tree->columns]));
    sink_text(sink, STR("</title>"));
}

static void put_node(struct flame *flame, uint32_t node)
{
    const struct boxes *boxes = flame->boxes;
    struct sink *sink = flame->sink;
    double start = percent_at(flame, (double)boxes->start[node]);
    double end = percent_at(flame, (double)(boxes->start[node] + boxes->size[node]));
    if (!node)
        end = flame_x(flame, 1);
    sink_text(sink, STR("<rect class=\""));
    if (node) {
        unsigned fill = flame_fill(flame, node);
        flame->used[fill] = true;
        svg_fill_name(sink, fill);
    } else {
        sink_text(sink, STR("root"));
    }
    sink_char(sink, '"');
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
    if (form < 2) {
        sink_text(&sink, STR(", "));
        sink_text(&sink, share_text(flame, (int64_t)run->size, &share));
    }
    return sink_str(&sink);
}

static void put_run(struct flame *flame, const struct boxes_run *run)
{
    struct sink *sink = flame->sink;
    struct flame_run_place place = flame_run_place(flame, run);
    /* A hatch says nothing in a narrow box, and browsers draw it slowly. */
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

struct str flame_label(const struct flame *flame, uint32_t node, double box_px, double *width)
{
    struct label_room room = {box_px - 9 - (flame->view->tree->inlined[node] ? 4 : 0),
                              TOKEN_FONT_LABEL, flame->factor, TOKEN_ELLIPSIS_MIN_CHARS};
    if (!node) {
        struct sink sink;
        sink_init_buffer(&sink, flame->arena, UINT64_MAX);
        sink_text(&sink, STR("all  "));
        sink_text(&sink, picture_value(flame->view, flame_total(flame, 0)));
        struct str text = sink_str(&sink);
        return label_fit(&text, 1, &room, flame->arena, width);
    }
    if (box_px < TOKEN_LABEL_MIN_BOX)
        return STR("");
    const struct packed_function *function = function_of(flame, node);
    return label_fit(function->forms, function->form_count, &room, flame->arena, width);
}

/* A shorter label for narrow pictures, where the one that was chosen hides: fitted at `width_px`.
 */
static void put_narrow_label(struct flame *flame, uint32_t node, double width_px, const char *class)
{
    enum { WORTHWHILE = 44 };
    double share = (double)flame->boxes->size[node] / (double)flame->boxes->size[0], width;
    double box_px = share * width_px * (1 - 2 * TOKEN_SVG_PAD / flame->base_width);
    struct str label =
        box_px < (double)WORTHWHILE ? STR("") : flame_label(flame, node, box_px, &width);
    if (label.size)
        put_label(flame, percent_at(flame, (double)flame->boxes->start[node]),
                  flame_row_y(flame, flame->boxes->depth[node]), str_from_c(class), label);
}

static void put_names(struct flame *flame)
{
    static const double TIERS[] = TOKEN_SVG_TIERS;
    sink_text(flame->sink, STR("<g class=\"l\" transform=\"translate(5 13)\">"));
    for (size_t i = 0; i < flame->drawn->node_count; i++) {
        uint32_t node = flame->drawn->nodes[i];
        struct box_px px = px_of(flame, (double)flame->boxes->size[node]);
        double width = 0;
        struct str label = flame_label(flame, node, node ? px.width : flame->base_width, &width);
        if (!label.size)
            continue;
        struct str tier = svg_tier(width, node ? px.share : 1, flame->base_width);
        put_label(flame, percent_at(flame, (double)flame->boxes->start[node]),
                  flame_row_y(flame, flame->boxes->depth[node]), tier, label);
        if (node && tier.size && !str_equal(tier, STR("w4")))
            put_narrow_label(flame, node, TIERS[0], "n");
        if (node && tier.size > 1 &&
            (str_equal(tier, STR("w9")) || tier.at[1] == '1' || tier.at[1] == 'x'))
            put_narrow_label(flame, node, TIERS[2], "mid");
    }
    sink_text(flame->sink, STR("</g>"));
}

struct str flame_share_label(const struct flame *flame, uint32_t node, double label_width)
{
    struct box_px px = px_of(flame, (double)flame->boxes->size[node]);
    struct measure_text text;
    struct sink sink;
    if (px.share <= TOKEN_SHARE_MIN_BOX_PART || px.width <= label_width + TOKEN_SHARE_CLEAR)
        return STR("");
    sink_init_buffer(&sink, flame->arena, UINT64_MAX);
    sink_text(&sink, flame_total(flame, node) < 0 ? STR("\xe2\x88\x92") : STR(""));
    sink_text(&sink, share_text(flame, flame_total(flame, node), &text));
    return sink_str(&sink);
}

/* Shares at the right end of wide boxes, where they stay clear of the name. */
static void put_shares(struct flame *flame)
{
    sink_text(flame->sink, STR("<g class=\"l e\" transform=\"translate(-6 13)\">"));
    for (size_t i = 0; i < flame->drawn->node_count; i++) {
        uint32_t node = flame->drawn->nodes[i];
        struct box_px px = px_of(flame, (double)flame->boxes->size[node]);
        double width = 0, start = (double)flame->boxes->start[node];
        if (px.share <= TOKEN_SHARE_MIN_BOX_PART)
            continue;
        struct str label = flame_label(flame, node, px.width, &width);
        struct str share = label.size ? flame_share_label(flame, node, width) : STR("");
        if (!share.size)
            continue;
        put_label(flame, percent_at(flame, start + (double)flame->boxes->size[node]),
                  flame_row_y(flame, flame->boxes->depth[node]),
                  svg_tier(width + 70, px.share, flame->base_width), share);
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
    if (!flame->view->selection->has_negative)
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
        put_shares(flame);
        put_run_labels(flame);
        put_inline_marks(flame);
    }
    sink_text(flame->sink, STR("</g>"));
}
