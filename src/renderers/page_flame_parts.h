/* The flame graph of the static page in the making: what its parts share. */
#ifndef RENDERERS_PAGE_FLAME_PARTS_H
#define RENDERERS_PAGE_FLAME_PARTS_H

#include "tree/changes.h"

struct packed_function;
struct sink;
struct view;

enum { PAGE_PICTURE_WIDTH = 1200 }; /* units of the picture, px where it is shown so wide */

struct page_picture {
    const struct view *view;
    struct sink *sink;
    const uint64_t *size;              /* by node: own and below, absolute values */
    const uint32_t *depth;             /* by node */
    uint32_t *place;                   /* by node: its index in `nodes`; ID_NONE: not drawn */
    const uint32_t *family;            /* by node: nodes in its subtree */
    struct packed_function *functions; /* by index */
    double *start, *end;               /* by index */
    double *next;                      /* by index: where its drawn children end */
    uint64_t *hidden;                  /* by index: the size of its children that are not drawn */
    uint32_t *small; /* by index: how many frames these are, with all below them */
    uint32_t *nodes; /* drawn, in preorder of levels: siblings together, parents first */
    size_t count;
    uint32_t rows;
};

/* Sets `size`, `depth` and `family`. */
void page_picture_measure(struct page_picture *picture);
/* Sets `nodes`: the widest. */
void page_picture_choose(struct page_picture *picture);
/* Sets `functions`. */
void page_picture_name(struct page_picture *picture);
/* Sets where the first `count` nodes are, and what is hidden below them. */
void page_picture_place(struct page_picture *picture);

unsigned page_picture_row_y(const struct page_picture *picture, uint32_t depth);
int64_t page_picture_total(const struct page_picture *picture, uint32_t node);
/* How a node changed, of two sides. */
struct change page_picture_change(const struct page_picture *picture, uint32_t node);

/* Patterns that boxes refer to. */
void page_picture_hatches(const struct page_picture *picture);
void page_picture_boxes(const struct page_picture *picture);
void page_picture_labels(const struct page_picture *picture);

#endif
