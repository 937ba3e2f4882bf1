/* Reads and writes graphs for tests. */
#include "graph_file.h"
#include "base/array.h"

#include <stdio.h>

struct reading {
    ARRAY(struct layout_node) nodes;
    ARRAY(struct layout_edge) edges;
    struct layout_input *input;
    struct arena *arena;
};

static bool read_line(struct reading *reading, const char *line)
{
    struct layout_node node = {.host = LAYOUT_NONE};
    struct layout_edge edge = {.weight = 1};
    struct layout_input *input = reading->input;
    if (line[0] == '#' || line[0] == '\n')
        return true;
    if (sscanf(line, "node %lf %lf %u", &node.width, &node.height, &node.host) >= 2) {
        array_push(reading->arena, &reading->nodes, node);
        return true;
    }
    if (sscanf(line, "gaps %lf %lf %lf", &input->node_gap, &input->layer_gap, &input->line_gap) ==
        3)
        return true;
    if (sscanf(line, "edge %u %u %lf %lf %lf %lf", &edge.from, &edge.to, &edge.weight,
               &edge.thickness, &edge.label_width, &edge.label_height) < 2)
        return false;
    edge.head = 6 + edge.thickness;
    array_push(reading->arena, &reading->edges, edge);
    return true;
}

bool graph_file_read(const char *path, struct arena *arena, struct layout_input *input)
{
    struct reading reading = {.input = input, .arena = arena};
    char line[256];
    bool ok = true;
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    *input = (struct layout_input){.node_gap = 20, .layer_gap = 44, .line_gap = 10};
    while (ok && fgets(line, sizeof line, file))
        ok = read_line(&reading, line);
    fclose(file);
    input->nodes = reading.nodes.at;
    input->node_count = reading.nodes.count;
    input->edges = reading.edges.at;
    input->edge_count = reading.edges.count;
    for (size_t e = 0; ok && e < input->edge_count; e++)
        ok = input->edges[e].from < input->node_count && input->edges[e].to < input->node_count;
    return ok;
}

void graph_file_write(FILE *file, const struct layout_input *input)
{
    fprintf(file, "gaps %.17g %.17g %.17g\n", input->node_gap, input->layer_gap, input->line_gap);
    for (size_t n = 0; n < input->node_count; n++) {
        const struct layout_node *node = &input->nodes[n];
        fprintf(file, "node %.17g %.17g", node->width, node->height);
        if (node->host != LAYOUT_NONE)
            fprintf(file, " %u", node->host);
        fprintf(file, "\n");
    }
    for (size_t e = 0; e < input->edge_count; e++) {
        const struct layout_edge *edge = &input->edges[e];
        fprintf(file, "edge %u %u %.17g %.17g %.17g %.17g\n", edge->from, edge->to, edge->weight,
                edge->thickness, edge->label_width, edge->label_height);
    }
}
