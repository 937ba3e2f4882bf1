/* Reads graphs for tests. */
#include "graph_file.h"
#include "base/array.h"

#include <stdio.h>

struct reading {
    ARRAY(struct layout_node) nodes;
    ARRAY(struct layout_edge) edges;
    struct arena *arena;
};

static bool read_line(struct reading *reading, const char *line)
{
    struct layout_node node = {.host = LAYOUT_NONE};
    struct layout_edge edge = {.head = 8};
    if (line[0] == '#' || line[0] == '\n')
        return true;
    if (sscanf(line, "node %lf %lf %u", &node.width, &node.height, &node.host) >= 2) {
        array_push(reading->arena, &reading->nodes, node);
        return true;
    }
    if (sscanf(line, "edge %u %u %lf %lf %lf %lf", &edge.from, &edge.to, &edge.weight,
               &edge.thickness, &edge.label_width, &edge.label_height) != 6)
        return false;
    array_push(reading->arena, &reading->edges, edge);
    return true;
}

bool graph_file_read(const char *path, struct arena *arena, struct layout_input *input)
{
    struct reading reading = {.arena = arena};
    char line[256];
    bool ok = true;
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    while (ok && fgets(line, sizeof line, file))
        ok = read_line(&reading, line);
    fclose(file);
    *input = (struct layout_input){.nodes = reading.nodes.at,
                                   .node_count = reading.nodes.count,
                                   .edges = reading.edges.at,
                                   .edge_count = reading.edges.count,
                                   .node_gap = 15,
                                   .layer_gap = 24,
                                   .line_gap = 8};
    for (size_t e = 0; ok && e < input->edge_count; e++)
        ok = input->edges[e].from < input->node_count && input->edges[e].to < input->node_count;
    return ok;
}
