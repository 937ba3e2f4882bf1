/* The call graph picture in the making: what its parts share. */
#ifndef RENDERERS_GRAPH_PARTS_H
#define RENDERERS_GRAPH_PARTS_H

#include "draw/canvas.h"
#include "layout/graph_layout.h"
#include "renderers/graph_node.h"
#include "renderers/report.h"
#include "tree/changes.h"

struct comparison_words;
struct graph_links;
struct graph_picture;
struct error;
struct graph_tag;

/* Of a comparison: a value of both sides. */
struct graph_sides {
    int64_t base, new_; /* on the common scale */
    struct change change;
};

/* A function, or a label at one. */
struct graph_item {
    struct str id;               /* "N1"; of labels "N1_0", "NN1_0" */
    const struct graph_tag *tag; /* NULL: a function */
    uint32_t node;               /* of the trimmed graph */
    struct str name;             /* for tooltips: whole, but not endless */
    struct graph_box box;
    double x, y;                  /* of its upper left corner */
    struct graph_sides flat, cum; /* of a comparison */
    bool is_hot;
};

struct graph_link {
    uint32_t from, to; /* items */
    int64_t weight;
    int64_t pull; /* its weight for the layout: pprof's */
    double thickness;
    struct str value, share, label;
    double label_width;
    struct graph_sides sides; /* of a comparison */
    bool is_residual, is_inlined, is_hot;
};

/* Where a function's box leads to, "#NAME"; empty: nowhere. */
struct graph_links {
    struct str (*of)(const struct graph_links *links, const struct graph_picture *picture,
                     const struct graph_item *item);
};

/* How it is laid out. */
struct graph_form {
    double node_gap, layer_gap;
    double name_most; /* px of the largest font */
    double text_most; /* px of a text; 0: no limit */
    bool is_low;      /* boxes rather wide than high */
};

struct graph_picture {
    const struct view *view;
    const struct graph_form *form;
    struct report report;
    struct arena *arena;
    struct canvas *canvas;
    struct graph_item *items;
    size_t item_count;
    struct graph_link *links;
    size_t link_count;
    const struct layout *layout;
    const struct comparison_words *words; /* NULL: of no comparison */
    const uint32_t *paths; /* of a comparison, by node: its node of the tree; NULL: functions */
    int64_t total;         /* that shares are of; of a comparison the larger of both sides' */
    double left, top;      /* of the layout in the picture */
    double width, height;
    double legend_width;                /* px; 0: as wide as it gets */
    const struct graph_links *links_of; /* NULL: none */
    const struct canvas_box *cell;   /* of a tile: texts are painted of what has its centre here */
    const struct canvas_box *window; /* of a tile: nothing is painted that lies outside */
    bool is_sketch;                  /* without any texts */
};

/* Laid out, its upper left corner at 0, without a canvas. NULL with an error. */
struct graph_picture *graph_picture_new(const struct view *view, const struct graph_form *form,
                                        struct error *error);
/* Moves the layout there. */
void graph_picture_move(struct graph_picture *picture, double left, double top);
/* Whether a tile's texts are those of what has its centre there. */
bool graph_is_own(const struct graph_picture *picture, double x, double y);

/* px of an arrow head at a line's end. */
double graph_head(double thickness);
/* A value and its share of the total, as the picture writes them. */
struct str graph_value(const struct graph_picture *picture, int64_t value);
struct str graph_share(const struct graph_picture *picture, int64_t value);
/* From 0 to 1, of a value without its sign. */
double graph_part(const struct graph_picture *picture, int64_t value);

/* The nodes, the edges and their labels. */
void graph_paint(const struct graph_picture *picture);

/* The least width and the heights above and below the graph that the words take. */
struct graph_frame {
    double width, above, below;
};

struct graph_frame graph_frame(const struct graph_picture *picture);
/* Its parts: a text on its base line; the legend from its first base line on, with the width and
 * the height that it takes; what a comparison says. */
void graph_put_text(const struct graph_picture *picture, struct canvas_point at, struct str text,
                    double size, canvas_color color, enum canvas_anchor anchor);
struct graph_frame graph_legend(const struct graph_picture *picture, double base, bool is_measured);
double graph_small_width(struct str text);
struct str graph_what_is_drawn(const struct graph_picture *picture);
struct graph_frame graph_sides_head(const struct graph_picture *picture, bool is_measured);
struct str graph_sides_subject(const struct graph_picture *picture);
/* What stands where nothing is drawn, two lines. */
void graph_nothing(const struct graph_picture *picture, struct str lines[2]);
/* Title, total, facts, legend, status line; and what stands where nothing is drawn. */
void graph_words(const struct graph_picture *picture);
/* For those who cannot see it. */
struct str graph_subject(const struct graph_picture *picture);
struct str graph_title(const struct graph_picture *picture);

#endif
