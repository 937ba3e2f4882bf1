/* md of a comparison. */
#ifndef RENDERERS_MD_DIFF_H
#define RENDERERS_MD_DIFF_H

#include "base/error.h"

struct sink;
struct view;

/* A report for a pull request, of a view with changes. False with an error. */
bool md_diff_render(const struct view *view, struct sink *sink, struct error *error);

#endif
