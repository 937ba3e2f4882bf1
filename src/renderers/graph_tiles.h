/* A drawing that is too large for a page, cut into tiles. Knows rectangles alone. */
#ifndef RENDERERS_GRAPH_TILES_H
#define RENDERERS_GRAPH_TILES_H

#include "draw/canvas.h"

struct arena;

struct graph_tile {
    struct canvas_box cell;   /* what has its centre here belongs to the tile */
    struct canvas_box window; /* what the tile shows: all that belongs to it, whole */
    unsigned row, column;     /* from 1 */
};

struct graph_tiling {
    const struct canvas_box *boxes; /* that are not to be cut */
    size_t count;
    double width, height;           /* of the drawing */
    double most_width, most_height; /* of a window */
};

/* Rows of tiles, each cut into columns of its own, where few boxes lie across. Only those that hold
 * boxes. A window is larger than allowed only where a single box is. */
const struct graph_tile *graph_tiles(const struct graph_tiling *tiling, struct arena *arena,
                                     size_t *count);

#endif
