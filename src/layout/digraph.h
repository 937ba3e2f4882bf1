/* What the stages of the graph layout hand on: one connected graph without self-loops and notes. */
#ifndef LAYOUT_DIGRAPH_H
#define LAYOUT_DIGRAPH_H

#include <stddef.h>
#include <stdint.h>

/* The box that a node takes, with its notes and self-loops. The node itself is at its top; lines
 * end on its upper side, start on its lower side, and run straight down to the end of the box. */
struct digraph_node {
    double width, height;
    double left, right;           /* of the node itself, from the left of the box */
    double exit_left, exit_right; /* where lines may start on its lower side */
    double exit_y;                /* its lower side, from the top of the box */
    uint32_t node;                /* of the input */
};

struct digraph_edge {
    uint32_t from, to; /* of digraph nodes */
    double weight, thickness, head, label_width, label_height;
    uint32_t edge; /* of the input */
};

struct digraph {
    const struct digraph_node *nodes;
    size_t node_count;
    const struct digraph_edge *edges;
    size_t edge_count;
    double node_gap, layer_gap, line_gap;
    uint64_t effort;
};

#endif
