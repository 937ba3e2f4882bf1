/* Cells of CSV. */
#ifndef RENDERERS_CSV_WRITE_H
#define RENDERERS_CSV_WRITE_H

#include "base/str.h"

struct sink;
struct view;

/* The unit that values are converted to; empty: they stay. */
struct str csv_unit(const struct view *view);
/* Text in quotes, on one line. */
void csv_write_text(const struct view *view, struct sink *sink, struct str text);

#endif
