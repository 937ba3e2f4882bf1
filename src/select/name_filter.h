/* Filters by the names of functions, files and binaries, by pprof's rules: focus, ignore, hide and
 * show together; show_from; prune_from. The expressions are RE2's and match anywhere. */
#ifndef SELECT_NAME_FILTER_H
#define SELECT_NAME_FILTER_H

#include "select/name_test.h"

struct narrow;
struct settings;

/* The expressions, compiled. */
struct name_filters {
    struct name_test focus, ignore, hide, show, show_from, prune_from;
};

/* False with a USAGE error for the first expression that does not compile; prune_from's comes later
 * in pprof's order, so the caller compiles it when it is its turn. */
bool name_filters_init(struct name_filters *filters, const struct narrow *narrow,
                       const struct settings *settings);
bool name_filters_init_prune(struct name_filters *filters, const struct narrow *narrow,
                             const struct settings *settings);

/* focus, ignore, hide, show: samples without a frame that matches focus go, and those with one that
 * matches ignore; frames that match hide, or do not match show, are taken out of the stacks. */
bool name_filter(struct narrow *narrow, struct name_filters *filters);
/* Takes out what is above the outermost frame that matches; samples without one go. */
bool name_filter_show_from(struct narrow *narrow, struct name_filters *filters);
/* Makes the innermost frame that matches the leaf. */
bool name_filter_prune_from(struct narrow *narrow, struct name_filters *filters);

#endif
