/* A Markdown summary as its parts share it. */
#ifndef RENDERERS_MD_H
#define RENDERERS_MD_H

#include "profile/name.h"
#include "renderers/report.h"

struct md {
    const struct view *view;
    struct sink *sink;
    struct report report;         /* values in a unit each, unless one was asked for */
    const struct str *names;      /* by frame, from md_names_new */
    struct name_context names_of; /* of the program: which code is its own */
    int64_t lines;                /* that are left */
    bool is_delta;                /* values may be negative: what is left of a subtraction */
    bool has_shares;              /* there is a total to have shares of */
};

/* Writes a value; in a difference with its sign. */
void md_value(const struct md *md, int64_t value);
/* Writes "11.1%", of the total. */
void md_share(const struct md *md, int64_t value, int64_t total);
/* Ends a line. */
void md_line(struct md *md);

/* What the values are, in words: "CPU time", "memory in use"; a type of another kind in a code
 * span.
 */
void md_put_type(const struct md *md);
/* Writes the most important thing in a sentence or two, a line. */
void md_put_answer(struct md *md);

#endif
