/* Graphs from files (README.md), for tests of the layout. */
#ifndef TESTS_LAYOUT_GRAPH_FILE_H
#define TESTS_LAYOUT_GRAPH_FILE_H

#include "layout/graph_layout.h"

#include <stdbool.h>

struct arena;

/* False where there is no such file, or a line is neither a node nor an edge. */
bool graph_file_read(const char *path, struct arena *arena, struct layout_input *input);

#endif
