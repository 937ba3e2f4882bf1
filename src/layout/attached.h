/* Notes and self-loops: they become part of the box of their node, and come out of it again. */
#ifndef LAYOUT_ATTACHED_H
#define LAYOUT_ATTACHED_H

#include "base/budget.h"
#include "layout/digraph.h"
#include "layout/graph_shapes.h"

struct arena;

/* A node is a note where its host is another node, its one edge comes from there, and those that
 * start at it lead to its own notes; any other node with a host stands for itself. */
struct attached {
    struct digraph graph; /* what is left: nodes that stand for themselves, edges between two */
    /* Of the input: where a node lies in the box of the digraph node it belongs to. */
    const uint32_t *box_of;             /* by node: the digraph node */
    const struct layout_point *centers; /* by node, from the left and top of that box */
    /* By edge: of notes and self-loops, points and label from the left and top of the box of their
     * source; the others have no points. */
    const struct layout_line *lines;
    const struct layout_point *points;
};

/* Lines that start in exit_left .. exit_right and run straight down touch nothing of the box. That
 * is the whole lower side of a node without notes. Beside notes it is wide enough for the edges
 * that start at the node, up to 3/5 of that side; where none does, it is what the notes leave,
 * which may be nothing (exit_left == exit_right). NULL with an error. */
const struct attached *attached_new(const struct layout_input *input, struct arena *arena,
                                    struct budget *budget, struct error *error);

#endif
