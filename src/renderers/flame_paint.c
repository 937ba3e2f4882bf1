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
#include "renderers/flame_figure.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "select/selection.h"
#include "tree/tree.h"

enum { LEAST_PROVENANCE = 380 };

/* ---------------------------------------------------------------- small things */

/* ---------------------------------------------------------------- words */

/* Of a difference the change, and left of it both values; the px that all takes. */
static double put_total(const struct flame_brush *brush)
{
    struct flame *flame = brush->flame;
    if (!flame->change) {
        struct str total = picture_value(flame->view, flame_total(flame, 0));
        flame_put_strong(brush, brush->right, TOKEN_SVG_TITLE_BASE, total, TOKEN_FONT_FIGURE,
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
    brush->canvas->calls->text(brush->canvas,
                               (struct canvas_point){brush->right, TOKEN_SVG_TITLE_BASE}, whole,
                               &style, NULL);
    double px = text_width(whole, TOKEN_FONT_FIGURE, TEXT_SEMIBOLD) + 10;
    flame_put_text(brush, brush->right - px, TOKEN_SVG_TITLE_BASE, values, TOKEN_FONT_SMALL,
                   TOKEN_ROLE_INK_SOFT, CANVAS_END);
    return px + text_width(values, TOKEN_FONT_SMALL, TEXT_REGULAR);
}

static void put_head(const struct flame_brush *brush)
{
    struct flame *flame = brush->flame;
    double inside = brush->right - brush->left;
    struct str note = flame->change ? flame_change_note(flame)
                                    : picture_total_note(flame->view, flame_total(flame, 0));
    double total_px = put_total(brush);
    double note_px = text_width(note, TOKEN_FONT_SMALL, TEXT_REGULAR);
    struct str title = flame_fit(brush, picture_title(flame->view), (inside - total_px - 16) / 1.06,
                                 TOKEN_FONT_H1, 4);
    flame_put_strong(brush, brush->left, TOKEN_SVG_TITLE_BASE, title, TOKEN_FONT_H1, CANVAS_START);
    int detail = flame->change ? 3 : 2;
    while (detail &&
           text_width(flame_facts(flame, detail), TOKEN_FONT_SMALL, TEXT_REGULAR) + note_px + 16 >
               inside)
        detail--;
    flame_put_text(brush, brush->left, TOKEN_SVG_FACTS_BASE, flame_facts(flame, detail),
                   TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_START);
    flame_put_text(brush, brush->right, TOKEN_SVG_FACTS_BASE, note, TOKEN_FONT_SMALL,
                   TOKEN_ROLE_INK_MUTED, CANVAS_END);
}

/* The key to the marks, from the right; its left end. */
static double put_key(const struct flame_brush *brush)
{
    double x = brush->right, base = brush->flame->height - 14;
    if (brush->flame->drawn->run_count) {
        struct str words = STR("frames too small to draw");
        flame_put_text(brush, x, base, words, TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED, CANVAS_END);
        x -= text_width(words, TOKEN_FONT_SMALL, TEXT_REGULAR) + 20;
        struct canvas_box box = {x, base - 10, 14, TOKEN_SWATCH, TOKEN_RADIUS_BOX};
        flame_put_hatched(brush, box);
        x -= 18;
    }
    if (flame_any_inlined(brush->flame)) {
        flame_put_text(brush, x, base, STR("inlined"), TOKEN_FONT_SMALL, TOKEN_ROLE_INK_MUTED,
                       CANVAS_END);
        x -= text_width(STR("inlined"), TOKEN_FONT_SMALL, TEXT_REGULAR) + 7;
        flame_put_inline_mark(brush, x, base - 11, base + 2);
        x -= 18;
    }
    return x;
}

static void put_status(const struct flame_brush *brush)
{
    struct flame *flame = brush->flame;
    struct canvas_box rule = {0, flame->height - TOKEN_SVG_STATUS, flame->base_width, 1, 0};
    flame_put_box(brush, rule, CANVAS_ROLE(TOKEN_ROLE_HAIRLINE));
    double room = put_key(brush) - brush->left;
    struct str text = picture_provenance(flame->view);
    if (text_width(text, TOKEN_FONT_SMALL, TEXT_REGULAR) > room)
        text = room < (double)LEAST_PROVENANCE ? STR("render " RENDER_VERSION)
                                               : flame_fit(brush, text, room, TOKEN_FONT_SMALL, 20);
    flame_put_text(brush, brush->left, flame->height - 14, text, TOKEN_FONT_SMALL,
                   TOKEN_ROLE_INK_MUTED, CANVAS_START);
}

static void put_nothing(const struct flame_brush *brush)
{
    double y = brush->flame->top + TOKEN_ROW + 30;
    struct str lines[2];
    flame_nothing(brush->flame, lines);
    flame_put_strong(brush, brush->left, y, lines[0], TOKEN_FONT_SMALL, CANVAS_START);
    flame_put_text(brush, brush->left, y + 20, lines[1], TOKEN_FONT_SMALL, TOKEN_ROLE_INK_SOFT,
                   CANVAS_START);
}

bool flame_paint(const struct view *view, struct canvas *canvas, struct error *error)
{
    struct flame flame = {.view = view,
                          .functions = flame_functions_new(view),
                          .arena = view->arena,
                          .base_width = (double)view->settings->width,
                          .factor = 1};
    struct flame_brush brush = {.flame = &flame, .canvas = canvas};
    if (!flame_lay_out(&flame, error))
        return false;
    brush.left = flame_x(&flame, 0) / 100 * flame.base_width;
    brush.right = flame_x(&flame, 1) / 100 * flame.base_width;
    const struct canvas_page page = {.width = flame.base_width,
                                     .height = flame.height,
                                     .title = picture_title(view),
                                     .subject = flame_subject(&flame),
                                     .creator = STR("render " RENDER_VERSION),
                                     .time_ns = view->profile->time_ns};
    const struct flame_levels all = {.count = flame.drawn->depth + 1, .top = flame.top};
    canvas->calls->begin(canvas, &page);
    put_head(&brush);
    if (flame.boxes->size[0]) {
        flame_put_legend(&brush, flame.change ? FLAME_CHANGE_LEGEND_TOP : TOKEN_SVG_LEGEND_TOP);
        if (!flame_put_levels(&brush, &all, error))
            return false;
    } else {
        put_nothing(&brush);
    }
    put_status(&brush);
    return canvas->calls->end(canvas, error);
}
