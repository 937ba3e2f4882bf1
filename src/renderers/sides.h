/* The two sides of a comparison, as the page's answers count them: whole numbers on the common
 * scale, before --divide_by. For views whose selection and tree have both sides. */
#ifndef RENDERERS_SIDES_H
#define RENDERERS_SIDES_H

#include "profile/runs.h"

#include <stdbool.h>

struct change;
struct sink;
struct view;

/* Whether the view shows both sides. */
bool sides_are_shown(const struct view *view);
/* A value of a side, of the columns of a node, frame or stack (enum comparison_column). */
int64_t side_value(const struct view *view, enum run_side side, const int64_t *columns);
/* What new has more than the base. */
int64_t sides_delta(const struct view *view, const int64_t *columns);
/* How wide the two are drawn, by --width_by: as the larger, or as one of them. */
uint64_t sides_width(const struct view *view, const int64_t *columns);
/* A side's total before filters. */
int64_t side_total(const struct view *view, enum run_side side);
/* The total that shares are shares of: the base's before filters, or new's where that is nothing.
 */
int64_t sides_total(const struct view *view);
/* Writes {"base":Value,"new":Value,"delta":Value,"relative":"","share":"","interval":"","kind":N}
 * of a change (Change in templates/page/types.js). */
void sides_write_change(const struct view *view, const struct change *change, struct sink *sink);

#endif
