/* The order of slots in each layer, with few crossings. */
#ifndef LAYOUT_ORDER_H
#define LAYOUT_ORDER_H

#include "base/budget.h"

struct arena;
struct layers;

/* Changes layers->order and ->place, never to more crossings. `effort` is in work units, about one
 * segment looked at each; the result depends on it and on the graph alone. False with an error. */
bool order_layers(struct layers *layers, uint64_t effort, struct arena *arena,
                  struct budget *budget, struct error *error);

/* An effort that suits the size: four times as much saves but a few crossings in a hundred. */
uint64_t order_effort(const struct layers *layers);

/* Crossings of all segments, in O(segments * log slots). */
uint64_t order_crossings(const struct layers *layers, struct arena scratch);

#endif
