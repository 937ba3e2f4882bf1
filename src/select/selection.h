/* A selection: which values of which samples a request is about, gathered by stack.
 *
 * Weights are columns: 1 now; 2 for base and new of a difference, n for several types. */
#ifndef SELECT_SELECTION_H
#define SELECT_SELECTION_H

#include "base/budget.h"
#include "profile/profile.h"

struct arena;
struct settings;

struct selection {
    const struct profile *profile;
    struct str type, unit; /* of the values */
    size_t type_index;
    size_t columns;
    const int64_t *totals; /* by column: the sum of absolute values; what shares are shares of */

    /* By stack, then by column: the sum of its samples. A stack whose samples cancel out is still
     * `present`; one of samples with value 0 only is not. */
    const int64_t *weights;
    const uint8_t *present;

    /* What drop_frames cut: so many frames at the leaf of a stack, so many innermost lines of a
     * location. NULL: nothing. */
    const uint32_t *stack_skip;
    const uint32_t *line_skip;

    uint64_t sample_count; /* with a value */
    bool has_negative;
    bool overflowed;    /* a total passed 64 bits and wrapped */
    struct notes notes; /* the profile's and the selection's */
};

/* Chooses the sample type by settings->sample_index and gathers its values. NULL with an error. */
const struct selection *selection_new(const struct profile *profile,
                                      const struct settings *settings, struct arena *arena,
                                      struct budget *budget, struct error *error);

/* The frames of a stack that are left, leaf first: location indices. */
const uint32_t *selection_stack(const struct selection *selection, size_t stack, size_t *count);
/* The first line of a location that is left. */
uint32_t selection_line(const struct selection *selection, uint32_t location);

#endif
