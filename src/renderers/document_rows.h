/* Tables of a document: a head that is repeated on each page, rows that never split, bars. */
#ifndef RENDERERS_DOCUMENT_ROWS_H
#define RENDERERS_DOCUMENT_ROWS_H

#include "renderers/document.h"

struct document_column {
    const char *head;
    double at; /* points from the table's left edge: where numbers end, or texts begin */
    bool is_text;
};

struct document_rows {
    struct document *document;
    const struct document_column *columns;
    size_t count;
    double left, width;
    double size;   /* of the text */
    double height; /* of a row of one line */
    double top;    /* of the row at hand */
    double room;   /* its height */
};

/* Makes the width at least what the text and the column's head take. */
void document_column_widen(double *width, const char *head, struct str text, double size);
/* Places columns of these widths side by side. */
void document_columns_place(struct document_column *columns, const double *widths, size_t count);

/* The head, and a rule. Turns the page where two rows would not fit below. */
void document_rows_begin(struct document_rows *rows);
/* A row of so many lines, at least 1; turns the page where it does not fit. */
void document_row_begin(struct document_rows *rows, size_t lines);
void document_row_end(struct document_rows *rows);
void document_rows_end(struct document_rows *rows);

/* The place of the first base line of the row at hand, and how far others are below each other. */
double document_row_base(const struct document_rows *rows);
double document_row_leading(const struct document_rows *rows);
/* A cell of one line in the row at hand. */
void document_cell(const struct document_rows *rows, size_t column, struct str text,
                   enum token_role role, bool is_strong);

/* A function's name in a cell: its path and package paler than itself, in several lines if need
 * be, and what is said of its place at the right end or in a line of its own. */
struct document_named {
    struct str name; /* safe to show */
    size_t own;      /* index where the function begins after its path and package */
    struct str note; /* "regexp/exec.go:317", safe to show; may be empty; shortened to what is
                        behind its last '/' where there is no room for more */
    struct str link; /* a place of the document; may be empty */
    const struct str *lines;
    size_t line_count;
    bool has_note_line; /* the note stands in a line of its own */
};

/* Breaks it into lines for a room of so many points; how many lines it takes. */
size_t document_named_lines(const struct document_rows *rows, struct document_named *named,
                            double width);
void document_put_named(const struct document_rows *rows, const struct document_named *named,
                        double x, double width);

/* A bar of `width` points on its track: `flat` and `cum` of it, 0 to 1. */
void document_put_bar(const struct document_rows *rows, double x, double width, double flat,
                      double cum);

#endif
