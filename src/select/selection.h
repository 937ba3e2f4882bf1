/* A selection: which values of which samples a request is about, after all filters, gathered by
 * stack.
 *
 * Weights are columns: 1; 2 with means (value and divisor) or for base and new of a difference. */
#ifndef SELECT_SELECTION_H
#define SELECT_SELECTION_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;
struct comparison;
struct settings;

struct selection {
    const struct profile *profile; /* what the filters left of the profile */
    struct str type, unit;         /* of the values; a mean's type is "mean_..." */
    size_t type_index;
    size_t columns;
    bool is_mean;  /* column 1 holds what the values of column 0 are divided by */
    double ratio;  /* what values are multiplied by where they are written; 1: as they are */
    int64_t total; /* what shares are shares of: a sum of absolute values */

    /* By stack, then by column: the sum of its samples. A stack whose samples cancel out is still
     * `present`; one of samples with value 0 only is not. */
    const int64_t *weights;
    const uint8_t *present;

    /* Of two sides; NULL: of one profile. With COMPARED_COLUMNS columns these are those of enum
     * comparison_column; with one, it holds what new has more than the base. */
    struct comparison *comparison;
    const struct comparison *alone; /* of which one side was asked for; otherwise NULL */
    const int64_t *run_events; /* by stack, then by run: sampled events; NULL with one run a side */

    const struct str *label_units; /* by string id of a key: the unit of its numbers */

    uint64_t sample_count; /* with a value */
    bool has_negative;
    bool overflowed;     /* a total passed 64 bits and wrapped */
    struct notes notes;  /* the profile's and the selection's */
    struct str messages; /* what was found on the way, a line each, safe for a terminal */
};

/* How a view wants its values. */
enum selection_values {
    SELECTION_RAW,    /* divide_by is in `ratio`, for the view to apply; means where asked for */
    SELECTION_SCALED, /* divide_by is applied to the values; no means, they do not add up */
    SELECTION_SIDES,  /* of a comparison the columns of both sides, as they are; no means */
    SELECTION_WHOLE   /* as SELECTION_SCALED; of a comparison the samples of both sides, as they
                         are, so that what is written can be compared again */
};

/* Of a comparison, views that do not ask for both sides see what new has more than the base (both
 * on the common scale), in shares of the base's total, or the one side that was asked for.
 *
 * By pprof's order of work: labels become frames (tagroot), the total is taken, the filters run
 * (before the total with relative_percentages), inlined lines go (noinlines), recursion is folded
 * (recursion, which is not pprof's); then the values of the sample type of settings->sample_index
 * are gathered. NULL with an error. */
const struct selection *selection_new(const struct profile *profile,
                                      const struct settings *settings, enum selection_values values,
                                      struct arena *arena, struct budget *budget,
                                      struct error *error);

#endif
