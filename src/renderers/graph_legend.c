/* What the colours, bars, lines and sizes of a call graph mean. */
#include "base/arena.h"
#include "base/number.h"
#include "base/sink.h"
#include "draw/canvas.h"
#include "draw/svg.h"
#include "layout/text.h"
#include "renderers/comparison_words.h"
#include "renderers/graph_parts.h"
#include "renderers/graph_sides.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/selection.h"

enum { ROW = 20, HEIGHT = 12 };

/* Of the strip of changes. */
enum { STEP_WIDTH = 32, NOISE_WIDTH = 68, TICKS = 13, GAP = 6 };

/* Goes along the rows; only notes how far it comes where the room is measured. */
struct pen {
    const struct graph_picture *picture;
    double x, y, right;
    double below; /* that the row at hand takes besides */
    bool is_measured;
};

static void next_row(struct pen *pen)
{
    pen->x = TOKEN_GRAPH_PAD;
    pen->y += ROW + pen->below;
    pen->below = 0;
}

/* What takes so many px goes onto the next row where this one has no room for it. */
static void need(struct pen *pen, double width)
{
    double limit = pen->picture->legend_width;
    if (limit > 0 && pen->x > TOKEN_GRAPH_PAD && pen->x + width > TOKEN_GRAPH_PAD + limit)
        next_row(pen);
}

static void put_box(const struct pen *pen, struct canvas_box box, const struct canvas_style *style)
{
    if (!pen->is_measured)
        pen->picture->canvas->calls->box(pen->picture->canvas, &box, style, NULL);
}

static void put_line(const struct pen *pen, canvas_color color, double width, double dash)
{
    struct canvas_point points[] = {{pen->x, pen->y - 4}, {pen->x + 28, pen->y - 4}};
    struct canvas_path path = {.points = points, .count = 2};
    struct canvas_style style = {
        .line = color, .line_width = width, .dash_on = dash, .dash_off = dash > 0 ? 3 : 0};
    if (!pen->is_measured)
        pen->picture->canvas->calls->path(pen->picture->canvas, &path, &style, NULL);
}

/* Leaves the pen `gap` behind the text. */
static void put_words(struct pen *pen, struct str text, double gap)
{
    struct canvas_point place = {pen->x, pen->y};
    if (!pen->is_measured)
        graph_put_text(pen->picture, place, text, TOKEN_FONT_SMALL,
                       CANVAS_ROLE(TOKEN_ROLE_INK_MUTED), CANVAS_START);
    pen->x += graph_small_width(text);
    pen->right = pen->x > pen->right ? pen->x : pen->right;
    pen->x += gap;
}

/* Broken between its words where rows end. */
static void put_sentence(struct pen *pen, struct str text)
{
    double limit = pen->picture->legend_width;
    while (limit > 0 && graph_small_width(text) > TOKEN_GRAPH_PAD + limit - pen->x) {
        size_t end = 0, next = 0;
        double room = TOKEN_GRAPH_PAD + limit - pen->x;
        while ((next = str_find(str_skip(text, end + (end > 0)), ' ')) != STR_NONE &&
               graph_small_width(str_slice(text, 0, end + (end > 0) + next)) <= room)
            end += (end > 0) + next;
        if (!end)
            break;
        put_words(pen, str_slice(text, 0, end), 0);
        text = str_skip(text, end + 1);
        next_row(pen);
    }
    put_words(pen, text, TOKEN_LEGEND_GAP);
}

/* A text behind a sample of so many px. */
static void need_item(struct pen *pen, double sample, struct str text)
{
    need(pen, sample + graph_small_width(text));
}

