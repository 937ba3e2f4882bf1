/* A document of pages: what a single picture's canvas cannot say. PDF, PostScript and PNG (its
 * pages one below the other) by paper. Lengths are points (1/72 inch) from the upper left corner of
 * the page at hand, y points down. */
#ifndef DRAW_PAGES_H
#define DRAW_PAGES_H

#include "draw/canvas.h"

struct error;
struct pages;

/* What a document says about itself. */
struct pages_head {
    struct str title, subject, author, keywords, creator;
    int64_t time_ns; /* when what it shows was recorded, since 1970; 0: not known */
    size_t count;    /* of its pages */
    double width;    /* of the widest page */
    double height;   /* of all pages, each with its room below */
};

/* What a part is, for those who have the document read to them, and for those who copy from it. */
enum pages_tag {
    PAGES_SECTION,
    PAGES_H1,
    PAGES_H2,
    PAGES_H3,
    PAGES_PARAGRAPH,
    PAGES_TABLE,
    PAGES_ROW,
    PAGES_HEAD_CELL,
    PAGES_CELL,
    PAGES_LIST,
    PAGES_ITEM,
    PAGES_FIGURE,
    PAGES_CAPTION,
    PAGES_ARTIFACT, /* running heads, page numbers, rules: not read */
    PAGES_TAGS
};

enum { PAGES_GAP = 18 /* points below each page, where pages are one picture */ };

/* None of these fail at once: the medium remembers, and `end` tells. Names of places are ASCII
 * letters, digits, '.' and '-'; no two places of a document have the same one. */
struct pages_calls {
    void (*begin)(struct pages *pages, const struct pages_head *head);
    /* The next page, of that size; also the first. */
    void (*turn)(struct pages *pages, double width, double height);
    /* A part of the structure; parts nest, and may go over pages only where they hold no text of
     * their own (sections, tables, lists). `words` stand for a figure that cannot be seen; empty
     * for other parts. */
    void (*open)(struct pages *pages, enum pages_tag tag, struct str words);
    void (*close)(struct pages *pages);
    /* A place to lead to, on the page at hand. */
    void (*mark)(struct pages *pages, struct str name, double y);
    /* A line of the outline, level 1 or 2, below the last one of the level above it. */
    void (*outline)(struct pages *pages, unsigned level, struct str words, struct str name);
    /* What is painted until `leave` is moved there, scaled, and cut at `clip` (in its own lengths;
     * NULL: not cut). They nest. */
    void (*enter)(struct pages *pages, double x, double y, double scale,
                  const struct canvas_box *clip);
    void (*leave)(struct pages *pages);
    bool (*end)(struct pages *pages, struct error *error);
};

/* The first member of every medium's own struct. Its canvas paints on the page at hand, with its
 * calls other than begin and end, in points until something is entered. A group's link "#NAME"
 * leads to a place of the document, also to one that comes later. */
struct pages {
    struct canvas canvas;
    const struct pages_calls *calls;
};

#endif
