/* Boxes of several drawings on one sheet. */
#ifndef LAYOUT_PACK_H
#define LAYOUT_PACK_H

#include "base/budget.h"

struct arena;

struct pack_box {
    double width, height; /* given */
    double x, y;          /* found */
};

/* Places boxes from the top left in their order, side by side; small ones above each other where
 * the tall ones leave room; gap between any two. Gives the size of the sheet. */
void pack_boxes(struct pack_box *boxes, size_t count, double gap, struct arena scratch,
                double *width, double *height);

#endif
