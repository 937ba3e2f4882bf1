/* The flame graph on a canvas: what the SVG shows when no script runs. */
#include "base/number.h"
#include "base/version.h"
#include "draw/canvas.h"
#include "draw/svg.h"
#include "layout/label.h"
#include "layout/text.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "profile/profile.h"
#include "renderers/flame_change.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "tree/tree.h"

enum {
    LEGEND_ITEMS = 12,
    LEGEND_NAME = 200,
    LEGEND_NOTE_GAP = 24,
    HEAT_STEP = 18,
    LEAST_PROVENANCE = 380
};

struct painter {
    struct flame flame;
    struct canvas *canvas;
    double left, right; /* px of the picture's inside */
};

/* ---------------------------------------------------------------- small things */

static double px_of(const struct painter *painter, double percent)
{
    return percent / 100 * painter->flame.base_width;
}

static void put_text(struct painter *painter, double x, double y, struct str text, double size,
                     enum token_role role, enum canvas_anchor anchor)
{
    const struct canvas_text_style style = {
        .size = size, .anchor = anchor, .color = CANVAS_ROLE(role)};
    painter->canvas->calls->text(painter->canvas, (struct canvas_point){x, y}, text, &style, NULL);
}

static void put_strong(struct painter *painter, double x, double y, struct str text, double size,
                       enum canvas_anchor anchor)
{
    const struct canvas_text_style style = {
        .size = size, .is_strong = true, .anchor = anchor, .color = CANVAS_ROLE(TOKEN_ROLE_INK)};
    painter->canvas->calls->text(painter->canvas, (struct canvas_point){x, y}, text, &style, NULL);
}

static void put_box(struct painter *painter, struct canvas_box box, canvas_color fill)
{
    const struct canvas_style style = {.fill = fill};
    painter->canvas->calls->box(painter->canvas, &box, &style, NULL);
}

static void put_hatched(struct painter *painter, struct canvas_box box)
{
    const struct canvas_style style = {.fill = CANVAS_ROLE(TOKEN_ROLE_SMALL_FILL),
                                       .hatch_line = CANVAS_ROLE(TOKEN_ROLE_SMALL_HATCH),
                                       .hatch = CANVAS_SMALL};
    painter->canvas->calls->box(painter->canvas, &box, &style, NULL);
}

static void put_line(struct painter *painter, struct canvas_point from, struct canvas_point to,
                     const struct canvas_style *style)
{
    const struct canvas_point points[] = {from, to};
    const struct canvas_path path = {.points = points, .count = 2};
    painter->canvas->calls->path(painter->canvas, &path, style, NULL);
}

/* The dotted line of inlined calls. */
static void put_inline_mark(struct painter *painter, double x, double top, double bottom)
{
    static const double DASH[] = TOKEN_INLINE_DASH;
    const struct canvas_style style = {.line = CANVAS_ROLE(TOKEN_ROLE_INLINE),
                                       .line_width = TOKEN_INLINE_LINE,
                                       .dash_on = DASH[0],
                                       .dash_off = DASH[1]};
    put_line(painter, (struct canvas_point){x, top}, (struct canvas_point){x, bottom}, &style);
}

static struct str fit(struct painter *painter, struct str text, double width, double size,
                      size_t least)
{
    double used;
    struct label_room room = {width, size, 1, least};
    return label_fit(&text, 1, &room, painter->flame.arena, &used);
}

/* ---------------------------------------------------------------- words */

