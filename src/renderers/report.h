/* What the text reports share: values in the report's unit, names on a terminal, and the lines
 * above a report. */
#ifndef RENDERERS_REPORT_H
#define RENDERERS_REPORT_H

#include "profile/measure.h"

struct arena;
struct sink;
struct trimmed;
struct view;

struct report {
    const struct view *view;
    struct str unit;                     /* that values are written in, as --unit takes it */
    double node_fraction, edge_fraction; /* what was cut by; 0 without --trim */
};

/* A report of values each in a unit of its own. */
struct report report_new(const struct view *view);
/* Chooses one unit for all values, where none was asked for: that of the smallest value, or of a
 * hundred of it where the total's is larger and `may_grow`. */
void report_choose_unit(struct report *report, const struct trimmed *trimmed, bool may_grow);
/* The same by the smallest value, other than 0, and the total. */
void report_choose_unit_between(struct report *report, int64_t least, int64_t most, bool may_grow);

/* A value, divided as --divide_by says, in the report's unit. */
struct measure_text report_value(const struct report *report, int64_t value);
/* Writes it right-aligned in `width` columns. */
void report_print_value(const struct report *report, struct sink *sink, int64_t value,
                        size_t width);
/* Writes pprof's percentage, six characters wide. */
void report_print_share(struct sink *sink, int64_t value, int64_t total);
/* Writes a name as it is; on a terminal with control characters made visible. */
void report_print_name(const struct view *view, struct sink *sink, struct str name);
/* The text in so many code points, its middle taken out where it has more; `points` > 0. */
struct str report_fit(struct str text, size_t points, struct arena *arena);

/* File, build id, comments, type, documentation, time, duration: pprof's lines, each with its
 * newline. */
void report_print_profile(const struct report *report, struct sink *sink);
/* Of a comparison whose difference, or one side, is shown as one profile: which one is the base.
 * False, and nothing written, where it is none. */
bool report_print_sides(const struct view *view, struct sink *sink);
/* These (unless --compact_labels and not `full`), the filters, and how much is shown of it. */
void report_print_header(const struct report *report, const struct trimmed *trimmed, bool full,
                         struct sink *sink);

/* By node: text that says whether calls of it were inlined: "", " (inline)", " (partial-inline)".
 */
const struct str *report_inline_marks(const struct trimmed *trimmed, const struct view *view);

#endif
