/* The canvas by Cairo: shapes for all three media, text as glyphs of the document or as ink. */
#include "paper/paper.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/version.h"
#include "draw/pages.h"
#include "draw/svg.h"
#include "paper/ink.h"
#include "paper/other_faces.h"
#include "paper/png.h"

#include <cairo-pdf.h>
#include <cairo-ps.h>
#include <math.h>
#include <stdlib.h>

static const double POINT = 0.75; /* of a px */

struct paper {
    struct pages pages;
    struct paper_options options;
    enum palette_theme theme;
    struct arena_store store, scratch_store; /* what stays; what a line of text takes */
    struct arena arena, scratch;
    struct sink held; /* PostScript, until its head is put right */
    cairo_surface_t *surface;
    cairo_t *cairo;
    double scale;  /* points or pixels of a px */
    double shrunk; /* of what was asked for; 1: nothing */
    struct pixels pixels;
    struct ink *ink;
    struct faces faces;
    struct other_faces *others;
    const char *title, *creator;
    uint64_t links; /* a bit for each of the innermost 64 open groups: whether it is a link */
};

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

/* ---------------------------------------------------------------- the page */

static cairo_status_t take(void *context, const unsigned char *bytes, unsigned size)
{
    sink_bytes(context, (const char *)bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

/* How many pixels or points a px becomes; less than asked where that would be too large. */
static double scale_of(struct paper *paper, const struct canvas_page *page)
{
    bool is_png = paper->options.medium == PAPER_PNG;
    double wanted = is_png ? paper->options.dpi / 96 : POINT;
    double side = page->width > page->height ? page->width : page->height;
    double most = is_png ? PAPER_MOST_SIDE : PAPER_MOST_PAGE * POINT;
    double scale = side * wanted > most ? most / side : wanted;
    double area = page->width * page->height;
    if (is_png && area * scale * scale > PAPER_MOST_PIXELS)
        scale = sqrt(PAPER_MOST_PIXELS / area);
    paper->shrunk = scale / wanted;
    return scale;
}

static void open_pdf(struct paper *paper, const struct canvas_page *page)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        take, paper->options.sink, page->width * paper->scale, page->height * paper->scale);
    char time[32] = "";
    struct sink text;
    sink_init_fixed(&text, time, sizeof time - 1);
    if (page->time_ns) {
        time_print(&text, page->time_ns, NULL);
        time[10] = 'T';
        time[19] = 'Z';
        time[20] = 0;
    }
    paper->surface = surface;
    /* Later versions pack the words about the document out of sight. */
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, paper->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT,
                                   str_to_c(page->subject, &paper->arena));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, paper->creator);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
}

static void open_ps(struct paper *paper, const struct canvas_page *page)
{
    sink_init_buffer(&paper->held, &paper->arena, UINT64_MAX);
    paper->surface = cairo_ps_surface_create_for_stream(
        take, &paper->held, page->width * paper->scale, page->height * paper->scale);
    cairo_ps_surface_restrict_to_level(paper->surface, CAIRO_PS_LEVEL_3);
}

static void open_png(struct paper *paper, const struct canvas_page *page)
{
    int width = (int)ceil(page->width * paper->scale - 1e-6);
    int height = (int)ceil(page->height * paper->scale - 1e-6);
    width = width < 1 ? 1 : width > PAPER_MOST_SIDE ? PAPER_MOST_SIDE : width;
    height = height < 1 ? 1 : height > PAPER_MOST_SIDE ? PAPER_MOST_SIDE : height;
    paper->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    paper->pixels =
        (struct pixels){.at = (uint32_t *)(void *)cairo_image_surface_get_data(paper->surface),
                        .width = width,
                        .height = height,
                        .stride = (size_t)cairo_image_surface_get_stride(paper->surface) / 4};
    paper->ink = ink_new(&paper->faces, &paper->arena);
}

static void set_font_options(cairo_t *cairo)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cairo, options);
    cairo_font_options_destroy(options);
}

