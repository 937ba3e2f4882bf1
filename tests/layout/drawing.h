/* What must hold of every drawing, whatever the graph. */
#ifndef TESTS_LAYOUT_DRAWING_H
#define TESTS_LAYOUT_DRAWING_H

#include "base/arena.h"
#include "layout/graph_shapes.h"

/* The first thing wrong with a drawing: numbers that are not finite, something outside of it, nodes
 * or labels on each other, a line that misses its ends or enters a node, an arrow head that is not
 * straight; NULL if there is nothing. Sizes are taken as pixels of a picture. */
const char *drawing_wrong(const struct layout_input *input, const struct layout *layout,
                          struct arena scratch);

/* Only what does not depend on the size: numbers are finite and within the drawing, and lines have
 * their points. */
const char *drawing_broken(const struct layout_input *input, const struct layout *layout);

/* The pairs of lines that cross anywhere but at a common end. */
size_t drawing_crossings(const struct layout_input *input, const struct layout *layout,
                         struct arena scratch);

/* Whether both are the same to the last bit. */
bool drawing_same(const struct layout_input *input, const struct layout *a, const struct layout *b);

#endif
