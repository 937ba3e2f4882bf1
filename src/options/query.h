/* Settings as the query of a URL: "focus=json&sort=cum". The page's engine and a server take them
 * so. */
#ifndef OPTIONS_QUERY_H
#define OPTIONS_QUERY_H

#include "base/error.h"

struct arena;
struct settings;
struct sink;

/* Sets each "name=value" of a query; names and values are percent-encoded, '+' is a space, a switch
 * or a short form may stand alone. What is the caller's business, not a request's (output, format,
 * open, view, base, diff_base, normalize, max_memory, max_html, embed_source, embed_profile), is a
 * USAGE error. */
bool query_read(struct settings *settings, struct str query, struct error *error);
/* Writes the settings that the views (enum option_views) look at, that are not at their default and
 * that query_read takes. Folders of source code stay out as well: they are of the machine that
 * wrote them. */
void query_print(const struct settings *settings, unsigned views, struct sink *sink);
/* A name or value of a query without its percent signs, in the arena; one without two digits behind
 * it stands for itself. */
struct str query_decoded(struct str text, struct arena *arena);

#endif
