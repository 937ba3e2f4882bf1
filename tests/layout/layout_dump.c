/* layout_dump STAGE FILE: lays out a graph (README.md says how it is written), and prints a stage.
 */
#include "base/arena.h"
#include "layout/graph_layout.h"
#include "graph_file.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void print_drawing(const struct layout_input *input, const struct layout *layout)
{
    printf("{\"width\":%.2f,\"height\":%.2f,\"nodes\":[", layout->width, layout->height);
    for (size_t i = 0; i < input->node_count; i++)
        printf("%s\n{\"id\":\"%zu\",\"x\":%.2f,\"y\":%.2f,\"w\":%.2f,\"h\":%.2f}", i ? "," : "", i,
               layout->centers[i].x, layout->centers[i].y, input->nodes[i].width,
               input->nodes[i].height);
    printf("],\n\"edges\":[");
    for (size_t e = 0; e < input->edge_count; e++) {
        const struct layout_line *line = &layout->lines[e];
        const struct layout_edge *edge = &input->edges[e];
        printf("%s\n{\"src\":\"%u\",\"dst\":\"%u\",\"weight\":%g,\"curve\":[", e ? "," : "",
               edge->from, edge->to, edge->weight);
        for (size_t i = 0; i < line->count; i++)
            printf("%s[%.2f,%.2f]", i ? "," : "", layout->points[line->first + i].x,
                   layout->points[line->first + i].y);
        printf("]");
        if (line->has_label)
            printf(",\"label\":{\"x\":%.2f,\"y\":%.2f,\"w\":%.2f,\"h\":%.2f}", line->label.x,
                   line->label.y, edge->label_width, edge->label_height);
        printf("}");
    }
    printf("]}\n");
}

int main(int count, char **arguments)
{
    static struct arena_store store;
    struct arena arena = arena_init(&store, (size_t)4 << 30);
    struct layout_input input;
    struct budget budget = {.next = UINT64_MAX};
    struct error error = {.kind = ERROR_NONE};
    if (count != 3 || !graph_file_read(arguments[2], &arena, &input)) {
        fprintf(stderr, "usage: layout_dump STAGE FILE\n");
        return 2;
    }
    clock_t start = clock();
    const struct layout *layout = layout_graph(&input, &arena, &budget, &error);
    if (!layout) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    fprintf(stderr, "%.2f ms\n", (double)(clock() - start) * 1e3 / CLOCKS_PER_SEC);
    if (!strcmp(arguments[1], "lines"))
        print_drawing(&input, layout);
    arena_fini(&store);
    return 0;
}
