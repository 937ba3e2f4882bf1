/* Long lines that would take more bends than there is room for. */
#ifndef LAYOUT_THINNING_H
#define LAYOUT_THINNING_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct digraph;
struct digraph_edge;

struct thinned {
    const struct digraph *graph;       /* with the edges that get bends, in their order */
    const struct digraph_edge *across; /* the others: straight across the layers they pass */
    size_t across_count;
};

/* Of a graph with layers by node: the heavy edges stay, and those that pass no layer. What they
 * take is taken from `bends`. */
struct thinned thinning(const struct digraph *graph, const uint32_t *rank, uint64_t *bends,
                        struct arena *arena);

#endif
