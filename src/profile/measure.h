/* Measurements as people read them, by pprof's rules: scaling between units, labels, percentages.
 */
#ifndef PROFILE_MEASURE_H
#define PROFILE_MEASURE_H

#include "base/number.h"
#include "base/str.h"

#include <stdint.h>

/* A value in some unit. The unit is a literal, or the text that was asked for. */
struct measure {
    double value;
    struct str unit;
};

/* Converts between units of one family (memory, time, GCU). `to` may be "auto" or "minimum": the
 * largest unit of which there is at least one. A unit of no family stays as it is. */
struct measure measure_scale(int64_t value, struct str from, struct str to);

struct measure_text {
    char at[96];
    size_t size;
};
/* "1.50kB", "60s", "0": two decimals unless they are zeros, the unit without a space. */
struct measure_text measure_label(int64_t value, struct str from, struct str to);
/* pprof's percentage, six characters wide: " 37.1%", "  100%", "1e-06%"; without its sign. */
struct measure_text measure_percentage(int64_t value, int64_t total);
/* A picture's percentage: one decimal, "<0.1%", "100%", "0". */
struct measure_text measure_share(int64_t value, int64_t total);
struct str measure_str(const struct measure_text *text);

/* Whether values in the one unit can be told in the other: one family, or one word. */
bool measure_same_family(struct str a, struct str b);
/* Whether the unit belongs to the family of time. */
bool measure_is_time(struct str unit);

#endif
