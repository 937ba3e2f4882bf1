/* The edges that may be in cycles: those inside of strongly connected components. */
#ifndef LAYOUT_TANGLE_H
#define LAYOUT_TANGLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct digraph;

/* Edges by one of their ends: edges[starts[v] .. starts[v + 1]). */
struct tangle_lists {
    uint32_t *edges, *starts;
};

struct tangle {
    const struct digraph *graph;
    uint32_t *edges; /* inside of components */
    size_t edge_count;
    struct tangle_lists out, in; /* of these, by source and by target */
    int64_t *costs;              /* by edge of the graph: of drawing it upwards */
};

struct tangle tangle_new(const struct digraph *graph, struct arena *arena);

/* Those edges in their order, by source or by target. */
struct tangle_lists tangle_list(const struct digraph *graph, const uint32_t *edges, size_t count,
                                bool by_source, struct arena *arena);

#endif
