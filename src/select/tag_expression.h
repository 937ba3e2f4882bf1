/* Expressions about labels, as tagfocus and tagignore take them: [KEY=]VALUE, where VALUE is a
 * range of numbers (32kb, 32kb:, :32kb, 1kb:2mb) or a list of regular expressions. */
#ifndef SELECT_TAG_EXPRESSION_H
#define SELECT_TAG_EXPRESSION_H

#include "base/error.h"
#include "profile/profile.h"

struct arena;
struct sink;

/* A range of numbers in a unit; `unit` as measure_scale names it. */
struct tag_range {
    struct str unit;
    double least, most;
    bool has_least, has_most;
};

/* Reads a range. False where the text is none, or, with a USAGE error, where it is one whose
 * numbers do not fit into 64 bits; error->kind tells. */
bool tag_range_read(struct str text, struct tag_range *range, struct error *error);
/* Whether a number, which is in `unit`, lies in the range: units of another family never do. */
bool tag_range_has(const struct tag_range *range, int64_t number, struct str unit);

struct tag_expression;

/* Compiles the expression of an option for one profile. `units` is by key (label_units.h). Says in
 * `messages` where it was taken for a range. NULL with a USAGE error. */
struct tag_expression *tag_expression_new(const struct profile *profile, const char *option,
                                          struct str text, const struct str *units,
                                          struct sink *messages, struct arena *arena,
                                          struct error *error);
/* Whether a label set fits. */
bool tag_expression_matches(struct tag_expression *expression, uint32_t label_set);

#endif
