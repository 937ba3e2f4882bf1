/* The self-contained page in the making. */
#ifndef RENDERERS_PAGE_H
#define RENDERERS_PAGE_H

#include "base/error.h"
#include "base/str.h"

struct profile;
struct sink;
struct view;

/* What a page says of itself, and where it asks for more. */
struct page_facts {
    struct str sources, query, tab;    /* as in struct view */
    const struct profile *profile;     /* whose sides it names */
    struct str engine, home, download; /* addresses; home, download: may be empty */
};

/* The directives of a Content-Security-Policy that the page's own script and style need, a line
 * each: the same for all pages of a version. */
struct str page_policy(void);

/* The tab that shows what a view shows; empty if there is none. */
struct str page_tab(struct str view);
/* Writes "summary, flame, ...", the names that page_tab knows. */
void page_list_tabs(struct sink *sink);

/* Writes what the page shows without its script and style: markup with no style of its own. False
 * with an error. */
bool page_static(const struct view *view, struct sink *sink, struct error *error);
/* Writes the flame graph of it, SVG with presentation attributes alone. False with an error. */
bool page_flame(const struct view *view, struct sink *sink, struct error *error);
/* Writes the page of a profile that is at a server, facts->engine: it carries none. */
void page_served(const struct page_facts *facts, struct sink *sink);

#endif
