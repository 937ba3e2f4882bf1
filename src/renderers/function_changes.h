/* The table of functions of a comparison, for a page: a row a function, by change. */
#ifndef RENDERERS_FUNCTION_CHANGES_H
#define RENDERERS_FUNCTION_CHANGES_H

#include "base/error.h"

struct sink;
struct view;

/* Writes it as one JSON object of columns (FunctionTable with `changes` in
 * templates/page/types.js). The view shows both sides, as a tree. False with an error. */
bool function_changes_write(const struct view *view, struct sink *sink, struct error *error);

#endif
