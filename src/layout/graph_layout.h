/* Draws a directed graph in layers: nodes with sizes and edges with weights in, places and lines
 * out. Knows no profiles. The stages are functions of their own, in the order in which they run:
 *
 *   attached      notes become part of the node that they hang at
 *   components    what is not connected is laid out apart
 *   cycles        which edges are drawn upwards
 *   ranks         the layer of every node (simplex)
 *   hubs          crowds of leaves get layers of their own
 *   layers        long edges bend in every layer that they pass
 *   order         the places in each layer, with few crossings
 *   columns       x of every node and bend (tidy: of a tree, without crossings)
 *   ports         where lines meet the sides of nodes
 *   lines         y, and the lines from node to node as corners
 *   curves        the corners rounded
 *   edge_labels   the labels beside the lines
 *   pack          the components side by side
 */
#ifndef LAYOUT_GRAPH_LAYOUT_H
#define LAYOUT_GRAPH_LAYOUT_H

#include "base/budget.h"

struct arena;

#define LAYOUT_NONE UINT32_MAX

struct layout_node {
    double width, height;
    /* The node that this is a note of: it is drawn below it, as part of it. LAYOUT_NONE: it stands
     * for itself. A note's only edge comes from its host; notes may have notes. */
    uint32_t host;
};

struct layout_edge {
    uint32_t from, to;
    double weight;                    /* 1 or more: how much a short and straight line matters */
    double thickness;                 /* of the line */
    double head;                      /* length of the arrow head: its end is straight so far */
    double label_width, label_height; /* 0: no label */
};

struct layout_input {
    const struct layout_node *nodes;
    size_t node_count;
    const struct layout_edge *edges;
    size_t edge_count;
    double node_gap;  /* between neighbours in a layer */
    double layer_gap; /* between layers, at least */
    double line_gap;  /* between lines that run side by side, and between lines and nodes */
    uint64_t effort;  /* work units for finding an order with few crossings; 0: by the size */
};

struct layout_point {
    double x, y; /* y points down */
};

/* points[first .. first + count): a start, and three points for each cubic piece, from the edge's
 * source to the tip of the arrow, whatever way it runs. */
struct layout_line {
    size_t first, count;
    bool has_label;
    struct layout_point label; /* the centre of its label */
};

struct layout {
    double width, height;               /* everything lies between 0 and these */
    const struct layout_point *centers; /* by node */
    const struct layout_line *lines;    /* by edge */
    const struct layout_point *points;
    size_t point_count;
};

/* The same input gives the same drawing, on any machine. NULL with an error. */
const struct layout *layout_graph(const struct layout_input *input, struct arena *arena,
                                  struct budget *budget, struct error *error);

#endif
