/* Letters on pixels. Cairo sets them on whole pixels, which makes words of small letters uneven;
 * here they stand on quarters, and each letter is drawn once. */
#ifndef PAPER_INK_H
#define PAPER_INK_H

#include "paper/faces.h"

struct ink;

/* Pixels, 0x00RRGGBB each. */
struct pixels {
    uint32_t *at;
    int width, height;
    size_t stride; /* in pixels */
};

struct ink *ink_new(struct faces *faces, struct arena *arena);
void ink_free(struct ink *ink);
/* Paints a line, its start and baseline at x, y (pixels); `scale` pixels are a px of the line. With
 * `around` (pixels) not the letters but what is at most so far from them. */
void ink_line(struct ink *ink, const struct pixels *pixels, const struct line *line, double x,
              double y, double scale, double around, uint32_t color);

#endif
