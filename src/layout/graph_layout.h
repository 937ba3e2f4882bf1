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
#include "layout/graph_shapes.h"

struct arena;

/* The same input gives the same drawing, on any machine. NULL with an error. */
const struct layout *layout_graph(const struct layout_input *input, struct arena *arena,
                                  struct budget *budget, struct error *error);

#endif
