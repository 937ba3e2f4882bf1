/* Sorting with a context, and stable: merge sort. (qsort_r is not everywhere and not stable.) */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether a goes before b. */
typedef bool sort_before(const void *context, uint32_t a, uint32_t b);

/* Sorts ids; those of which neither goes before the other keep their order. */
void sort_ids(uint32_t *ids, size_t count, sort_before *before, const void *context,
              struct arena scratch);

#endif
