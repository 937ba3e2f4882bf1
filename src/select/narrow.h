/* A profile on its way through the stages of a selection. Each stage replaces the columns that it
 * changes by fresh ones; the profile that was read stays as it is. */
#ifndef SELECT_NARROW_H
#define SELECT_NARROW_H

#include "base/array.h"
#include "base/budget.h"
#include "base/sink.h"
#include "profile/profile.h"

struct narrow {
    struct profile profile; /* a copy whose columns may be others than at the start */
    uint8_t *stack_gone;    /* by stack: its samples are filtered out; NULL: none are */
    uint8_t *labels_gone;   /* by label set, likewise */
    struct sink messages;   /* what was found on the way, a line each */
    struct arena *arena;
    struct budget *budget;
    struct error *error;
};

void narrow_init(struct narrow *narrow, const struct profile *profile, struct arena *arena,
                 struct budget *budget, struct error *error);

/* The locations, or the lines, as a copy that may be changed in place. */
struct location *narrow_own_locations(struct narrow *narrow);
struct line *narrow_own_lines(struct narrow *narrow);
/* Marks all samples of a stack, or of a label set, as filtered out. */
void narrow_drop_stack(struct narrow *narrow, size_t stack);
void narrow_drop_labels(struct narrow *narrow, size_t set);
/* Whether a sample is still there. */
bool narrow_has(const struct narrow *narrow, size_t sample);

/* New stacks, one after the other in the order of the old ones: their frames are pushed, then each
 * is ended. */
struct narrow_stacks {
    ARRAY(uint32_t) frames;
    ARRAY(size_t) starts;
};

void narrow_stacks_init(struct narrow_stacks *stacks, struct arena *arena);
void narrow_stacks_push(struct narrow *narrow, struct narrow_stacks *stacks, const uint32_t *frames,
                        size_t count);
/* Ends a stack; false where the budget is used up. */
bool narrow_stacks_end(struct narrow *narrow, struct narrow_stacks *stacks);
/* Makes them the profile's. */
void narrow_stacks_set(struct narrow *narrow, struct narrow_stacks *stacks);

/* "Focus expression matched no samples", unless it did. */
void narrow_warn(struct narrow *narrow, bool matched, struct str option);
/* The narrowed profile, without the samples that are gone, in the arena. NULL with an error. */
const struct profile *narrow_finish(struct narrow *narrow);

#endif
