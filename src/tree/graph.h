/* The call graph: functions as nodes, calls as edges. Weights are columns. */
#ifndef TREE_GRAPH_H
#define TREE_GRAPH_H

#include "base/budget.h"

struct arena;
struct comparison;
struct frames;
struct selection;
struct tree;

struct graph_edge {
    uint32_t from, to; /* nodes: caller, callee */
    bool residual;     /* goes over nodes that were left out */
    bool inlined;      /* every call of it was inlined */
};

struct graph {
    const struct frames *frames;
    size_t columns;
    bool is_mean;                        /* column 1 divides column 0 */
    const struct comparison *comparison; /* whose columns these are; NULL: of one profile */
    const uint32_t *node_frames;         /* by node */
    /* By node, then by column. flat: of samples that end here; cum: of samples that pass, each
     * counted once however often it recurs. */
    const int64_t *flat, *cum;
    size_t node_count; /* nodes with a weight */
    size_t all_nodes;  /* with those after them that have none, but are ends of edges */
    struct graph_edge *edges;
    const int64_t *edge_weights; /* by edge, then by column */
    size_t edge_count;
    const struct tree *source; /* what it was made of; NULL: of stacks */
    const struct tree *tree;   /* of whose paths the nodes are; NULL: of frames */
    const uint32_t *callers;   /* of a tree, by node: the node of the tree above it; 0: none */
    const uint32_t *node_of;   /* by node of the tree, or by frame: the node; ID_NONE: none */
};

enum graph_parts { GRAPH_NODES, GRAPH_NODES_AND_EDGES };

struct graph_options {
    const uint8_t *kept; /* by frame: others are left out; NULL: all are kept */
    enum graph_parts parts;
    bool drop_negative; /* nodes with a negative weight count as nodes without one */
    const struct comparison *comparison; /* whose columns the tree has; NULL: of one profile */
};

/* The graph of a selection. NULL with an error. */
const struct graph *graph_of_stacks(const struct selection *selection, const struct frames *frames,
                                    const struct graph_options *options, struct arena *arena,
                                    struct budget *budget, struct error *error);
/* The same of the selection's call tree, which is worth its while where several graphs are made of
 * it, all with edges. Frames that the tree leaves out must not be kept. */
const struct graph *graph_new(const struct tree *tree, const struct graph_options *options,
                              bool is_mean, struct arena *arena, struct budget *budget,
                              struct error *error);
/* The graph with a node a path. */
const struct graph *graph_of_tree(const struct tree *tree, const struct graph_options *options,
                                  bool is_mean, struct arena *arena);

/* What a node or an edge weighs: means are divided, toward zero; of a comparison it is the larger
 * of both sides on the common scale, so that what is gone keeps its place. */
int64_t graph_flat(const struct graph *graph, uint32_t node);
int64_t graph_cum(const struct graph *graph, uint32_t node);
int64_t graph_weight(const struct graph *graph, uint32_t edge);
/* The same of a node's or an edge's columns, but means are not divided. */
int64_t graph_size(const struct graph *graph, const int64_t *columns);

#endif
