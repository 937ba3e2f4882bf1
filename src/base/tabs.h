/* Text whose cells end at tabs, with the cells that stand below one another right-aligned: the
 * layout of Go's text/tabwriter with AlignRight and a padding of one space. */
#ifndef BASE_TABS_H
#define BASE_TABS_H

#include "base/array.h"
#include "base/sink.h"

struct tabs_cell {
    size_t size, width; /* bytes; code points */
    uint32_t column;    /* of `widths`; TABS_NONE: the last cell of its line, in no column */
};

#define TABS_NONE 0xffffffffu

struct tabs {
    struct sink *sink;
    struct arena *arena;
    struct sink text; /* of the cells, without what ended them */
    ARRAY(struct tabs_cell) cells;
    ARRAY(size_t) widths;  /* by column: of its widest cell */
    ARRAY(uint32_t) open;  /* columns that reach the current line, from the left */
    struct tabs_cell cell; /* the current one */
    size_t counted;        /* bytes of `text` that are in cell.width */
    uint32_t line_cells;   /* ended cells of the current line */
    bool escaped;
};

void tabs_init(struct tabs *tabs, struct sink *sink, struct arena *arena);
/* Adds text. A tab or '\v' ends a cell, '\n' a line; '\f' also ends all columns, and between two
 * bytes 0xff none of them does. What no later line can move is written at once. */
void tabs_text(struct tabs *tabs, struct str text);
/* Writes the rest. */
void tabs_flush(struct tabs *tabs);

#endif
