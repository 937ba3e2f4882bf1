/* Connected parts of a graph, each a graph of its own. */
#ifndef LAYOUT_COMPONENTS_H
#define LAYOUT_COMPONENTS_H

#include "base/budget.h"

struct arena;
struct digraph;

struct components {
    struct digraph *graphs; /* the heaviest first, equal ones by their first node */
    size_t count;
};

/* Nodes and edges keep their order. NULL with an error. */
const struct components *components_new(const struct digraph *graph, struct arena *arena,
                                        struct budget *budget, struct error *error);

#endif
