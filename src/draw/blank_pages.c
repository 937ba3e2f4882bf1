/* Calls that do nothing. */
#include "draw/blank_pages.h"

static void no_begin(struct pages *pages, const struct pages_head *head)
{
    (void)pages;
    (void)head;
}

static void no_turn(struct pages *pages, double width, double height)
{
    (void)pages;
    (void)width;
    (void)height;
}

static void no_open(struct pages *pages, enum pages_tag tag, struct str words)
{
    (void)pages;
    (void)tag;
    (void)words;
}

static void no_close(struct pages *pages)
{
    (void)pages;
}

static void no_mark(struct pages *pages, struct str name, double y)
{
    (void)pages;
    (void)name;
    (void)y;
}

static void no_outline(struct pages *pages, unsigned level, struct str words, struct str name)
{
    (void)pages;
    (void)level;
    (void)words;
    (void)name;
}

static void no_enter(struct pages *pages, double x, double y, double scale,
                     const struct canvas_box *clip)
{
    (void)pages;
    (void)x;
    (void)y;
    (void)scale;
    (void)clip;
}

static void no_box(struct canvas *canvas, const struct canvas_box *box,
                   const struct canvas_style *style, const char *class)
{
    (void)canvas;
    (void)box;
    (void)style;
    (void)class;
}

static void no_path(struct canvas *canvas, const struct canvas_path *path,
                    const struct canvas_style *style, const char *class)
{
    (void)canvas;
    (void)path;
    (void)style;
    (void)class;
}

static void no_text(struct canvas *canvas, struct canvas_point at, struct str text,
                    const struct canvas_text_style *style, const char *class)
{
    (void)canvas;
    (void)at;
    (void)text;
    (void)style;
    (void)class;
}

static void no_group(struct canvas *canvas, const struct canvas_group *group)
{
    (void)canvas;
    (void)group;
}

static void no_group_end(struct canvas *canvas)
{
    (void)canvas;
}

static const struct canvas_calls BLANK_CANVAS = {.box = no_box,
                                                 .path = no_path,
                                                 .text = no_text,
                                                 .open_group = no_group,
                                                 .close_group = no_group_end};
static const struct pages_calls BLANK_PAGES = {.begin = no_begin,
                                               .turn = no_turn,
                                               .open = no_open,
                                               .close = no_close,
                                               .mark = no_mark,
                                               .outline = no_outline,
                                               .enter = no_enter,
                                               .leave = no_close};

struct pages blank_pages(void)
{
    return (struct pages){.canvas = {&BLANK_CANVAS}, .calls = &BLANK_PAGES};
}