static void put_heat(struct pen *pen)
{
    enum { WIDTH = 15 };
    for (unsigned i = 0; i < TOKEN_HEAT_COUNT; i++) {
        struct canvas_box box = {pen->x + (WIDTH + 1) * i, pen->y - 10, WIDTH, HEIGHT, 0};
        struct canvas_style style = {.fill =
                                         CANVAS_FILL(svg_fill_of_heat(number_pow(i / 8.0, 1.25)))};
        put_box(pen, box, &style);
    }
    pen->x += (WIDTH + 1) * TOKEN_HEAT_COUNT + 6;
    put_words(pen, STR("cum 0 \xe2\x86\x92 100%"), TOKEN_LEGEND_GAP);
}

static void put_bar(const struct pen *pen, double y, double width, double opacity)
{
    struct canvas_box box = {pen->x, y, width, TOKEN_GRAPH_BAR, TOKEN_GRAPH_BAR / 2};
    struct canvas_style style = {.fill = CANVAS_ROLE(TOKEN_ROLE_INK), .fill_opacity = opacity};
    put_box(pen, box, &style);
}

static void put_bars(struct pen *pen)
{
    need_item(pen, 56, STR("bar: flat within cum within total"));
    put_bar(pen, pen->y - 6, 48, 0.14);
    put_bar(pen, pen->y - 6, 34, 0.38);
    put_bar(pen, pen->y - 6, 14, 0);
    pen->x += 56;
    put_words(pen, STR("bar: flat within cum within total"), TOKEN_LEGEND_GAP);
}

static bool any(const struct graph_picture *picture, bool hot)
{
    for (size_t i = 0; i < picture->link_count; i++)
        if (hot ? picture->links[i].is_hot
                : picture->links[i].is_residual && !picture->items[picture->links[i].to].tag)
            return true;
    return false;
}

/* A report, where rows end, says it in words. */
static void put_residual(struct pen *pen)
{
    if (!any(pen->picture, false) || pen->picture->legend_width > 0)
        return;
    put_line(pen, CANVAS_ROLE(TOKEN_ROLE_EDGE), 1.5, 4);
    pen->x += 36;
    put_words(pen, STR("calls with frames left out"), TOKEN_LEGEND_GAP);
}

/* ---------------------------------------------------------------- of a comparison */

static void put_change(struct pen *pen, enum change_kind kind, unsigned step, double width)
{
    struct change change = {.kind = kind, .step = step};
    struct canvas_style style = graph_change_style(&change);
    struct canvas_box box = {pen->x, pen->y - 10, width - 1, HEIGHT, 0};
    if (kind != CHANGE_GONE && kind != CHANGE_ADDED)
        style.line = CANVAS_NONE;
    put_box(pen, box, &style);
    pen->x += width;
}

/* It may be a function alone. */
static bool has_path(const struct graph_picture *picture)
{
    for (size_t i = 0; i < picture->item_count; i++)
        if (picture->items[i].is_hot)
            return true;
    return false;
}

/* Where the colours change, of the whole against the base. */
static void put_tick(const struct pen *pen, double x, struct str text, enum canvas_anchor anchor)
{
    struct canvas_point place = {x, pen->y + TICKS};
    if (!pen->is_measured)
        graph_put_text(pen->picture, place, text, TOKEN_FONT_TINY,
                       CANVAS_ROLE(TOKEN_ROLE_INK_MUTED), anchor);
}

static void put_ticks(const struct pen *pen, double x)
{
    double end = x + 2 * CHANGE_STEPS * STEP_WIDTH + NOISE_WIDTH;
    for (int i = 0; i < CHANGE_TICKS; i++) {
        double from = change_ticks[i].steps < 0 ? end : x;
        put_tick(pen, from + change_ticks[i].steps * STEP_WIDTH, change_ticks[i].text,
                 i ? CANVAS_MIDDLE : CANVAS_START);
    }
}

