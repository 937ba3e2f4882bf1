/* The flame graph in the making: what its parts share. */
#ifndef RENDERERS_FLAME_H
#define RENDERERS_FLAME_H

#include "layout/boxes.h"
#include "renderers/flame_functions.h"

struct sink;
struct view;

struct flame {
    const struct view *view;
    const struct flame_functions *functions;
    const struct boxes *boxes;
    const struct boxes_drawn *drawn;
    struct sink *sink;
    struct arena *arena;
    double base_width; /* px that labels are chosen for */
    double unit_px;    /* px of one unit of size at that width */
    unsigned height;   /* px */
    bool used[128];    /* fills */
};

/* Percent of the picture's width at a share (0..1) of the root. */
double flame_x(const struct flame *flame, double share);
/* The fill of a node by the chosen colouring. */
unsigned flame_fill(const struct flame *flame, uint32_t node);

/* Title, total, facts, legend, status line: the words around the boxes. */
void flame_words(struct flame *flame);
/* The boxes, their labels and marks. */
void flame_picture(struct flame *flame);

#endif
