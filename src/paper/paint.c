/* The canvas by Cairo: shapes for all three media, text as glyphs of the document or as ink. */
#include "base/arena.h"
#include "draw/svg.h"
#include "paper/other_faces.h"
#include "paper/paper_parts.h"

#include <math.h>

static struct paper *paper_of(struct canvas *canvas)
{
    return (struct paper *)canvas;
}

/* ---------------------------------------------------------------- colours */

static uint32_t color_of(const struct paper *paper, canvas_color color)
{
    if (color >= CANVAS_ROLE(0))
        return palette_role(paper->theme, (enum token_role)(color - CANVAS_ROLE(0)));
    return svg_fill_color(paper->theme, color - 1);
}

/* PostScript knows no transparency, so there the colour is mixed with that of the page. */
static void set_color(struct paper *paper, canvas_color color, double opacity)
{
    uint32_t value = color_of(paper, color);
    uint32_t page = palette_role(paper->theme, TOKEN_ROLE_PAGE);
    bool mixes = paper->options.medium == PAPER_PS && opacity < 1;
    double parts[3];
    for (int i = 0; i < 3; i++) {
        double part = (value >> (16 - 8 * i) & 0xff) / 255.0;
        double below = (page >> (16 - 8 * i) & 0xff) / 255.0;
        parts[i] = mixes ? part * opacity + below * (1 - opacity) : part;
    }
    if (mixes || opacity >= 1)
        cairo_set_source_rgb(paper->cairo, parts[0], parts[1], parts[2]);
    else
        cairo_set_source_rgba(paper->cairo, parts[0], parts[1], parts[2], opacity);
}

void paper_set_role(struct paper *paper, enum token_role role)
{
    set_color(paper, CANVAS_ROLE(role), 1);
}

/* ---------------------------------------------------------------- the page */

static void begin(struct canvas *canvas, const struct canvas_page *page)
{
    struct paper *paper = paper_of(canvas);
    const struct surface_words words = {.title = page->title,
                                        .subject = page->subject,
                                        .creator = page->creator,
                                        .time_ns = page->time_ns};
    surface_open(paper, page->width, page->height, PX, &words);
    paper_set_role(paper, TOKEN_ROLE_PAGE);
    cairo_paint(paper->cairo);
}

static bool end(struct canvas *canvas, struct error *error)
{
    return surface_end(paper_of(canvas), error);
}

/* ---------------------------------------------------------------- shapes */

/* Edges of a picture in pixels lie between pixels, not on them. */
static struct canvas_box snapped(const struct paper *paper, const struct canvas_box *box,
                                 double line_width)
{
    if (paper->options.medium != PAPER_PNG)
        return *box;
    cairo_matrix_t at;
    cairo_get_matrix(paper->cairo, &at);
    double scale = at.xx, half = line_width / 2;
    double left = round((box->x - half) * scale + at.x0);
    double top = round((box->y - half) * scale + at.y0);
    double right = round((box->x + box->width + half) * scale + at.x0);
    double bottom = round((box->y + box->height + half) * scale + at.y0);
    right = right < left + 1 ? left + 1 : right;
    bottom = bottom < top + 1 ? top + 1 : bottom;
    return (struct canvas_box){(left - at.x0) / scale + half, (top - at.y0) / scale + half,
                               (right - left) / scale - line_width,
                               (bottom - top) / scale - line_width, box->radius};
}

static void trace_box(cairo_t *cairo, const struct canvas_box *box)
{
    double radius = box->radius, half_pi = acos(0);
    double least = box->width < box->height ? box->width : box->height;
    radius = radius > least / 2 ? least / 2 : radius;
    if (!(radius > 0)) {
        cairo_rectangle(cairo, box->x, box->y, box->width, box->height);
        return;
    }
    double left = box->x + radius, right = box->x + box->width - radius;
    double top = box->y + radius, bottom = box->y + box->height - radius;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, right, top, radius, -half_pi, 0);
    cairo_arc(cairo, right, bottom, radius, 0, half_pi);
    cairo_arc(cairo, left, bottom, radius, half_pi, 2 * half_pi);
    cairo_arc(cairo, left, top, radius, 2 * half_pi, 3 * half_pi);
    cairo_close_path(cairo);
}

