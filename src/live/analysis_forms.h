/* The forms that an analysis is written in. All write into a buffer. */
#ifndef LIVE_ANALYSIS_FORMS_H
#define LIVE_ANALYSIS_FORMS_H

#include <stdbool.h>
#include <stddef.h>

struct analysis;
struct sink;

struct analysis_terminal {
    size_t columns; /* 0: it is none */
    bool has_color;
};

void analysis_text(const struct analysis *analysis, const struct analysis_terminal *terminal,
                   struct sink *sink);
void analysis_md(const struct analysis *analysis, struct sink *sink);
/* As samples/render-analyze.schema.json says. */
void analysis_json(const struct analysis *analysis, struct sink *sink);
/* One picture of all charts, light or dark as the reader's system is. */
void analysis_svg(const struct analysis *analysis, struct sink *sink);
/* One page, without a script, that loads nothing. */
void analysis_html(const struct analysis *analysis, struct sink *sink);

#endif
