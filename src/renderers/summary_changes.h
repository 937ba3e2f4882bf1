/* What a summary says of a comparison. */
#ifndef RENDERERS_SUMMARY_CHANGES_H
#define RENDERERS_SUMMARY_CHANGES_H

#include "renderers/answer.h"
#include "renderers/comparison_words.h"
#include "tree/movers.h"

struct summary_mover {
    const struct mover *mover;
    struct str name;        /* as top prints it, of unknown origin */
    size_t own;             /* index where the function begins after its path and package */
    struct str was;         /* its name in the base, of unknown origin; empty: the same */
    const struct str *path; /* names from the root down to it, safe to show */
    size_t path_count;      /* 0: no one path explains it */
    struct str path_share;  /* of its change: "63%" */
};

struct summary_changes {
    const struct comparison_words *words;
    struct change total;
    const struct summary_mover *more, *less; /* significant ones, the largest change first */
    size_t more_count, less_count;
    bool is_more_first;            /* the largest of all is there */
    struct str values;             /* what they are: "with what libraries do for them" */
    size_t significant, functions; /* that moved, by the sort asked for; of all */
};

/* Of a view of both sides. NULL with an error. */
const struct summary_changes *summary_changes_new(const struct question *question,
                                                  struct error *error);
/* The sentence or two about the whole. */
struct answer summary_changes_answer(const struct question *question,
                                     const struct summary_changes *changes);

#endif
