/* The canvas as one SVG: a picture of fixed size in points, whole without a script, light or dark
 * as the reader's system is. Styles become classes, written once for each theme, of only what is
 * used; everything is in the group "view", which scales px to points. */
#ifndef DRAW_SVG_CANVAS_H
#define DRAW_SVG_CANVAS_H

#include "draw/canvas.h"

struct arena;
struct sink;

/* The picture goes to `out` at its end; until then it is in the arena. `script` (no "]]>" inside)
 * goes behind it; empty: none. */
struct canvas *svg_canvas_new(struct sink *out, struct str script, struct arena *arena);
/* Has the picture carry a profile (gzip, borrowed), as base64 in <metadata id="render-profile">. */
void svg_canvas_carry(struct canvas *canvas, struct str gzip);

#endif
