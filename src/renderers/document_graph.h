/* The call graph of a report: fitted onto a page, or cut into tiles. */
#ifndef RENDERERS_DOCUMENT_GRAPH_H
#define RENDERERS_DOCUMENT_GRAPH_H

#include "renderers/document_figures.h"
#include "renderers/graph_parts.h"
#include "renderers/graph_tiles.h"

struct document_graph {
    struct graph_picture *picture;
    bool is_tiled;
    bool is_wide;                   /* its pages lie on their side */
    double scale;                   /* points of a px; of tiles one that is not larger */
    const struct graph_tile *tiles; /* where it is cut */
    size_t tile_count;
};

/* Points of a px, at which the smallest text of a graph has 6 points; and the largest that looks
 * well on a page. */
#define DOCUMENT_GRAPH_LEAST (6.0 / TOKEN_GRAPH_OVER)
#define DOCUMENT_GRAPH_MOST 0.75
/* px around a drawing, for lines at its border. */
#define DOCUMENT_GRAPH_AROUND 6

/* How many functions the next try draws: `shown` of them came out at `scale`; `fits` did at one
 * that can be read (0: none yet), `fails` did not. 0: no further try. */
size_t document_graph_next(size_t shown, double scale, size_t fits, size_t fails);

/* Cuts it into tiles, of which there are not more than a few; the scale is lowered for that. */
void document_graph_cut(const struct document *document, struct document_graph *graph);
/* The whole in small, with the tiles and their pages, in so much height at y; moves y. */
void document_graph_overview(struct document *document, const struct document_graph *graph,
                             double height);
/* The tiles, each on a page of its own. */
bool document_graph_tiles(struct document *document, const struct document_graph *graph,
                          struct error *error);

#endif
