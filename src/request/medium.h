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
    struct str view;    /* that it shows where none is asked for */
    struct str instead; /* what that stands in for; empty: nothing */
    struct str marker;  /* stands near the start or the end, and says that render wrote it */
    enum paper_medium paper;
};

/* What the suffix of a path says, or, where that says nothing, --format; NULL: the view's own. */
const struct medium *medium_choose(const struct settings *settings, struct str path);
/* Whether it is a page (.html), likewise. */
bool medium_is_page(const struct settings *settings, struct str path);
/* False with a USAGE error where the view is none to be painted. The medium may be NULL. */
bool medium_check(const struct medium *medium, const struct renderer *renderer,
                  struct error *error);
/* Writes ", .pdf, .png, .ps". */
void medium_list(struct sink *sink);

#endif
