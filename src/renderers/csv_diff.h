/* csv of a comparison. */
#ifndef RENDERERS_CSV_DIFF_H
#define RENDERERS_CSV_DIFF_H

#include "base/error.h"

struct sink;
struct view;

/* The table of top of a comparison, of a view with changes. False with an error. */
bool csv_diff_render(const struct view *view, struct sink *sink, struct error *error);

#endif
