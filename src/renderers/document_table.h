/* Rows of functions with their weights, as a report has them in short and in full. */
#ifndef RENDERERS_DOCUMENT_TABLE_H
#define RENDERERS_DOCUMENT_TABLE_H

#include "renderers/document.h"

struct function_table;

struct document_functions_form {
    const struct chapter *chapter;
    const struct function_table *table;
    size_t count;        /* of its rows */
    double size, height; /* of the text, and of a row of one line */
    double bar;          /* width of a full bar */
    bool is_short;       /* without sums and files, and nothing leads to it */
};

/* Puts them at y and moves it; the percentage of the total that a full bar is. */
double document_put_functions(struct document *document,
                              const struct document_functions_form *form);

#endif
