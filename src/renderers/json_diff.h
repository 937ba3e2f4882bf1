/* json of a comparison. */
#ifndef RENDERERS_JSON_DIFF_H
#define RENDERERS_JSON_DIFF_H

#include "base/error.h"

struct sink;
struct view;

/* The document "render.diff/1", of a view with changes. False with an error. */
bool json_diff_render(const struct view *view, struct sink *sink, struct error *error);

#endif
