/* The boxes and the legend of a flame graph, on any canvas. */
#include "renderers/flame_figure.h"
#include "base/number.h"
#include "draw/svg.h"
#include "layout/label.h"
#include "layout/text.h"
#include "options/settings.h"
#include "profile/measure.h"
#include "renderers/flame_change.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "tree/tree.h"

enum { LEGEND_ITEMS = 12, LEGEND_NAME = 200, LEGEND_NOTE_GAP = 24, HEAT_STEP = 18 };

/* ---------------------------------------------------------------- small things */

static double px_of(const struct flame_brush *brush, double percent)
{
    return percent / 100 * brush->flame->base_width;
}

void flame_put_text(const struct flame_brush *brush, double x, double y, struct str text,
                    double size, enum token_role role, enum canvas_anchor anchor)
{
    const struct canvas_text_style style = {
        .size = size, .anchor = anchor, .color = CANVAS_ROLE(role)};
    brush->canvas->calls->text(brush->canvas, (struct canvas_point){x, y}, text, &style, NULL);
}

void flame_put_strong(const struct flame_brush *brush, double x, double y, struct str text,
                      double size, enum canvas_anchor anchor)
{
    const struct canvas_text_style style = {
        .size = size, .is_strong = true, .anchor = anchor, .color = CANVAS_ROLE(TOKEN_ROLE_INK)};
    brush->canvas->calls->text(brush->canvas, (struct canvas_point){x, y}, text, &style, NULL);
}

void flame_put_box(const struct flame_brush *brush, struct canvas_box box, canvas_color fill)
{
    const struct canvas_style style = {.fill = fill};
    brush->canvas->calls->box(brush->canvas, &box, &style, NULL);
}

void flame_put_hatched(const struct flame_brush *brush, struct canvas_box box)
{
    const struct canvas_style style = {.fill = CANVAS_ROLE(TOKEN_ROLE_SMALL_FILL),
                                       .hatch_line = CANVAS_ROLE(TOKEN_ROLE_SMALL_HATCH),
                                       .hatch = CANVAS_SMALL};
    brush->canvas->calls->box(brush->canvas, &box, &style, NULL);
}

static void put_line(const struct flame_brush *brush, struct canvas_point from,
                     struct canvas_point to, const struct canvas_style *style)
{
    const struct canvas_point points[] = {from, to};
    const struct canvas_path path = {.points = points, .count = 2};
    brush->canvas->calls->path(brush->canvas, &path, style, NULL);
}

/* The dotted line of inlined calls. */
void flame_put_inline_mark(const struct flame_brush *brush, double x, double top, double bottom)
{
    static const double DASH[] = TOKEN_INLINE_DASH;
    const struct canvas_style style = {.line = CANVAS_ROLE(TOKEN_ROLE_INLINE),
                                       .line_width = TOKEN_INLINE_LINE,
                                       .dash_on = DASH[0],
                                       .dash_off = DASH[1]};
    put_line(brush, (struct canvas_point){x, top}, (struct canvas_point){x, bottom}, &style);
}

struct str flame_fit(const struct flame_brush *brush, struct str text, double width, double size,
                     size_t least)
{
    double used;
    struct label_room room = {width, size, 1, least};
    return label_fit(&text, 1, &room, brush->flame->arena, &used);
}

/* ---------------------------------------------------------------- legend */

static void put_heat(const struct flame_brush *brush, double top)
{
    double x = brush->left, base = top + 14;
    flame_put_text(brush, x, base, STR("0"), TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_START);
    for (unsigned i = 0; i < TOKEN_HEAT_COUNT; i++) {
        struct canvas_box box = {x + 14 + HEAT_STEP * i, top + 4, HEAT_STEP, TOKEN_SWATCH, 0};
        flame_put_box(brush, box, CANVAS_FILL(svg_fill_of_heat(number_pow(i / 8.0, 1.25))));
    }
    flame_put_text(brush, x + 22 + HEAT_STEP * TOKEN_HEAT_COUNT, base, STR("100% of total"),
                   TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_START);
}