static void begin(struct canvas *canvas, const struct canvas_page *page)
{
    struct paper *paper = paper_of(canvas);
    paper->scale = scale_of(paper, page);
    paper->title = str_to_c(page->title, &paper->arena);
    paper->creator = str_to_c(page->creator, &paper->arena);
    if (paper->options.medium == PAPER_PDF)
        open_pdf(paper, page);
    else if (paper->options.medium == PAPER_PS)
        open_ps(paper, page);
    else
        open_png(paper, page);
    paper->cairo = cairo_create(paper->surface);
    cairo_scale(paper->cairo, paper->scale, paper->scale);
    set_font_options(paper->cairo);
    set_color(paper, CANVAS_ROLE(TOKEN_ROLE_PAGE), 1);
    cairo_paint(paper->cairo);
}

/* ---------------------------------------------------------------- shapes */

/* Edges of a picture in pixels lie between pixels, not on them. */
static struct canvas_box snapped(const struct paper *paper, const struct canvas_box *box,
                                 double line_width)
{
    if (paper->options.medium != PAPER_PNG)
        return *box;
    double scale = paper->scale, half = line_width / 2;
    double left = round((box->x - half) * scale), top = round((box->y - half) * scale);
    double right = round((box->x + box->width + half) * scale);
    double bottom = round((box->y + box->height + half) * scale);
    right = right < left + 1 ? left + 1 : right;
    bottom = bottom < top + 1 ? top + 1 : bottom;
    return (struct canvas_box){left / scale + half, top / scale + half,
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
    double scale = paper->scale;
    cairo_surface_flush(paper->surface);
    if (style->halo)
        ink_line(paper->ink, &paper->pixels, line, x * scale, y * scale, scale,
                 style->halo_width / 2 * scale, color_of(paper, style->halo));
    ink_line(paper->ink, &paper->pixels, line, x * scale, y * scale, scale, 0,
             color_of(paper, style->color));
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

static void text(struct canvas *canvas, struct canvas_point at, struct str words,
                 const struct canvas_text_style *style, const char *class)
{
    (void)class;
    struct paper *paper = paper_of(canvas);
    struct arena scratch = paper->scratch;
    struct line line;
    enum face_name face = style->is_mono     ? FACE_MONO
                          : style->is_strong ? FACE_STRONG
                                             : FACE_REGULAR;
    if (!words.size)
        return;
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

/* ---------------------------------------------------------------- groups */

/* Of a link that stands in a profile or in an option, only what opens in a browser. */
static bool is_web(struct str link)
{
    return str_starts(link, STR("https://")) || str_starts(link, STR("http://"));
}

/* Cairo writes links as they are, so a bracket would end the PDF's string. */
static void put_uri(struct sink *sink, struct str link)
{
    static const char SAFE[] = "-._~:/?#[]@!$&*+,;=%";
    for (size_t i = 0; i < link.size; i++) {
        char byte = link.at[i];
        bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= '0' && byte <= '9');
        if (is_plain || str_find(str_from_c(SAFE), byte) != STR_NONE)
            sink_char(sink, byte);
        else
            sink_print(sink, "%%%02X", (unsigned)(unsigned char)byte);
    }
}

static void open_group(struct canvas *canvas, const struct canvas_group *group)
{
    struct paper *paper = paper_of(canvas);
    bool is_link = paper->options.medium == PAPER_PDF && is_web(group->link);
    paper->links = paper->links << 1 | is_link;
    if (!is_link)
        return;
    struct arena scratch = paper->scratch;
    struct sink words;
    double x = group->box.x, y = group->box.y, width = group->box.width, height = group->box.height;
    /* Cairo counts the rectangles of links in the page's own units. */
    cairo_user_to_device(paper->cairo, &x, &y);
    cairo_user_to_device_distance(paper->cairo, &width, &height);
    sink_init_buffer(&words, &scratch, UINT64_MAX);
    sink_print(&words, "rect=[%d %d %d %d] uri='", (int)floor(x), (int)floor(y), (int)ceil(width),
               (int)ceil(height));
    put_uri(&words, group->link);
    sink_char(&words, '\'');
    cairo_tag_begin(paper->cairo, CAIRO_TAG_LINK, str_to_c(sink_str(&words), &scratch));
}

static void close_group(struct canvas *canvas)
{
    struct paper *paper = paper_of(canvas);
    if (paper->links & 1)
        cairo_tag_end(paper->cairo, CAIRO_TAG_LINK);
    paper->links >>= 1;
}

/* ---------------------------------------------------------------- the end */

/* Cairo writes the clock into the head; here stands what the picture is, and whose. */
static void put_ps(struct paper *paper)
{
    struct str all = sink_str(&paper->held);
    struct sink *sink = paper->options.sink;
    size_t at = str_find_str(all, STR("%%CreationDate:"));
    struct str rest = str_skip(all, at == STR_NONE ? 0 : at);
    if (at != STR_NONE) {
        sink_text(sink, str_slice(all, 0, at));
        sink_text(sink, STR("%%For: "));
        sink_text(sink, str_from_c(paper->creator));
        rest = str_skip(rest, str_find(rest, '\n'));
    }
    sink_text(sink, rest);
}

static bool end(struct canvas *canvas, struct error *error)
{
    struct paper *paper = paper_of(canvas);
    cairo_show_page(paper->cairo);
    cairo_status_t status = cairo_status(paper->cairo);
    cairo_surface_flush(paper->surface);
    if (paper->options.medium != PAPER_PNG)
        cairo_surface_finish(paper->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(paper->surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return error_set(error, ERROR_LIMIT, "the picture could not be drawn: Cairo says: %s",
                         cairo_status_to_string(status));
    if (paper->faces.is_faceless)
        return error_set(error, ERROR_IO,
                         "no face to set text in was found; install Inter (package fonts-inter)");
    if (paper->options.medium == PAPER_PS)
        put_ps(paper);
    if (paper->options.medium != PAPER_PNG)
        return true;
    struct png_words words = {paper->scale * 96, paper->title, paper->creator};
    return png_write_pixels(paper->options.sink, &paper->pixels, &words, error);
}

/* ---------------------------------------------------------------- the module */

static struct pages *paper_open(const struct paper_options *options)
{
    static const struct canvas_calls CALLS = {.begin = begin,
                                              .end = end,
                                              .box = box,
                                              .path = path,
                                              .text = text,
                                              .open_group = open_group,
                                              .close_group = close_group};
    struct paper *paper = calloc(1, sizeof *paper);
    if (!paper)
        abort();
    paper->pages.canvas.calls = &CALLS;
    paper->options = *options;
    paper->arena = arena_init(&paper->store, SIZE_MAX);
    paper->scratch = arena_init(&paper->scratch_store, SIZE_MAX);
    paper->theme = options->medium == PAPER_PNG ? options->theme : PALETTE_LIGHT;
    faces_init(&paper->faces, &paper->arena);
    return &paper->pages;
}

static void paper_close(struct pages *pages)
{
    struct paper *paper = paper_of(&pages->canvas);
    if (paper->cairo)
        cairo_destroy(paper->cairo);
    if (paper->surface)
        cairo_surface_destroy(paper->surface);
    other_faces_free(paper->others);
    ink_free(paper->ink);
    faces_fini(&paper->faces);
    arena_fini(&paper->store);
    arena_fini(&paper->scratch_store);
    free(paper);
}

static void paper_notes(const struct pages *pages, struct sink *sink)
{
    const struct paper *paper = (const struct paper *)pages;
    const struct faces *faces = &paper->faces;
    if (faces->instead[0]) {
        sink_text(sink, STR("the picture is set in "));
        sink_terminal(sink, str_from_c(faces->instead));
        sink_text(sink, STR(", because Inter is not installed (package fonts-inter)\n"));
    }
    if (faces->missing)
        sink_print(sink, "text in another face: %llu character%s that Inter does not have\n",
                   (unsigned long long)faces->missing, faces->missing == 1 ? "" : "s");
    if (faces->unknown)
        sink_print(sink, "no installed face has %llu of the characters; they are boxes\n",
                   (unsigned long long)faces->unknown);
    if (paper->shrunk < 0.9999)
        sink_print(sink,
                   "the picture is larger than its format has room for, so it is drawn at "
                   "%d %% of its size\n",
                   (int)(100 * paper->shrunk + 0.5));
}

__attribute__((visibility("default"))) extern const struct paper_module render_paper_module;
const struct paper_module render_paper_module = {
    .version = RENDER_VERSION, .open = paper_open, .notes = paper_notes, .close = paper_close};
