/* Callers or callees of functions as a tree, for callers and callees. */
#ifndef RENDERERS_CALLS_H
#define RENDERERS_CALLS_H

#include "base/error.h"

#include <stdbool.h>

struct sink;
struct view;

enum calls_direction { CALLS_TO, CALLS_FROM };

/* Writes the functions that match view->pattern, each with the tree of what calls it (CALLS_TO) or
 * of what it calls (CALLS_FROM). A sample counts once, at the match nearest to its root, so
 * recursion is neither counted twice nor cut off. False with an error; a USAGE error where nothing
 * matches. */
bool calls_render(const struct view *view, enum calls_direction direction, struct sink *sink,
                  struct error *error);

#endif
