/* The numbers of both sides in the call graph of a comparison, and what they look like. */
#ifndef RENDERERS_GRAPH_SIDES_H
#define RENDERERS_GRAPH_SIDES_H

#include "draw/canvas.h"
#include "renderers/graph_parts.h"

struct sink;

/* Makes ready what the others need: by node of the graph, its path. */
void graph_sides_init(struct graph_picture *picture);

/* Of a node, or of an edge. */
struct graph_sides graph_sides_flat(const struct graph_picture *picture, uint32_t node);
struct graph_sides graph_sides_cum(const struct graph_picture *picture, uint32_t node);
struct graph_sides graph_sides_call(const struct graph_picture *picture, uint32_t edge);

/* "1.48s -> 0.90s", with an arrow. */
struct str graph_sides_values(const struct graph_picture *picture, const struct graph_sides *sides);
/* "1.48s -> 0.90s -39%", with a true minus; without the sign where that is noise. */
struct str graph_sides_text(const struct graph_picture *picture, const struct graph_sides *sides);
/* "-0.58s", "+1.20s new" */
struct str graph_sides_delta(const struct graph_picture *picture, const struct graph_sides *sides);
/* "-0.58s, -39%, -0.70s to -0.46s at 95%"; "+0.02s, +1%, within noise; alone -0.1s to +0.2s at
 * 95%": noise is what many functions make likely, which an interval does not know. */
struct str graph_sides_verdict(const struct graph_picture *picture,
                               const struct graph_sides *sides);
/* "9.2% -> 8.1%": each of its own side's total. */
struct str graph_sides_shares(const struct graph_picture *picture, const struct graph_sides *sides);

/* Below 0: less; above: more; 0: noise, or no change; as draw/svg.h has them. */
int graph_tone(const struct change *change);
/* Fill, hatch and outline of a node. */
struct canvas_style graph_change_style(const struct change *change);
/* The colour of an edge. */
canvas_color graph_change_line(const struct change *change);

#endif
