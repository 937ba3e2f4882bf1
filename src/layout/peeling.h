/* An order of nodes in which heavy edges point forwards, after Eades, Lin and Smyth (1993). */
#ifndef LAYOUT_PEELING_H
#define LAYOUT_PEELING_H

#include <stdint.h>

struct arena;
struct tangle;

/* The place of every node. Of nodes that are equal, the one with the lesser `first` comes first. */
uint32_t *peeling_places(const struct tangle *tangle, const uint32_t *first, struct arena *arena);

#endif
