/* Parts of a flame graph on any canvas: its boxes by levels, its legend, and what these are painted
 * with. Lengths are px. */
#ifndef RENDERERS_FLAME_FIGURE_H
#define RENDERERS_FLAME_FIGURE_H

#include "draw/canvas.h"
#include "renderers/flame_parts.h"

struct flame_brush {
    struct flame *flame;
    struct canvas *canvas;
    double left, right; /* of the inside */
};

/* Some levels, the first one at `top`; with --flip the last one. */
struct flame_levels {
    uint32_t first, count;
    double top;
};

/* Their boxes, labels and marks. False with an error of the budget. */
bool flame_put_levels(const struct flame_brush *brush, const struct flame_levels *levels,
                      struct error *error);
/* From `top` on; a row of 20, of a difference two of them. */
void flame_put_legend(const struct flame_brush *brush, double top);

void flame_put_text(const struct flame_brush *brush, double x, double y, struct str text,
                    double size, enum token_role role, enum canvas_anchor anchor);
void flame_put_strong(const struct flame_brush *brush, double x, double y, struct str text,
                      double size, enum canvas_anchor anchor);
void flame_put_box(const struct flame_brush *brush, struct canvas_box box, canvas_color fill);
/* As frames are painted that are too small, and the dotted line of inlined calls. */
void flame_put_hatched(const struct flame_brush *brush, struct canvas_box box);
void flame_put_inline_mark(const struct flame_brush *brush, double x, double top, double bottom);
/* The text, or as much of both its ends as fits. */
struct str flame_fit(const struct flame_brush *brush, struct str text, double width, double size,
                     size_t least);

#endif
