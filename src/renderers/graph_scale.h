/* How large things are in a drawn call graph, by pprof's rules. */
#ifndef RENDERERS_GRAPH_SCALE_H
#define RENDERERS_GRAPH_SCALE_H

#include <stdint.h>

struct trimmed;

/* The largest own weight of the nodes shown, without its sign. */
double graph_heaviest(const struct trimmed *trimmed);
/* The font of a name: 8 to 24, by the root of the share of the heaviest. */
int64_t graph_font_size(int64_t flat, double heaviest);
/* 1 and up to `most` more: the weight in parts of a total (not 0) of `most`. */
int64_t graph_parts(int64_t weight, int64_t total, int64_t most);

enum { GRAPH_PULL = 100 }; /* parts of an edge's pull on its nodes; that of a label's edge */

#endif
