/* The functions of a comparison as rows of a table: by size of change. */
#ifndef RENDERERS_COMPARED_ROWS_H
#define RENDERERS_COMPARED_ROWS_H

#include "base/error.h"
#include "tree/changes.h"

struct view;

struct compared_row {
    uint32_t frame;
    struct change flat, cum;
};

struct compared_rows {
    const struct compared_row *at;
    size_t count;   /* shown */
    size_t all;     /* functions with a value on either side */
    size_t dropped; /* of these, for being small */
    double least;   /* a cum value that is large enough, on either side */
};

/* Those that --nodefraction (of the larger side's total), --drop_negative and --nodecount leave,
 * the greatest change of --sort's column first. The view has changes. False with an error. */
bool compared_rows_init(struct compared_rows *rows, const struct view *view, struct error *error);

#endif
