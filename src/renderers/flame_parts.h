/* The flame graph in the making: what its parts share. */
#ifndef RENDERERS_FLAME_PARTS_H
#define RENDERERS_FLAME_PARTS_H

#include "layout/boxes.h"
#include "renderers/flame_functions.h"

struct canvas;
struct error;
struct flame_change;
struct sink;
struct view;

/* How it is laid out. */
struct flame_form {
    double pad;               /* px left and right of the boxes */
    unsigned row, label_base; /* px of a row, and from its top to its label's base line */
    double least_px;          /* a frame narrower than that is not drawn by itself */
    double least_share;       /* nor one with less of the root's size */
    size_t most;              /* frames drawn */
};

extern const struct flame_form flame_picture_form;

struct flame {
    const struct view *view;
    const struct flame_form *form; /* NULL: flame_picture_form */
    const struct flame_functions *functions;
    const struct boxes *boxes;
    const struct boxes_drawn *drawn;
    const struct flame_change *change; /* of a difference; otherwise NULL */
    struct sink *sink;
    struct arena *arena;
    double base_width; /* px that labels are chosen for */
    double factor;     /* how much wider than its table the face may be */
    double unit_px;    /* px of one unit of size at that width */
    unsigned top;      /* px where the boxes begin */
    unsigned height;   /* px */
    bool used[128];    /* fills */
};

/* Percent of the picture's width at a share (0..1) of the root. */
double flame_x(const struct flame *flame, double share);
/* The fill of a node by the chosen colouring. */
unsigned flame_fill(const struct flame *flame, uint32_t node);

/* Chooses the boxes and the height, for the base width. */
bool flame_lay_out(struct flame *flame, struct error *error);
/* The same boxes at another width. */
void flame_widen(struct flame *flame, double base_width);
/* "Flame graph of cpu.pb.gz: cpu, total 16.01s" */
struct str flame_subject(const struct flame *flame);
/* The text of the root, "all  16.01s". */
struct str flame_root_words(const struct flame *flame);

/* Title, total, facts, legend, status line: the words around the boxes. */
void flame_words(struct flame *flame);
/* The line below the title; `detail` 0 is the shortest, 2 all. */
struct str flame_facts(const struct flame *flame, int detail);
/* "self time by package" */
struct str flame_legend_note(const struct flame *flame);
/* What stands in place of the boxes if there are none, two lines. */
void flame_nothing(const struct flame *flame, struct str lines[2]);

struct legend_item {
    struct str name;
    unsigned fill;
    uint64_t self;
};

/* What the colours mean, by own weight, the heaviest first; items without any are the last. */
const struct legend_item *flame_legend(const struct flame *flame, size_t *count);
bool flame_any_inlined(const struct flame *flame);

/* The boxes, their labels and marks. */
void flame_picture(struct flame *flame);
unsigned flame_row_y(const struct flame *flame, uint32_t depth);
/* The weight of a node, with what it calls. */
int64_t flame_total(const struct flame *flame, uint32_t node);
struct flame_label {
    struct str name;
    double width;      /* px that it takes */
    struct str end;    /* at the right end: the share, or in a difference the sign of the change */
    double both_width; /* px that both take */
};

/* What is written into a node's box of so many px; empty texts where there is no room. */
struct flame_label flame_label(const struct flame *flame, uint32_t node, double box_px);

struct flame_run_place {
    double start, end; /* percent of the picture's width */
    unsigned y;
};

/* Where a run of small frames is drawn: at least three px wide, inside its parent. */
struct flame_run_place flame_run_place(const struct flame *flame, const struct boxes_run *run);
/* "1,234 small frames, 8.5%"; form 1 and 2 are shorter. */
struct str flame_run_words(const struct flame *flame, const struct boxes_run *run, int form);
/* px from which a run is hatched. */
enum { FLAME_HATCH_FROM = 8 };

/* The whole on a canvas. */
bool flame_paint(const struct view *view, struct canvas *canvas, struct error *error);

#endif
