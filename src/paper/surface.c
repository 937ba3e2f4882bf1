/* What is painted on: opened in the size it needs or has room for, and written at its end. */
#include "base/escape.h"
#include "base/time.h"
#include "base/utf8.h"
#include "paper/paper_parts.h"
#include "paper/png.h"

#include <cairo-pdf.h>
#include <cairo-ps.h>
#include <math.h>

/* Characters of what a document says about itself. */
enum { MOST_TITLE = 200, MOST_WORDS = 1000 };

static const double POINTS = 72; /* of an inch */

static cairo_status_t take(void *context, const unsigned char *bytes, unsigned size)
{
    sink_bytes(context, (const char *)bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

const char *surface_words(struct str text, size_t most, struct arena *arena)
{
    struct sink sink;
    size_t bytes = 0, size, count = 0;
    for (; bytes < text.size && count < most; bytes += size, count++)
        utf8_decode(str_skip(text, bytes), &size);
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_visible(&sink, str_slice(text, 0, bytes));
    if (bytes < text.size)
        sink_text(&sink, STR("\xe2\x80\xa6"));
    return str_to_c(sink_str(&sink), arena);
}

/* How many pixels or points a unit becomes; less than asked where that would be too large. */
static double scale_of(struct paper *paper, double width, double height, double unit)
{
    bool is_png = paper->options.medium == PAPER_PNG;
    double wanted = is_png ? paper->options.dpi / POINTS * unit : unit;
    double side = width > height ? width : height;
    double most = is_png ? PAPER_MOST_SIDE : PAPER_MOST_PAGE * PX;
    double scale = side * wanted > most ? most / side : wanted;
    double area = width * height;
    if (is_png && area * scale * scale > PAPER_MOST_PIXELS)
        scale = sqrt(PAPER_MOST_PIXELS / area);
    paper->shrunk = scale / wanted;
    paper->dpi = paper->options.dpi * paper->shrunk;
    return scale;
}

static void say(struct paper *paper, cairo_pdf_metadata_t what, const char *words)
{
    cairo_pdf_surface_set_metadata(paper->surface, what, words);
}

/* Without a time Cairo would write that of the clock; an empty one is none. */
static void say_time(struct paper *paper, int64_t time_ns)
{
    char time[32] = "";
    struct sink text;
    sink_init_fixed(&text, time, sizeof time - 1);
    if (time_ns) {
        time_print(&text, time_ns, NULL);
        time[10] = 'T';
        time[19] = 'Z';
        time[20] = 0;
    }
    say(paper, CAIRO_PDF_METADATA_CREATE_DATE, time);
}

static void open_pdf(struct paper *paper, double width, double height,
                     const struct surface_words *words)
{
    struct arena *arena = &paper->arena;
    paper->surface = cairo_pdf_surface_create_for_stream(take, paper->options.sink, width, height);
    /* PDF 1.5 can say what is copied where glyphs alone do not tell. But there later versions of
     * Cairo pack the words about the document out of sight. */
    paper->faces.has_copies =
        paper->is_document && cairo_version() < CAIRO_VERSION_ENCODE(1, 17, 6);
    cairo_pdf_surface_restrict_to_version(
        paper->surface, paper->faces.has_copies ? CAIRO_PDF_VERSION_1_5 : CAIRO_PDF_VERSION_1_4);
    say(paper, CAIRO_PDF_METADATA_TITLE, paper->title);
    say(paper, CAIRO_PDF_METADATA_SUBJECT, surface_words(words->subject, MOST_WORDS, arena));
    if (words->author.size)
        say(paper, CAIRO_PDF_METADATA_AUTHOR, surface_words(words->author, MOST_TITLE, arena));
    if (words->keywords.size)
        say(paper, CAIRO_PDF_METADATA_KEYWORDS, surface_words(words->keywords, MOST_WORDS, arena));
    say(paper, CAIRO_PDF_METADATA_CREATOR, paper->creator);
    say_time(paper, words->time_ns);
}

static void open_ps(struct paper *paper, double width, double height)
{
    sink_init_buffer(&paper->held, &paper->arena, UINT64_MAX);
    paper->surface = cairo_ps_surface_create_for_stream(take, &paper->held, width, height);
    cairo_ps_surface_restrict_to_level(paper->surface, CAIRO_PS_LEVEL_3);
}

static int pixels_of(double length)
{
    double whole = ceil(length - 1e-6);
    return whole < 1 ? 1 : whole > PAPER_MOST_SIDE ? PAPER_MOST_SIDE : (int)whole;
}

static void open_png(struct paper *paper, double width, double height)
{
    paper->surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels_of(width), pixels_of(height));
    paper->pixels =
        (struct pixels){.at = (uint32_t *)(void *)cairo_image_surface_get_data(paper->surface),
                        .width = cairo_image_surface_get_width(paper->surface),
                        .height = cairo_image_surface_get_height(paper->surface),
                        .stride = (size_t)cairo_image_surface_get_stride(paper->surface) / 4};
    paper->area = (struct area){0, 0, paper->pixels.width, paper->pixels.height};
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

void surface_open(struct paper *paper, double width, double height, double unit,
                  const struct surface_words *words)
{
    double scale = scale_of(paper, width, height, unit);
    paper->scale = scale;
    paper->title = surface_words(words->title, MOST_TITLE, &paper->arena);
    paper->creator = surface_words(words->creator, MOST_TITLE, &paper->arena);
    if (paper->options.medium == PAPER_PDF)
        open_pdf(paper, width * scale, height * scale, words);
    else if (paper->options.medium == PAPER_PS)
        open_ps(paper, width * scale, height * scale);
    else
        open_png(paper, width * scale, height * scale);
    paper->cairo = cairo_create(paper->surface);
    cairo_scale(paper->cairo, scale, scale);
    set_font_options(paper->cairo);
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

bool surface_end(struct paper *paper, struct error *error)
{
    cairo_show_page(paper->cairo);
    cairo_status_t status = cairo_status(paper->cairo);
    cairo_surface_flush(paper->surface);
    if (paper->options.medium != PAPER_PNG)
        cairo_surface_finish(paper->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(paper->surface);
    /* PostScript is kept in a file of Cairo's own until it ends. */
    if (status == CAIRO_STATUS_WRITE_ERROR || status == CAIRO_STATUS_TEMP_FILE_ERROR)
        return error_set(error, ERROR_IO,
                         "the %s could not be kept in a temporary file (%s): free some space",
                         paper->is_document ? "report" : "picture", cairo_status_to_string(status));
    if (status != CAIRO_STATUS_SUCCESS)
        return error_set(error, ERROR_LIMIT, "the %s could not be drawn: Cairo says: %s",
                         paper->is_document ? "report" : "picture", cairo_status_to_string(status));
    if (paper->faces.is_faceless)
        return error_set(error, ERROR_IO,
                         "no face to set text in was found; install Inter (package fonts-inter)");
    if (paper->options.medium == PAPER_PS)
        put_ps(paper);
    if (paper->options.medium != PAPER_PNG)
        return true;
    struct png_words words = {paper->dpi, paper->title, paper->creator};
    return png_write_pixels(paper->options.sink, &paper->pixels, &words, error);
}
