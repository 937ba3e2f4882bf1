/* The weight of one function by source line, and what each line calls. */
#ifndef RENDERERS_SOURCE_LINES_H
#define RENDERERS_SOURCE_LINES_H

#include "base/array.h"
#include "base/error.h"

struct view;

/* Column 1 divides column 0 where values are means. A sample counts once. */
struct line_weight {
    int64_t at[2];
};

struct source_line {
    uint32_t file; /* of the view's frames; 0: not known */
    int64_t line;  /* 0: not known */
    struct line_weight flat, cum;
    size_t seen; /* the last stack that was counted, plus one */
};

struct line_call {
    uint32_t line;  /* index */
    uint32_t frame; /* of the callee */
    struct line_weight weight;
    size_t seen;
};

struct source_lines {
    const struct view *view;
    struct str name; /* as in the profile */
    struct line_weight flat, cum;
    ARRAY(struct source_line) lines;
    ARRAY(struct line_call) calls;
    const uint32_t *line_order; /* those with a sample, by file, then line */
    size_t line_count;          /* of these */
    const uint32_t *call_order; /* by line, then the heaviest first */
    const size_t *call_starts;  /* by line: in call_order */
    const int64_t *start_lines; /* by line: where the function starts; 0: not known */
};

/* Of the function of that name (boxes_function_frames). The view's frames are lines. False with an
 * error. */
bool source_lines_init(struct source_lines *lines, const struct view *view, struct str name,
                       struct error *error);
int64_t line_weight_value(const struct source_lines *lines, const struct line_weight *weight);
/* The name of a callee. */
struct str line_call_name(const struct source_lines *lines, const struct line_call *call);

#endif
