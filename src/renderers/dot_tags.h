/* The labels at a node of a drawn graph, as pprof draws them. */
#ifndef RENDERERS_DOT_TAGS_H
#define RENDERERS_DOT_TAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct report;
struct sink;

enum { DOT_TAGS = 4 }; /* texts at a node, and numbers at each of them */

/* Writes the boxes of node `id` and the lines to them: of its own samples (flat), or of all that
 * pass. Returns whether there were any. */
bool dot_tags(const struct report *report, uint32_t node, size_t id, bool flat, struct sink *sink);

#endif
