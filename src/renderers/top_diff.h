/* top of a comparison. */
#ifndef RENDERERS_TOP_DIFF_H
#define RENDERERS_TOP_DIFF_H

#include "base/error.h"

struct sink;
struct view;

/* The table of functions by size of change, of a view with changes. False with an error. */
bool top_diff_render(const struct view *view, struct sink *sink, struct error *error);

#endif
