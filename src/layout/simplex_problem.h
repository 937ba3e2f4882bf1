/* What the network simplex solves. */
#ifndef LAYOUT_SIMPLEX_PROBLEM_H
#define LAYOUT_SIMPLEX_PROBLEM_H

#include <stddef.h>
#include <stdint.h>

struct simplex_edge {
    uint32_t from, to;
    int64_t length; /* value[to] - value[from] is at least this; within +-10^9 */
    int64_t weight; /* 0 to 10^6: what each unit above it costs */
};

struct simplex {
    const struct simplex_edge *edges;
    size_t edge_count, node_count; /* less than 2^31 each */
    uint64_t effort;               /* work units of a few nanoseconds each; 0: to the optimum */
};

#endif
