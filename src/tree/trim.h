/* pprof's trimming of a call graph to what can be read. */
#ifndef TREE_TRIM_H
#define TREE_TRIM_H

#include "base/budget.h"

struct arena;
struct frames;
struct graph;
struct node_tags;
struct selection;
struct tree;

enum trim_order {
    TRIM_BY_FLAT,
    TRIM_BY_CUM,
    TRIM_BY_ENTROPY, /* for pictures: also by how much the calls fan in and out */
};

struct trim {
    enum trim_order order;
    int64_t node_count; /* at most so many; 0 or less: no limit */
    double node_fraction, edge_fraction;
    bool drop_negative;
    bool call_tree; /* a node a path */
    bool with_tags; /* labels at nodes, which count as nodes; residual edges beside others go */
    bool no_tags;   /* with_tags, as if no sample had labels */
    struct str tag_unit; /* that numbers in labels are written in */
};

struct trimmed {
    const struct graph *graph;
    const struct graph *whole;    /* before anything was left out; NULL where no tree was given */
    const uint32_t *order;        /* the nodes shown, the heaviest first; equal ones by name */
    size_t count;                 /* of them */
    const uint8_t *shown;         /* by node */
    const struct str *names;      /* by node, of all nodes, as printed */
    const uint8_t *edge_kept;     /* by edge: heavy enough to be looked at */
    size_t node_count;            /* before node_count was applied */
    size_t dropped_nodes;         /* below the node fraction */
    size_t dropped_edges;         /* below the edge fraction */
    const struct node_tags *tags; /* by node, with_tags; otherwise, and of a comparison, NULL */
};

/* Step by step as pprof does: light nodes go; then, by the weights of a graph without them, all but
 * the first `node_count` in the order; of what is left the graph is made anew (a tree is closed
 * over the gaps), and its light edges are not looked at. `tree` is the whole tree, or NULL where
 * there is none yet. NULL with an error. */
const struct trimmed *graph_trim(const struct selection *selection, const struct frames *frames,
                                 const struct tree *tree, const struct trim *trim,
                                 struct arena *arena, struct budget *budget, struct error *error);

/* The edges of each node that are looked at, the heaviest first, equal ones by their names:
 * in[in_starts[n] .. in_starts[n + 1]) and likewise out. */
struct adjacency {
    const uint32_t *in, *in_starts, *out, *out_starts;
};

struct adjacency trimmed_adjacency(const struct trimmed *trimmed, struct arena *arena);
/* All edges that are looked at, in the same order. */
const uint32_t *trimmed_edges(const struct trimmed *trimmed, struct arena *arena, size_t *count);

#endif
