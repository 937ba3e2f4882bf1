/* Random graphs for the stages of the layout. */
#ifndef UNIT_LAYOUT_DIGRAPHS_H
#define UNIT_LAYOUT_DIGRAPHS_H

#include "base/arena.h"
#include "base/budget.h"
#include "layout/digraph.h"
#include "unit/unit.h"

/* A connected graph with cycles, two-cycles and edges that are there twice, without self-loops. */
static inline struct digraph random_digraph(uint32_t nodes, uint32_t edges, uint64_t seed,
                                            struct arena *arena)
{
    struct digraph_node *node = ARENA_NEW(arena, struct digraph_node, nodes);
    struct digraph_edge *edge = ARENA_NEW(arena, struct digraph_edge, edges);
    seed = seed * 2654435761u + 1;
    for (uint32_t v = 0; v < nodes; v++)
        node[v].width = (double)(unit_random(&seed) % 100 + 1);
    for (uint32_t e = 0; e < edges; e++) {
        uint32_t from = (uint32_t)(unit_random(&seed) % nodes), to = e + 1;
        if (e + 1 < nodes)
            from = (uint32_t)(unit_random(&seed) % to);
        else
            to = (uint32_t)(from + 1 + unit_random(&seed) % (nodes - 1)) % nodes;
        bool turns = e + 1 >= nodes && unit_random(&seed) % 3 && from > to;
        edge[e] = (struct digraph_edge){.from = turns ? to : from,
                                        .to = turns ? from : to,
                                        .weight = (double)(unit_random(&seed) % 10 + 1)};
    }
    return (struct digraph){.nodes = node, .node_count = nodes, .edges = edge, .edge_count = edges};
}

#endif