static void trace_path(cairo_t *cairo, const struct canvas_path *path)
{
    const struct canvas_point *points = path->points;
    if (!path->count)
        return;
    cairo_move_to(cairo, points[0].x, points[0].y);
    if (path->is_curve)
        for (size_t i = 1; i + 2 < path->count; i += 3)
            cairo_curve_to(cairo, points[i].x, points[i].y, points[i + 1].x, points[i + 1].y,
                           points[i + 2].x, points[i + 2].y);
    else
        for (size_t i = 1; i < path->count; i++)
            cairo_line_to(cairo, points[i].x, points[i].y);
    if (path->is_closed)
        cairo_close_path(cairo);
}

/* Lines at 45 degrees over the current path, which stays. They are where x + y (or x - y) is a
 * multiple of the period, so that neighbours continue each other. */
static void hatch(struct paper *paper, const struct canvas_style *style)
{
    static const double ROOT = 1.4142135623730951;
    bool is_small = style->hatch == CANVAS_SMALL;
    double period = (is_small ? TOKEN_HATCH_PERIOD : TOKEN_DIFF_HATCH_PERIOD) * ROOT;
    double width = is_small ? (double)TOKEN_HATCH_LINE : (double)TOKEN_DIFF_HATCH_LINE;
    double sign = style->hatch == CANVAS_FALLING ? -1 : 1;
    double left, top, right, bottom;
    cairo_t *cairo = paper->cairo;
    cairo_path_t *outline = cairo_copy_path(cairo);
    cairo_path_extents(cairo, &left, &top, &right, &bottom);
    cairo_save(cairo);
    cairo_clip(cairo);
    double low = sign > 0 ? left + top : left - bottom;
    double high = sign > 0 ? right + bottom : right - top;
    for (double at = floor(low / period) * period; at <= high + width; at += period) {
        cairo_move_to(cairo, at - sign * (top - 2), top - 2);
        cairo_line_to(cairo, at - sign * (bottom + 2), bottom + 2);
    }
    set_color(paper, style->hatch_line, style->fill_opacity > 0 ? style->fill_opacity : 1);
    cairo_set_line_width(cairo, width);
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_stroke(cairo);
    cairo_restore(cairo);
    cairo_append_path(cairo, outline);
    cairo_path_destroy(outline);
}

/* Fills and lines the current path. */
static void finish(struct paper *paper, const struct canvas_style *style)
{
    cairo_t *cairo = paper->cairo;
    if (style->fill) {
        set_color(paper, style->fill, style->fill_opacity > 0 ? style->fill_opacity : 1);
        cairo_fill_preserve(cairo);
    }
    if (style->hatch)
        hatch(paper, style);
    if (style->line && style->line_width > 0) {
        const double dashes[] = {style->dash_on, style->dash_off};
        bool is_dashed = style->dash_on > 0 && style->dash_off > 0;
        set_color(paper, style->line, 1);
        cairo_set_line_width(cairo, style->line_width);
        cairo_set_dash(cairo, dashes, is_dashed ? 2 : 0, 0);
        cairo_stroke_preserve(cairo);
    }
    cairo_new_path(cairo);
}

static void box(struct canvas *canvas, const struct canvas_box *shape,
                const struct canvas_style *style, const char *class)
{
    (void)class;
    struct paper *paper = paper_of(canvas);
    struct canvas_box placed = snapped(paper, shape, style->line ? style->line_width : 0);
    trace_box(paper->cairo, &placed);
    finish(paper, style);
}

static void path(struct canvas *canvas, const struct canvas_path *shape,
                 const struct canvas_style *style, const char *class)
{
    (void)class;
    struct paper *paper = paper_of(canvas);
    trace_path(paper->cairo, shape);
    finish(paper, style);
}

/* ---------------------------------------------------------------- text */

static const double CAPITALS = 0.75; /* em: above the base line */