/* Of a difference the change, and left of it both values; the px that all takes. */
static double put_total(struct painter *painter)
{
    struct flame *flame = &painter->flame;
    if (!flame->change) {
        struct str total = picture_value(flame->view, flame_total(flame, 0));
        put_strong(painter, painter->right, TOKEN_SVG_TITLE_BASE, total, TOKEN_FONT_FIGURE,
                   CANVAS_END);
        return text_width(total, TOKEN_FONT_FIGURE, TEXT_SEMIBOLD);
    }
    int tone = flame_change_tone(flame, 0);
    struct str whole = flame_change_whole(flame), values = flame_change_values(flame);
    const struct canvas_text_style style = {.size = TOKEN_FONT_FIGURE,
                                            .is_strong = true,
                                            .anchor = CANVAS_END,
                                            .color = tone ? CANVAS_FILL(svg_ink_of_tone(tone))
                                                          : CANVAS_ROLE(TOKEN_ROLE_INK_MUTED)};
    painter->canvas->calls->text(painter->canvas,
                                 (struct canvas_point){painter->right, TOKEN_SVG_TITLE_BASE}, whole,
                                 &style, NULL);
    double px = text_width(whole, TOKEN_FONT_FIGURE, TEXT_SEMIBOLD) + 10;
    put_text(painter, painter->right - px, TOKEN_SVG_TITLE_BASE, values, TOKEN_FONT_SMALL,
             TOKEN_ROLE_INK_SOFT, CANVAS_END);
    return px + text_width(values, TOKEN_FONT_SMALL, TEXT_REGULAR);
}

static void put_head(struct painter *painter)
{
    struct flame *flame = &painter->flame;
    double inside = painter->right - painter->left;
    struct str note = flame->change ? flame_change_note(flame)
                                    : picture_total_note(flame->view, flame_total(flame, 0));
    double total_px = put_total(painter);
    double note_px = text_width(note, TOKEN_FONT_SMALL, TEXT_REGULAR);
    struct str title =
        fit(painter, picture_title(flame->view), (inside - total_px - 16) / 1.06, TOKEN_FONT_H1, 4);
    put_strong(painter, painter->left, TOKEN_SVG_TITLE_BASE, title, TOKEN_FONT_H1, CANVAS_START);
    int detail = flame->change ? 3 : 2;
    while (detail &&
           text_width(flame_facts(flame, detail), TOKEN_FONT_SMALL, TEXT_REGULAR) + note_px + 16 >
               inside)
        detail--;
    put_text(painter, painter->left, TOKEN_SVG_FACTS_BASE, flame_facts(flame, detail),
             TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_START);
    put_text(painter, painter->right, TOKEN_SVG_FACTS_BASE, note, TOKEN_FONT_SMALL,
             TOKEN_ROLE_INK_MUTED, CANVAS_END);
}

static void put_heat(struct painter *painter)
{
    double x = painter->left, base = TOKEN_SVG_LEGEND_TOP + 14;
    put_text(painter, x, base, STR("0"), TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_START);
    for (unsigned i = 0; i < TOKEN_HEAT_COUNT; i++) {
        struct canvas_box box = {x + 14 + HEAT_STEP * i, TOKEN_SVG_LEGEND_TOP + 4, HEAT_STEP,
                                 TOKEN_SWATCH, 0};
        put_box(painter, box, CANVAS_FILL(svg_fill_of_heat(number_pow(i / 8.0, 1.25))));
    }
    put_text(painter, x + 22 + HEAT_STEP * TOKEN_HEAT_COUNT, base, STR("100% of total"),
             TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_START);
}

/* Items from left to right while there is room. */
static void put_items(struct painter *painter, double limit)
{
    struct flame *flame = &painter->flame;
    size_t count;
    const struct legend_item *items = flame_legend(flame, &count);
    double x = painter->left, base = TOKEN_SVG_LEGEND_TOP + 14;
    for (size_t i = 0; i < count && i < LEGEND_ITEMS && items[i].self; i++) {
        struct str name = fit(painter, flame_visible(items[i].name, flame->arena), LEGEND_NAME,
                              TOKEN_FONT_SMALL, 8);
        struct measure_text share =
            measure_share((int64_t)items[i].self, flame->view->selection->total);
        double name_x = x + TOKEN_SWATCH + TOKEN_SWATCH_GAP;
        double share_x = name_x + text_width(name, TOKEN_FONT_SMALL, TEXT_REGULAR) + 4;
        double end = share_x + text_width(measure_str(&share), TOKEN_FONT_SMALL, TEXT_REGULAR);
        if (end > limit)
            break;
        struct canvas_box box = {x, TOKEN_SVG_LEGEND_TOP + 4, TOKEN_SWATCH, TOKEN_SWATCH,
                                 TOKEN_RADIUS_BOX};
        put_box(painter, box, CANVAS_FILL(items[i].fill));
        put_text(painter, name_x, base, name, TOKEN_FONT_SMALL, TOKEN_ROLE_INK_SOFT, CANVAS_START);
        put_text(painter, share_x, base, measure_str(&share), TOKEN_FONT_SMALL,
                 TOKEN_ROLE_INK_MUTED, CANVAS_START);
        x = end + TOKEN_LEGEND_GAP;
    }
}

