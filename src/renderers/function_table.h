/* The rows of top, with all that a page needs to show them. */
#ifndef RENDERERS_FUNCTION_TABLE_H
#define RENDERERS_FUNCTION_TABLE_H

#include "base/error.h"
#include "renderers/report.h"

enum function_inlining { FUNCTION_CALLED, FUNCTION_INLINED, FUNCTION_PARTLY_INLINED };

/* Texts of unknown origin are as they are, to be escaped. */
struct function_row {
    struct str name; /* as top prints it */
    size_t own;      /* index where the function begins after its path and package */
    struct str file; /* empty: not known */
    int64_t line;    /* 0: not known */
    unsigned fill;   /* below SVG_FILLS */
    enum function_inlining inlining;
    int64_t flat, cum; /* --divide_by applied */
    struct str flat_text, flat_percent, sum_percent, cum_text, cum_percent;
};

struct function_table {
    const struct view *view;
    const struct report *report; /* what values are written by */
    const struct function_row *rows;
    size_t count;
};

/* How percentages are written: as in reports (" 9.24%" without its spaces), or as in pictures
 * ("9.2%"). */
enum function_shares { FUNCTION_SHARES_OF_REPORTS, FUNCTION_SHARES_OF_PICTURES };

/* The first `most` rows of the view's trimmed graph, in its order. False with an error. */
bool function_table_init(struct function_table *table, const struct report *report,
                         enum function_shares shares, size_t most, struct error *error);
/* Writes it as one JSON object of columns. */
void function_table_write(const struct function_table *table, struct sink *sink);

/* Where the function begins in its own name: "regexp.(*machine).add" at 7, "a::b::T::m(int)" at 9,
 * "java.util.HashMap.get" at 10; 0 where nothing is before it. `file` is that of the function. */
size_t function_own_start(struct str name, struct str file);

#endif
