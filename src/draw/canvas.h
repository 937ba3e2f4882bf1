/* What pictures are painted on, once for all media: SVG (svg_canvas.h), PDF, PNG and PostScript
 * (paper). Sizes are px (1/96 inch) at 100 %, y points down. Colours are meanings, never values:
 * the medium knows its theme. */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H

#include "base/str.h"
#include "draw/palette.h"

#include <stddef.h>

/* A colour: CANVAS_NONE, CANVAS_FILL(a number of draw/svg.h's fills: packages and heat), or
 * CANVAS_ROLE(enum token_role). */
typedef unsigned canvas_color;
#define CANVAS_NONE 0u
#define CANVAS_FILL(fill) (1u + (fill))
#define CANVAS_ROLE(role) (0x1000u + (unsigned)(role))

/* Lines at 45 degrees: in differences more and less (period 8, 2 wide), and what is too small to be
 * drawn (period 6, 1.5 wide). */
enum canvas_hatch { CANVAS_PLAIN, CANVAS_RISING, CANVAS_FALLING, CANVAS_SMALL };

struct canvas_style {
    canvas_color fill, line;
    double fill_opacity; /* of fill and hatch; 0: as 1 */
    double line_width;
    double dash_on, dash_off; /* 0: solid */
    canvas_color hatch_line;
    enum canvas_hatch hatch;
};

enum canvas_anchor { CANVAS_START, CANVAS_MIDDLE, CANVAS_END };

struct canvas_text_style {
    double size; /* px */
    bool is_strong, is_mono;
    enum canvas_anchor anchor;
    canvas_color color;
    canvas_color halo; /* painted around the letters, halo_width wide in all; CANVAS_NONE: none */
    double halo_width;
    double most; /* px that it may take where a face is wider than Inter; 0: no limit */
};

struct canvas_point {
    double x, y;
};

struct canvas_box {
    double x, y, width, height, radius;
};

/* A start, and three points for each cubic piece; or corners. */
struct canvas_path {
    const struct canvas_point *points;
    size_t count;
    bool is_curve; /* pieces of cubics; otherwise straight lines */
    bool is_closed;
};

struct canvas_attribute {
    const char *name; /* "data-id" */
    struct str value;
};

/* Things that belong together: a node, an edge. Media without groups ignore all but the link. */
struct canvas_group {
    const char *class; /* "node"; NULL: none */
    const struct canvas_attribute *attributes;
    size_t attribute_count;
    struct str title;      /* the tooltip; empty: none */
    struct str link;       /* empty: none */
    struct canvas_box box; /* of a link or a title, in media that have links as rectangles */
};

/* What the picture as a whole says. */
struct canvas_page {
    double width, height;
    struct str title;   /* for the window, the document */
    struct str subject; /* what the picture shows, for those who cannot see it */
    struct str creator; /* "render 0.1.0"; stands near the start and marks the file as ours */
    int64_t time_ns;    /* when what it shows was recorded, since 1970; 0: not known */
};

struct canvas;
struct error;

/* A medium. None of these fail at once: the sink below remembers, and `end` tells. */
struct canvas_calls {
    void (*begin)(struct canvas *canvas, const struct canvas_page *page);
    bool (*end)(struct canvas *canvas, struct error *error);
    /* `class` is for media with style sheets: added to what the style needs; NULL: none. */
    void (*box)(struct canvas *canvas, const struct canvas_box *box,
                const struct canvas_style *style, const char *class);
    void (*path)(struct canvas *canvas, const struct canvas_path *path,
                 const struct canvas_style *style, const char *class);
    void (*text)(struct canvas *canvas, struct canvas_point at, struct str text,
                 const struct canvas_text_style *style, const char *class);
    void (*open_group)(struct canvas *canvas, const struct canvas_group *group);
    void (*close_group)(struct canvas *canvas);
};

/* The first member of every medium's own struct. */
struct canvas {
    const struct canvas_calls *calls;
};

#endif
