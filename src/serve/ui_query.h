/* The query of a page, as pprof's links have it. */
#ifndef SERVE_UI_QUERY_H
#define SERVE_UI_QUERY_H

#include "base/error.h"

/* Whether pprof would show a page for it: parameters that it does not know are fine. False with the
 * words that it says. */
bool ui_query_check(struct str query, struct error *error);

#endif
