/* The media that pictures are painted in, beside each view's own format (paper/paper.h). */
#ifndef REQUEST_MEDIUM_H
#define REQUEST_MEDIUM_H

#include "base/error.h"
#include "paper/paper.h"

struct renderer;
struct settings;
struct sink;

struct medium {
    struct str suffix;
    struct str view;   /* that it shows where none is asked for */
    struct str marker; /* stands near the start or the end, and says that render wrote it */
    enum paper_medium paper;
};

/* What the suffix of a path says, or, where that says nothing, --format; NULL: the view's own. */
const struct medium *medium_choose(const struct settings *settings, struct str path);
/* Whether it is a page (.html), likewise. */
bool medium_is_page(const struct settings *settings, struct str path);
/* That of a view which is made of pages and has no format of its own; NULL: it has one. */
const struct medium *medium_for(const struct renderer *renderer);
/* Gives a view that is made of pages its medium where none was chosen (NULL). False with a USAGE
 * error where the path (may be empty) has another suffix, or the view is none to be painted. */
bool medium_settle(const struct medium **medium, const struct renderer *renderer, struct str path,
                   struct error *error);
/* That error: what the path names is not for pages. Returns false. */
bool medium_is_apart(const struct renderer *renderer, struct str path, struct error *error);
/* Writes ", .pdf, .png, .ps". */
void medium_list(struct sink *sink);

#endif