/* Items from left to right while there is room. */
static void put_items(const struct flame_brush *brush, double top, double limit)
{
    struct flame *flame = brush->flame;
    size_t count;
    const struct legend_item *items = flame_legend(flame, &count);
    double x = brush->left, base = top + 14;
    for (size_t i = 0; i < count && i < LEGEND_ITEMS && items[i].self; i++) {
        struct str name = flame_fit(brush, flame_visible(items[i].name, flame->arena), LEGEND_NAME,
                                    TOKEN_FONT_SMALL, 8);
        struct measure_text share =
            measure_share((int64_t)items[i].self, flame->view->selection->total);
        double name_x = x + TOKEN_SWATCH + TOKEN_SWATCH_GAP;
        double share_x = name_x + text_width(name, TOKEN_FONT_SMALL, TEXT_REGULAR) + 4;
        double end = share_x + text_width(measure_str(&share), TOKEN_FONT_SMALL, TEXT_REGULAR);
        if (end > limit)
            break;
        struct canvas_box box = {x, top + 4, TOKEN_SWATCH, TOKEN_SWATCH, TOKEN_RADIUS_BOX};
        flame_put_box(brush, box, CANVAS_FILL(items[i].fill));
        flame_put_text(brush, name_x, base, name, TOKEN_FONT_SMALL, TOKEN_ROLE_INK_SOFT,
                       CANVAS_START);
        flame_put_text(brush, share_x, base, measure_str(&share), TOKEN_FONT_SMALL,
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
static void put_mark(const struct flame_brush *brush, struct canvas_box box, int mark)
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
    brush->canvas->calls->box(brush->canvas, &box, &style, NULL);
}

static void put_cell(const struct flame_brush *brush, double top,
                     const struct flame_change_cell *cell)
{
    struct canvas_box box = {brush->left + cell->x, top + FLAME_CHANGE_CELL_TOP, cell->width,
                             FLAME_CHANGE_CELL_HEIGHT, TOKEN_RADIUS_BOX};
    struct canvas_style style = tone_style(cell->tone, true);
    if (cell->mark)
        put_mark(brush, box, cell->mark);
    else
        brush->canvas->calls->box(brush->canvas, &box, &style, NULL);
}

static void put_change_legend(const struct flame_brush *brush, double top)
{
    struct flame_change_legend legend;
    double inside = brush->right - brush->left;
    flame_change_legend(brush->flame, &legend);
    for (size_t i = 0; i < sizeof legend.cells / sizeof *legend.cells; i++)
        if (legend.cells[i].x + legend.cells[i].width <= inside)
            put_cell(brush, top, &legend.cells[i]);
    for (size_t i = 0; i < legend.text_count; i++) {
        const struct flame_change_text *word = &legend.texts[i];
        enum token_role role = word->is_on_fill ? TOKEN_ROLE_ON_FILL
                               : word->is_small ? TOKEN_ROLE_INK_MUTED
                                                : TOKEN_ROLE_INK_SOFT;
        bool is_said = word->is_narrow && (word[-1].end <= inside || word[-2].end <= inside);
        if (word->end > inside || is_said)
            continue;
        flame_put_text(brush, brush->left + word->x, top + word->y, word->text,
                       word->is_small || word->is_on_fill ? TOKEN_FONT_TINY : TOKEN_FONT_SMALL,
                       role, (enum canvas_anchor)word->anchor);
    }
}

void flame_put_legend(const struct flame_brush *brush, double top)
{
    if (brush->flame->change) {
        put_change_legend(brush, top);
        return;
    }
    if (brush->flame->view->settings->color_by == COLOR_BY_WEIGHT) {
        put_heat(brush, top);
        return;
    }
    struct str note = flame_legend_note(brush->flame);
    double note_px = text_width(note, TOKEN_FONT_SMALL, TEXT_REGULAR);
    flame_put_text(brush, brush->right, top + 14, note, TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED,
                   CANVAS_END);
    put_items(brush, top, brush->right - note_px - LEGEND_NOTE_GAP);
}

/* ---------------------------------------------------------------- boxes */

/* What is between two edges, less the gap to the right and below. */
static struct canvas_box gapped(const struct flame *flame, double start, double end, double y)
{
    double width = end - start - TOKEN_GAP, radius = end - start >= TOKEN_ROUND_MIN_BOX;
    return (struct canvas_box){start, y, width > 0.5 ? width : 0.5, flame->form->row - TOKEN_GAP,
                               radius * TOKEN_RADIUS_BOX};
}

static void put_label(const struct flame_brush *brush, uint32_t node, double start, double end,
                      double base)
{
    struct flame *flame = brush->flame;
    double inset = TOKEN_LABEL_INSET + (flame->view->tree->inlined[node] ? 3 : 0);
    double end_x = end - TOKEN_LABEL_END_INSET - 2;
    struct flame_label label = flame_label(flame, node, end - start);
    const struct canvas_text_style sign = {.size = TOKEN_FONT_LABEL,
                                           .is_strong = true,
                                           .anchor = CANVAS_END,
                                           .color = CANVAS_ROLE(TOKEN_ROLE_ON_FILL)};
    if (!label.name.size)
        return;
    flame_put_text(brush, start + inset, base, label.name, TOKEN_FONT_LABEL, TOKEN_ROLE_ON_FILL,
                   CANVAS_START);
    if (flame->change && label.end.size)
        brush->canvas->calls->text(brush->canvas, (struct canvas_point){end_x, base}, label.end,
                                   &sign, NULL);
    else
        flame_put_text(brush, end_x, base, label.end, TOKEN_FONT_LABEL, TOKEN_ROLE_ON_FILL,
                       CANVAS_END);
}

static void put_node(const struct flame_brush *brush, uint32_t node, double y)
{
    struct flame *flame = brush->flame;
    const struct boxes *boxes = flame->boxes;
    double root = (double)boxes->size[0];
    double start = px_of(brush, flame_x(flame, (double)boxes->start[node] / root));
    double end =
        px_of(brush, flame_x(flame, (double)(boxes->start[node] + boxes->size[node]) / root));
    struct canvas_box box = gapped(flame, start, end, y);
    struct canvas_style style = {.fill = node ? CANVAS_FILL(flame_fill(flame, node))
                                              : CANVAS_ROLE(TOKEN_ROLE_ROOT)};
    if (flame->change)
        style = tone_style(flame_change_tone(flame, node), end - start >= (double)FLAME_HATCH_FROM);
    brush->canvas->calls->box(brush->canvas, &box, &style, NULL);
    if (!flame->change && flame_total(flame, node) < 0) {
        const struct canvas_style less = {.fill_opacity = 0.45,
                                          .hatch = CANVAS_FALLING,
                                          .hatch_line = CANVAS_ROLE(TOKEN_ROLE_INK_SOFT)};
        brush->canvas->calls->box(brush->canvas, &box, &less, NULL);
    }
    if (node && flame->view->tree->inlined[node] && end - start >= TOKEN_ROUND_MIN_BOX)
        flame_put_inline_mark(brush, start + TOKEN_INLINE_X, y + 2, y + flame->form->row - 2);
    put_label(brush, node, start, end, y + flame->form->label_base);
    if (flame->change && flame_change_mark(flame, node) && end - start > (double)FLAME_HATCH_FROM)
        put_mark(brush, box, flame_change_mark(flame, node));
}

static void put_run(const struct flame_brush *brush, const struct boxes_run *run, double y)
{
    struct flame *flame = brush->flame;
    struct flame_run_place place = flame_run_place(flame, run);
    double start = px_of(brush, place.start), end = px_of(brush, place.end);
    struct canvas_box box = gapped(flame, start, end, y);
    if (end - start >= (double)FLAME_HATCH_FROM)
        flame_put_hatched(brush, box);
    else
        flame_put_box(brush, box, CANVAS_ROLE(TOKEN_ROLE_HAIRLINE));
    for (int form = 0; form < 3 && end - start > 40; form++) {
        struct str words = flame_run_words(flame, run, form);
        if (text_width(words, TOKEN_FONT_TINY, TEXT_REGULAR) + 9 > end - start)
            continue;
        flame_put_text(brush, start + TOKEN_LABEL_INSET, y + flame->form->label_base, words,
                       TOKEN_FONT_TINY, TOKEN_ROLE_ON_FILL, CANVAS_START);
        break;
    }
}

/* Whether a depth is among the levels, and where its row begins. */
static bool is_among(const struct flame *flame, const struct flame_levels *levels, uint32_t depth,
                     double *y)
{
    uint32_t row = depth - levels->first;
    if (depth < levels->first || row >= levels->count)
        return false;
    if (flame->view->settings->flip)
        row = levels->count - 1 - row;
    *y = levels->top + (double)row * flame->form->row;
    return true;
}

bool flame_put_levels(const struct flame_brush *brush, const struct flame_levels *levels,
                      struct error *error)
{
    struct flame *flame = brush->flame;
    const struct boxes *boxes = flame->boxes;
    const struct boxes_drawn *drawn = flame->drawn;
    double y;
    if (!budget_spend(flame->view->budget, drawn->node_count + drawn->run_count, error))
        return false;
    for (size_t i = 0; i < drawn->node_count; i++)
        if (is_among(flame, levels, boxes->depth[drawn->nodes[i]], &y))
            put_node(brush, drawn->nodes[i], y);
    for (size_t i = 0; i < drawn->run_count; i++)
        if (drawn->runs[i].size &&
            is_among(flame, levels, boxes->depth[drawn->runs[i].parent] + 1, &y))
            put_run(brush, &drawn->runs[i], y);
    return true;
}
