/* Graphs from files (README.md), for tests of the layout. */
#ifndef TESTS_LAYOUT_GRAPH_FILE_H
#define TESTS_LAYOUT_GRAPH_FILE_H

#include "layout/graph_layout.h"

#include <stdbool.h>
#include <stdio.h>

struct arena;

/* False where there is no such file, or a line is neither a node nor an edge. */
bool graph_file_read(const char *path, struct arena *arena, struct layout_input *input);
/* Writes what is read as the same. */
void graph_file_write(FILE *file, const struct layout_input *input);

#endif
