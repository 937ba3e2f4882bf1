/* The call graph: functions as nodes, calls as edges, with pprof's trimming. Weights are columns.
 */
#ifndef TREE_GRAPH_H
#define TREE_GRAPH_H

#include "base/budget.h"

struct arena;
struct frames;
struct selection;

struct graph_edge {
    uint32_t from, to; /* nodes: caller, callee */
    bool residual;     /* goes over nodes that were left out */
    bool inlined;      /* every call of it was inlined */
};

struct graph {
    const struct frames *frames;
    size_t columns;
    const uint32_t *node_frames; /* by node */
    /* By node, then by column. flat: of samples that end here; cum: of samples that pass, each
     * counted once however often it recurs. */
    const int64_t *flat, *cum;
    size_t node_count;
    const struct graph_edge *edges;
    const int64_t *edge_weights; /* by edge, then by column */
    size_t edge_count;
};

enum graph_parts { GRAPH_NODES, GRAPH_NODES_AND_EDGES };

/* The graph of the frames for which kept[frame] is set (all, if kept is NULL). Nodes with nothing
 * but zeros are left out. NULL with an error. */
const struct graph *graph_new(const struct selection *selection, const struct frames *frames,
                              const uint8_t *kept, enum graph_parts parts, struct arena *arena,
                              struct budget *budget, struct error *error);

struct trim {
    bool by_cum;        /* order by cum, otherwise by flat */
    int64_t node_count; /* at most so many; 0 or less: no limit */
    double node_fraction, edge_fraction;
};

struct trimmed {
    const struct graph *graph;
    const uint32_t *order;    /* nodes, the heaviest first; equal ones by name */
    struct str *names;        /* by node, as printed */
    const uint8_t *edge_kept; /* by edge: heavy enough to be looked at */
    size_t node_count;        /* before node_count was applied */
    size_t dropped_nodes;     /* below the node fraction */
};

/* pprof's trimming for text reports, step by step: light nodes go; then, by the weights of a graph
 * without them, all but the heaviest `node_count`; of what is left the graph is made anew, and its
 * light edges are not looked at. */
const struct trimmed *graph_trim(const struct selection *selection, const struct frames *frames,
                                 const struct trim *trim, struct arena *arena,
                                 struct budget *budget, struct error *error);

#endif
