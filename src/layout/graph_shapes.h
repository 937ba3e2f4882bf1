/* What the graph layout takes and gives: nodes with sizes and edges in, places and lines out. */
#ifndef LAYOUT_GRAPH_SHAPES_H
#define LAYOUT_GRAPH_SHAPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    /* Of all lines at most: where they would be more, the light long ones run straight across what
     * is between their ends, without a label. 0: as many as a good machine draws in seconds. */
    uint64_t bends;
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

#endif
