/* Text and colours of a graph in the language of Graphviz, as pprof writes them. */
#ifndef RENDERERS_DOT_TEXT_H
#define RENDERERS_DOT_TEXT_H

#include "base/str.h"

#include <stdint.h>

struct frames;
struct sink;
struct view;

/* Inside of a double-quoted string: backslashes, quotes and line ends escaped. */
void dot_escape(const struct view *view, struct sink *sink, struct str text);
/* The same of what pprof does not escape: only what would end the string is. */
void dot_quote(const struct view *view, struct sink *sink, struct str text);
/* A frame in several lines: address, short name, file or binary. */
void dot_name(const struct view *view, struct sink *sink, const struct frames *frames,
              uint32_t frame);
/* "#rrggbb" from green (-1) over grey to red (1); light, or dark. */
void dot_color(struct sink *sink, double score, bool light);

#endif
