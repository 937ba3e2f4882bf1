/* Text that Inter does not have, or that is more than glyphs side by side (Arabic, combining
 * marks): by Pango, in whatever faces the machine has. */
#ifndef PAPER_OTHER_FACES_H
#define PAPER_OTHER_FACES_H

#include "paper/faces.h"

struct other_faces;
struct canvas_text_style;

/* NULL stands for none yet; the first text makes it, in the arena of the faces. */
void other_faces_free(struct other_faces *others);
/* Paints a line in the current colour, its baseline at x, y. False where no face is installed. */
bool other_faces_paint(struct other_faces **others, struct faces *faces, cairo_t *cairo, double x,
                       double y, struct str text, const struct canvas_text_style *style);

#endif
