/* Rows of a function between its callers and callees, as tree and peek print them. */
#ifndef RENDERERS_CALL_ROWS_H
#define RENDERERS_CALL_ROWS_H

#include "base/error.h"

struct sink;
struct view;

/* Writes pprof's tree: a block a function. With view->pattern only functions whose printed name
 * matches. False with an error; a USAGE error where none matches. */
bool call_rows_render(const struct view *view, struct sink *sink, struct error *error);

#endif
