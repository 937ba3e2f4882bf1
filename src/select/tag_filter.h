/* Filters by labels: tagfocus and tagignore choose samples, tagshow and taghide take labels off. */
#ifndef SELECT_TAG_FILTER_H
#define SELECT_TAG_FILTER_H

#include "base/str.h"

struct narrow;
struct settings;
struct tag_expression;

struct tag_filters {
    struct tag_expression *focus, *ignore; /* NULL: not asked for */
};

/* Compiles both. `units` is by key (label_units.h). False with a USAGE error. */
bool tag_filters_init(struct tag_filters *filters, struct narrow *narrow,
                      const struct settings *settings, const struct str *units);
/* Takes out the samples whose labels do not fit focus or fit ignore. */
bool tag_filter(struct narrow *narrow, struct tag_filters *filters);
/* Takes labels off whose key does not match show or matches hide. False with an error. */
bool tag_filter_keys(struct narrow *narrow, const struct settings *settings);

#endif