/* ---------------------------------------------------------------- of a difference */

static struct canvas_style tone_style(int tone, bool is_hatched)
{
    struct canvas_style style = {.fill = CANVAS_FILL(svg_fill_of_tone(tone))};
    if (tone && is_hatched) {
        style.hatch = tone < 0 ? CANVAS_FALLING : CANVAS_RISING;
        style.hatch_line = CANVAS_FILL(svg_line_of_tone(tone));
    }
    return style;
}

/* The outline of what is gone or new, inside its box. */
static void put_mark(struct painter *painter, struct canvas_box box, int mark)
{
    static const double DASH[] = TOKEN_DIFF_MARK_DASH;
    double half = TOKEN_DIFF_MARK / 2;
    struct canvas_style style = {.line = CANVAS_FILL(svg_mark_of_tone(mark)),
                                 .line_width = TOKEN_DIFF_MARK};
    if (mark < 0) {
        style.dash_on = DASH[0];
        style.dash_off = DASH[1];
    }
    box.x += half;
    box.y += half;
    box.width -= 2 * half;
    box.height -= 2 * half;
    box.radius = TOKEN_RADIUS_BOX;
    painter->canvas->calls->box(painter->canvas, &box, &style, NULL);
}

static void put_cell(struct painter *painter, const struct flame_change_cell *cell)
{
    struct canvas_box box = {painter->left + cell->x,
                             FLAME_CHANGE_LEGEND_TOP + FLAME_CHANGE_CELL_TOP, cell->width,
                             FLAME_CHANGE_CELL_HEIGHT, TOKEN_RADIUS_BOX};
    struct canvas_style style = tone_style(cell->tone, true);
    if (cell->mark)
        put_mark(painter, box, cell->mark);
    else
        painter->canvas->calls->box(painter->canvas, &box, &style, NULL);
}

static void put_change_legend(struct painter *painter)
{
    struct flame_change_legend legend;
    double inside = painter->right - painter->left;
    flame_change_legend(&painter->flame, &legend);
    for (size_t i = 0; i < sizeof legend.cells / sizeof *legend.cells; i++)
        if (legend.cells[i].x + legend.cells[i].width <= inside)
            put_cell(painter, &legend.cells[i]);
    for (size_t i = 0; i < legend.text_count; i++) {
        const struct flame_change_text *word = &legend.texts[i];
        enum token_role role = word->is_on_fill ? TOKEN_ROLE_ON_FILL
                               : word->is_small ? TOKEN_ROLE_INK_MUTED
                                                : TOKEN_ROLE_INK_SOFT;
        bool is_said = word->is_narrow && (word[-1].end <= inside || word[-2].end <= inside);
        if (word->end > inside || is_said)
            continue;
        put_text(painter, painter->left + word->x, FLAME_CHANGE_LEGEND_TOP + word->y, word->text,
                 word->is_small || word->is_on_fill ? TOKEN_FONT_TINY : TOKEN_FONT_SMALL, role,
                 (enum canvas_anchor)word->anchor);
    }
}

static void put_legend(struct painter *painter)
{
    if (painter->flame.change) {
        put_change_legend(painter);
        return;
    }
    if (painter->flame.view->settings->color_by == COLOR_BY_WEIGHT) {
        put_heat(painter);
        return;
    }
    struct str note = flame_legend_note(&painter->flame);
    double note_px = text_width(note, TOKEN_FONT_SMALL, TEXT_REGULAR);
    put_text(painter, painter->right, TOKEN_SVG_LEGEND_TOP + 14, note, TOKEN_FONT_SMALL,
             TOKEN_ROLE_INK_MUTED, CANVAS_END);
    put_items(painter, painter->right - note_px - LEGEND_NOTE_GAP);
}

