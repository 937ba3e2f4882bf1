/* The side that --only_side shows of a comparison. */
#ifndef RENDERERS_SIDE_ALONE_H
#define RENDERERS_SIDE_ALONE_H

#include "base/str.h"

#include <stdbool.h>

struct comparison_side;
struct view;

/* The side that --only_side shows of a comparison; NULL: the view is of both, or of no comparison.
 */
const struct comparison_side *side_alone(const struct view *view);
/* "base", "new": the side that --only_side names. */
struct str side_alone_name(const struct view *view);
/* Whether its values are on the other side's scale, so that they are not those of its duration. */
bool side_alone_is_scaled(const struct view *view);
/* The view's sources, or those of the side alone; bytes of unknown origin. */
struct str side_sources(const struct view *view);

#endif
