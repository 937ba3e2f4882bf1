/* Documents: pages one after the other, or one below the other in a picture. */
#include "paper/paper_parts.h"

#include <cairo-pdf.h>
#include <cairo-ps.h>
#include <math.h>

static struct paper *paper_of(struct pages *pages)
{
    return (struct paper *)pages;
}

static void begin(struct pages *pages, const struct pages_head *head)
{
    struct paper *paper = paper_of(pages);
    const struct surface_words words = {head->title,    head->subject, head->author,
                                        head->keywords, head->creator, head->time_ns};
    bool is_png = paper->options.medium == PAPER_PNG;
    paper->is_document = true;
    hash_table_init(&paper->place_ids, &paper->arena);
    surface_open(paper, head->width, is_png ? head->height : head->width, POINT, &words);
    paper->widest = head->width;
    if (!is_png)
        return;
    paper_set_role(paper, TOKEN_ROLE_SUNKEN);
    cairo_paint(paper->cairo);
}

/* ---------------------------------------------------------------- where things land */

static struct area meet(struct area a, struct area b)
{
    struct area both = {a.left > b.left ? a.left : b.left, a.top > b.top ? a.top : b.top,
                        a.right < b.right ? a.right : b.right,
                        a.bottom < b.bottom ? a.bottom : b.bottom};
    both.right = both.right < both.left ? both.left : both.right;
    both.bottom = both.bottom < both.top ? both.top : both.bottom;
    return both;
}

static int pixel_at(double at)
{
    return at > -1e6 ? at < 1e6 ? (int)floor(at + 0.5) : 1000000 : -1000000;
}

/* Cuts at a box: of a picture at whole pixels, where text is cut as well. */
static void cut(struct paper *paper, const struct canvas_box *box)
{
    cairo_t *cairo = paper->cairo;
    if (paper->options.medium != PAPER_PNG) {
        cairo_rectangle(cairo, box->x, box->y, box->width, box->height);
        cairo_clip(cairo);
        return;
    }
    double left = box->x, top = box->y, right = box->x + box->width, bottom = box->y + box->height;
    cairo_user_to_device(cairo, &left, &top);
    cairo_user_to_device(cairo, &right, &bottom);
    paper->area = meet(paper->area, (struct area){pixel_at(left), pixel_at(top), pixel_at(right),
                                                  pixel_at(bottom)});
    cairo_matrix_t matrix;
    cairo_get_matrix(cairo, &matrix);
    cairo_identity_matrix(cairo);
    cairo_rectangle(cairo, paper->area.left, paper->area.top, paper->area.right - paper->area.left,
                    paper->area.bottom - paper->area.top);
    cairo_clip(cairo);
    cairo_set_matrix(cairo, &matrix);
}

static void enter(struct pages *pages, double x, double y, double scale,
                  const struct canvas_box *clip)
{
    struct paper *paper = paper_of(pages);
    array_push(&paper->arena, &paper->areas, paper->area);
    cairo_save(paper->cairo);
    cairo_translate(paper->cairo, x, y);
    cairo_scale(paper->cairo, scale, scale);
    if (clip)
        cut(paper, clip);
}

static void leave(struct pages *pages)
{
    struct paper *paper = paper_of(pages);
    if (!paper->areas.count)
        return;
    paper->area = paper->areas.at[--paper->areas.count];
    cairo_restore(paper->cairo);
}

/* ---------------------------------------------------------------- pages */

/* The next page of a picture: what is entered for as long as it is at hand. */
static void turn_picture(struct paper *paper, double width, double height)
{
    if (paper->page)
        leave(&paper->pages);
    const struct canvas_box page = {0, 0, width, height, 0};
    double margin = paper->widest > width ? (paper->widest - width) / 2 : 0;
    enter(&paper->pages, margin, paper->page_end, 1, &page);
    paper->page_end += height + PAGES_GAP;
}

static void turn_sheet(struct paper *paper, double width, double height)
{
    width *= paper->scale;
    height *= paper->scale;
    if (paper->page)
        cairo_show_page(paper->cairo);
    if (paper->options.medium == PAPER_PS)
        cairo_ps_surface_set_size(paper->surface, width, height);
    else
        cairo_pdf_surface_set_size(paper->surface, width, height);
}

static void turn(struct pages *pages, double width, double height)
{
    struct paper *paper = paper_of(pages);
    if (paper->options.medium == PAPER_PNG)
        turn_picture(paper, width, height);
    else
        turn_sheet(paper, width, height);
    paper_set_role(paper, TOKEN_ROLE_PAGE);
    cairo_paint(paper->cairo);
    /* Cairo forgets what was said on a page before it was given its size or painted all over. */
    if (!paper->page++)
        tags_begin(paper);
}

static void open(struct pages *pages, enum pages_tag tag, struct str words)
{
    (void)words;
    tags_open(paper_of(pages), tag);
}

static void close(struct pages *pages)
{
    tags_close(paper_of(pages));
}

static void mark(struct pages *pages, struct str name, double y)
{
    struct paper *paper = paper_of(pages);
    tags_mark(paper, name, y * paper->scale);
}

static void outline(struct pages *pages, unsigned level, struct str words, struct str name)
{
    tags_outline(paper_of(pages), level, words, name);
}

static bool end(struct pages *pages, struct error *error)
{
    struct paper *paper = paper_of(pages);
    while (paper->areas.count)
        leave(pages);
    tags_end(paper);
    return surface_end(paper, error);
}

const struct pages_calls paper_pages_calls = {.begin = begin,
                                              .turn = turn,
                                              .open = open,
                                              .close = close,
                                              .mark = mark,
                                              .outline = outline,
                                              .enter = enter,
                                              .leave = leave,
                                              .end = end};
