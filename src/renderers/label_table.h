/* The values of labels by weight, with the filters that leave them: what tags prints, for a page.
 */
#ifndef RENDERERS_LABEL_TABLE_H
#define RENDERERS_LABEL_TABLE_H

#include "base/error.h"
#include "profile/profile.h"

struct label_weights;
struct report;
struct sink;
struct view;

/* A value of a key; numbers that look alike are one. */
struct label_value {
    string_id key;
    struct str text; /* of unknown origin */
    int64_t weight;
    bool is_number;
    int64_t least, most; /* of numbers */
};

struct label_table {
    const struct view *view;
    const struct label_value *values; /* a key's are a run, the heaviest first; keys by name */
    size_t count;
};

/* Of the labels that are seen. NULL with an error. */
const struct label_table *label_table_new(const struct view *view,
                                          const struct label_weights *weights, struct error *error);
/* Of the labels that weigh something on stacks that are not 0 in `reach`. NULL with an error. */
const struct label_table *label_table_reached(const struct view *view, const uint8_t *reach,
                                              struct error *error);
/* Where the run of the key that starts at a value ends. */
size_t label_table_end(const struct label_table *table, size_t start);
/* Writes "values":[...] of at most `most` values from [start, end), and "more":N for the rest;
 * weights as the report has them, or without one as pictures do. */
void label_table_write_values(const struct label_table *table, const struct report *report,
                              size_t start, size_t end, size_t most, struct sink *sink);

#endif
