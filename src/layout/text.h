/* How wide text is, by a table: the same on every machine, with any font or none. */
#ifndef LAYOUT_TEXT_H
#define LAYOUT_TEXT_H

#include "base/str.h"

enum text_weight { TEXT_REGULAR, TEXT_SEMIBOLD };

/* Width in px of one line of text at a size, by the table under fonts/. Each byte that is no UTF-8
 * counts as U+FFFD; combining marks have no width. */
double text_width(struct str text, double size_px, enum text_weight weight);

#endif