/* From gone over noise to new, as the boxes are filled. */
static void put_strip(struct pen *pen)
{
    const struct view *view = pen->picture->view;
    struct str middle =
        comparison_is_tested(view->selection->comparison) ? STR("within noise") : STR("no change");
    double start = pen->x;
    for (unsigned i = CHANGE_STEPS; i > 0; i--)
        put_change(pen, CHANGE_LESS, i - 1, STEP_WIDTH);
    struct canvas_point center = {pen->x + (NOISE_WIDTH - 1) / 2.0, pen->y - 0.5};
    put_change(pen, CHANGE_NOISE, 0, NOISE_WIDTH);
    for (unsigned i = 0; i < CHANGE_STEPS; i++)
        put_change(pen, CHANGE_MORE, i, STEP_WIDTH);
    if (!pen->is_measured)
        graph_put_text(pen->picture, center, middle, TOKEN_FONT_TINY,
                       CANVAS_ROLE(TOKEN_ROLE_ON_FILL), CANVAS_MIDDLE);
    put_ticks(pen, start);
    pen->below = TICKS - 4;
    pen->x += TOKEN_LEGEND_GAP;
}

/* What one side alone has, and the path. */
static void put_samples(struct pen *pen)
{
    need_item(pen, 28 + GAP, STR("gone"));
    put_change(pen, CHANGE_GONE, CHANGE_STEPS - 1, 28);
    pen->x += GAP;
    put_words(pen, STR("gone"), TOKEN_LEGEND_GAP);
    need_item(pen, 28 + GAP, STR("new"));
    put_change(pen, CHANGE_ADDED, CHANGE_STEPS - 1, 28);
    pen->x += GAP;
    put_words(pen, STR("new"), TOKEN_LEGEND_GAP);
    need_item(pen, 0, STR("colour: change of cum"));
    put_words(pen, STR("colour: change of cum"), TOKEN_LEGEND_GAP);
    if (!has_path(pen->picture))
        return;
    need_item(pen, 36, STR("path of the largest change"));
    put_line(pen, CANVAS_ROLE(TOKEN_ROLE_BORDER), 9, 0);
    put_line(pen, CANVAS_ROLE(TOKEN_ROLE_EDGE), 2.5, 0);
    pen->x += 36;
    put_words(pen, STR("path of the largest change"), TOKEN_LEGEND_GAP);
}

static void put_two_bars(struct pen *pen)
{
    static const double WIDTHS[RUN_SIDES][2] = {{34, 20}, {22, 8}};
    for (int side = 0; side < RUN_SIDES; side++) {
        double y = pen->y - 8.5 + side * (TOKEN_GRAPH_BAR + GRAPH_BAR_ROOM);
        put_bar(pen, y, 48, 0.14);
        put_bar(pen, y, WIDTHS[side][0], 0.38);
        put_bar(pen, y, WIDTHS[side][1], 0);
    }
    pen->x += 56;
    put_words(pen, STR("base above new: flat within cum within the larger total"),
              TOKEN_LEGEND_GAP);
    need_item(pen, 0, STR("sizes of names and lines: the larger side"));
    put_words(pen, STR("sizes of names and lines: the larger side"), TOKEN_LEGEND_GAP);
}

static void put_compared(struct pen *pen)
{
    put_strip(pen);
    put_samples(pen);
    next_row(pen);
    put_sentence(pen, pen->picture->words->method);
    next_row(pen);
    put_two_bars(pen);
    put_residual(pen);
}

/* ---------------------------------------------------------------- whole */

struct graph_frame graph_legend(const struct graph_picture *picture, double base, bool is_measured)
{
    struct pen pen = {
        .picture = picture, .x = TOKEN_GRAPH_PAD, .y = base, .is_measured = is_measured};
    if (picture->words) {
        put_compared(&pen);
    } else {
        put_heat(&pen);
        put_bars(&pen);
        put_residual(&pen);
        if (any(picture, true)) {
            need_item(&pen, 36, STR("hot path"));
            put_line(&pen, CANVAS_ROLE(TOKEN_ROLE_HEAT_LINE), 4, 0);
            pen.x += 36;
            put_words(&pen, STR("hot path"), TOKEN_LEGEND_GAP);
        }
    }
    return (struct graph_frame){.width = pen.right + TOKEN_GRAPH_PAD, .above = pen.y + ROW};
}