/* The key to the marks, from the right; its left end. */
static double put_key(struct painter *painter)
{
    double x = painter->right, base = painter->flame.height - 14;
    if (painter->flame.drawn->run_count) {
        struct str words = STR("frames too small to draw");
        put_text(painter, x, base, words, TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_END);
        x -= text_width(words, TOKEN_FONT_SMALL, TEXT_REGULAR) + 20;
        struct canvas_box box = {x, base - 10, 14, TOKEN_SWATCH, TOKEN_RADIUS_BOX};
        put_hatched(painter, box);
        x -= 18;
    }
    if (flame_any_inlined(&painter->flame)) {
        put_text(painter, x, base, STR("inlined"), TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED,
                 CANVAS_END);
        x -= text_width(STR("inlined"), TOKEN_FONT_SMALL, TEXT_REGULAR) + 7;
        put_inline_mark(painter, x, base - 11, base + 2);
        x -= 18;
    }
    return x;
}

static void put_status(struct painter *painter)
{
    struct flame *flame = &painter->flame;
    struct canvas_box rule = {0, flame->height - TOKEN_SVG_STATUS, flame->base_width, 1, 0};
    put_box(painter, rule, CANVAS_ROLE(TOKEN_ROLE_HAIRLINE));
    double room = put_key(painter) - painter->left;
    struct str text = picture_provenance(flame->view);
    if (text_width(text, TOKEN_FONT_SMALL, TEXT_REGULAR) > room)
        text = room < (double)LEAST_PROVENANCE ? STR("render " RENDER_VERSION)
                                               : fit(painter, text, room, TOKEN_FONT_SMALL, 20);
    put_text(painter, painter->left, flame->height - 14, text, TOKEN_FONT_SMALL,
             TOKEN_ROLE_INK_MUTED, CANVAS_START);
}

static void put_nothing(struct painter *painter)
{
    double y = painter->flame.top + TOKEN_ROW + 30;
    struct str lines[2];
    flame_nothing(&painter->flame, lines);
    put_strong(painter, painter->left, y, lines[0], TOKEN_FONT_SMALL, CANVAS_START);
    put_text(painter, painter->left, y + 20, lines[1], TOKEN_FONT_SMALL, TOKEN_ROLE_INK_SOFT,
             CANVAS_START);
}

/* ---------------------------------------------------------------- boxes */

/* What is between two edges, less the gap to the right and below. */
static struct canvas_box gapped(double start, double end, double y)
{
    double width = end - start - TOKEN_GAP, radius = end - start >= TOKEN_ROUND_MIN_BOX;
    return (struct canvas_box){start, y, width > 0.5 ? width : 0.5, TOKEN_ROW - TOKEN_GAP,
                               radius * TOKEN_RADIUS_BOX};
}

static void put_label(struct painter *painter, uint32_t node, double start, double end, double base)
{
    struct flame *flame = &painter->flame;
    double inset = TOKEN_LABEL_INSET + (flame->view->tree->inlined[node] ? 3 : 0);
    double end_x = end - TOKEN_LABEL_END_INSET - 2;
    struct flame_label label = flame_label(flame, node, end - start);
    const struct canvas_text_style sign = {.size = TOKEN_FONT_LABEL,
                                           .is_strong = true,
                                           .anchor = CANVAS_END,
                                           .color = CANVAS_ROLE(TOKEN_ROLE_ON_FILL)};
    if (!label.name.size)
        return;
    put_text(painter, start + inset, base, label.name, TOKEN_FONT_LABEL, TOKEN_ROLE_ON_FILL,
             CANVAS_START);
    if (flame->change && label.end.size)
        painter->canvas->calls->text(painter->canvas, (struct canvas_point){end_x, base}, label.end,
                                     &sign, NULL);
    else
        put_text(painter, end_x, base, label.end, TOKEN_FONT_LABEL, TOKEN_ROLE_ON_FILL, CANVAS_END);
}