static void ink_text(struct paper *paper, const struct line *line, double x, double y,
                     const struct canvas_text_style *style)
{
    const struct area *area = &paper->area;
    struct pixels pixels = paper->pixels;
    cairo_matrix_t at;
    cairo_get_matrix(paper->cairo, &at);
    double scale = at.xx;
    if (area->left >= area->right || area->top >= area->bottom)
        return;
    x = x * scale + at.x0 - area->left;
    y = y * scale + at.y0 - area->top;
    pixels.at += (size_t)area->top * pixels.stride + (size_t)area->left;
    pixels.width = area->right - area->left;
    pixels.height = area->bottom - area->top;
    cairo_surface_flush(paper->surface);
    if (style->halo)
        ink_line(paper->ink, &pixels, line, x, y, scale, style->halo_width / 2 * scale,
                 color_of(paper, style->halo));
    ink_line(paper->ink, &pixels, line, x, y, scale, 0, color_of(paper, style->color));
    cairo_surface_mark_dirty(paper->surface);
}

/* What stands in documents for a halo: outlines of letters would be most of the file. */
static void ground(struct paper *paper, const struct line *line, double x, double y,
                   const struct canvas_text_style *style)
{
    double out = style->halo_width / 2, top = y - CAPITALS * line->size - out;
    cairo_rectangle(paper->cairo, x - out, top, line->width + 2 * out, y + out - top);
    set_color(paper, style->halo, 1);
    cairo_fill(paper->cairo);
}

static void document_text(struct paper *paper, const struct line *line, double x, double y,
                          const struct canvas_text_style *style, struct arena scratch)
{
    cairo_t *cairo = paper->cairo;
    cairo_glyph_t *glyphs = ARENA_NEW(&scratch, cairo_glyph_t, line->count);
    cairo_text_cluster_t *clusters = ARENA_NEW(&scratch, cairo_text_cluster_t, line->count);
    for (size_t i = 0; i < line->count; i++) {
        glyphs[i] = (cairo_glyph_t){line->glyphs[i].id, x + line->glyphs[i].x, y};
        clusters[i] = (cairo_text_cluster_t){line->glyphs[i].bytes, 1};
    }
    if (style->halo)
        ground(paper, line, x, y, style);
    cairo_set_font_face(cairo, line->face->cairo);
    cairo_set_font_size(cairo, line->size);
    set_color(paper, style->color, 1);
    cairo_show_text_glyphs(cairo, line->text.at, (int)line->text.size, glyphs, (int)line->count,
                           clusters, (int)line->count, 0);
}

static void put_text(struct paper *paper, struct canvas_point at, struct str words,
                     const struct canvas_text_style *style)
{
    struct arena scratch = paper->scratch;
    struct line line;
    enum face_name face = style->is_mono     ? FACE_MONO
                          : style->is_strong ? FACE_STRONG
                                             : FACE_REGULAR;
    if (!faces_set(&paper->faces, face, words, style->size, &scratch, &line)) {
        set_color(paper, style->color, 1);
        other_faces_paint(&paper->others, &paper->faces, paper->cairo, at.x, at.y, words, style);
        return;
    }
    double x = at.x - (style->anchor == CANVAS_END      ? line.width
                       : style->anchor == CANVAS_MIDDLE ? line.width / 2
                                                        : 0);
    if (paper->options.medium == PAPER_PNG)
        ink_text(paper, &line, x, at.y, style);
    else
        document_text(paper, &line, x, at.y, style, scratch);
}

static void text(struct canvas *canvas, struct canvas_point at, struct str words,
                 const struct canvas_text_style *style, const char *class)
{
    (void)class;
    struct paper *paper = paper_of(canvas);
    if (!words.size)
        return;
    bool is_tagged = tags_text_begin(paper);
    put_text(paper, at, words, style);
    if (is_tagged)
        tags_text_end(paper);
}

const struct canvas_calls paper_canvas_calls = {.begin = begin,
                                                .end = end,
                                                .box = box,
                                                .path = path,
                                                .text = text,
                                                .open_group = tags_open_group,
                                                .close_group = tags_close_group};