static void put_node(struct painter *painter, uint32_t node)
{
    struct flame *flame = &painter->flame;
    const struct boxes *boxes = flame->boxes;
    double root = (double)boxes->size[0], y = flame_row_y(flame, boxes->depth[node]);
    double start = px_of(painter, flame_x(flame, (double)boxes->start[node] / root));
    double end =
        px_of(painter, flame_x(flame, (double)(boxes->start[node] + boxes->size[node]) / root));
    struct canvas_box box = gapped(start, end, y);
    struct canvas_style style = {.fill = node ? CANVAS_FILL(flame_fill(flame, node))
                                              : CANVAS_ROLE(TOKEN_ROLE_ROOT)};
    if (flame->change)
        style = tone_style(flame_change_tone(flame, node), end - start >= (double)FLAME_HATCH_FROM);
    painter->canvas->calls->box(painter->canvas, &box, &style, NULL);
    if (!flame->change && flame_total(flame, node) < 0) {
        const struct canvas_style less = {.fill_opacity = 0.45,
                                          .hatch = CANVAS_FALLING,
                                          .hatch_line = CANVAS_ROLE(TOKEN_ROLE_INK_SOFT)};
        painter->canvas->calls->box(painter->canvas, &box, &less, NULL);
    }
    if (node && flame->view->tree->inlined[node] && end - start >= TOKEN_ROUND_MIN_BOX)
        put_inline_mark(painter, start + TOKEN_INLINE_X, y + 2, y + TOKEN_ROW - 2);
    put_label(painter, node, start, end, y + TOKEN_LABEL_BASE);
    if (flame->change && flame_change_mark(flame, node) && end - start > (double)FLAME_HATCH_FROM)
        put_mark(painter, box, flame_change_mark(flame, node));
}

static void put_run(struct painter *painter, const struct boxes_run *run)
{
    struct flame *flame = &painter->flame;
    struct flame_run_place place = flame_run_place(flame, run);
    double start = px_of(painter, place.start), end = px_of(painter, place.end);
    struct canvas_box box = gapped(start, end, place.y);
    if (end - start >= (double)FLAME_HATCH_FROM)
        put_hatched(painter, box);
    else
        put_box(painter, box, CANVAS_ROLE(TOKEN_ROLE_HAIRLINE));
    for (int form = 0; form < 3 && end - start > 40; form++) {
        struct str words = flame_run_words(flame, run, form);
        if (text_width(words, TOKEN_FONT_TINY, TEXT_REGULAR) + 9 > end - start)
            continue;
        put_text(painter, start + TOKEN_LABEL_INSET, place.y + TOKEN_LABEL_BASE, words,
                 TOKEN_FONT_TINY, TOKEN_ROLE_ON_FILL, CANVAS_START);
        break;
    }
}

static bool put_boxes(struct painter *painter, struct error *error)
{
    struct flame *flame = &painter->flame;
    const struct boxes_drawn *drawn = flame->drawn;
    for (size_t i = 0; i < drawn->node_count; i++) {
        if (!budget_spend(flame->view->budget, 1, error))
            return false;
        put_node(painter, drawn->nodes[i]);
    }
    for (size_t i = 0; i < drawn->run_count; i++) {
        if (!budget_spend(flame->view->budget, 1, error))
            return false;
        if (drawn->runs[i].size)
            put_run(painter, &drawn->runs[i]);
    }
    return true;
}

bool flame_paint(const struct view *view, struct canvas *canvas, struct error *error)
{
    struct painter painter = {.flame = {.view = view,
                                        .functions = flame_functions_new(view),
                                        .arena = view->arena,
                                        .base_width = (double)view->settings->width,
                                        .factor = 1},
                              .canvas = canvas};
    struct flame *flame = &painter.flame;
    if (!flame_lay_out(flame, error))
        return false;
    painter.left = px_of(&painter, flame_x(flame, 0));
    painter.right = px_of(&painter, flame_x(flame, 1));
    const struct canvas_page page = {.width = flame->base_width,
                                     .height = flame->height,
                                     .title = picture_title(flame->view),
                                     .subject = flame_subject(flame),
                                     .creator = STR("render " RENDER_VERSION),
                                     .time_ns = view->profile->time_ns};
    canvas->calls->begin(canvas, &page);
    put_head(&painter);
    if (flame->boxes->size[0]) {
        put_legend(&painter);
        if (!put_boxes(&painter, error))
            return false;
    } else {
        put_nothing(&painter);
    }
    put_status(&painter);
    return canvas->calls->end(canvas, error);
}
