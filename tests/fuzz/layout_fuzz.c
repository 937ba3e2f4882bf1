/* Bytes as a graph with sizes and weights of any magnitude, and hosts of any kind: the layout ends
 * within its budget, its numbers are finite, and all is within the drawing. */
#include "base/arena.h"
#include "layout/drawing.h"
#include "layout/graph_file.h"
#include "layout/graph_layout.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MEMORY = 256 << 20, WORK = 400000, MOST_NODES = 200, MOST_EDGES = 400 };

struct reader {
    const uint8_t *at, *end;
};

static uint32_t next(struct reader *reader)
{
    return reader->at < reader->end ? *reader->at++ : 0;
}

/* Mostly a few pixels to a few hundred, sometimes nothing, a fraction or far too much. */
static double next_size(struct reader *reader)
{
    static const double ODD[] = {0, 1e9, 1e6, 1e-9, 0.3, 65536, 1, 999999999.99};
    uint32_t byte = next(reader);
    return byte < 8 ? ODD[byte] : byte * 1.25;
}

static double next_weight(struct reader *reader)
{
    static const double ODD[] = {1e6, 1e9, 1.5, 1e5};
    uint32_t byte = next(reader);
    return byte < 4 ? ODD[byte] : byte - 3;
}

static void read_nodes(struct reader *reader, struct layout_input *input, struct arena *arena)
{
    input->node_count = next(reader) % (MOST_NODES + 1);
    struct layout_node *nodes = ARENA_NEW(arena, struct layout_node, input->node_count);
    for (size_t n = 0; n < input->node_count; n++) {
        uint32_t host = next(reader);
        nodes[n].width = next_size(reader);
        nodes[n].height = next_size(reader);
        nodes[n].host = host % 4 ? LAYOUT_NONE : host == 252 ? LAYOUT_NONE - 1 : host / 4;
    }
    input->nodes = nodes;
}

static void read_edges(struct reader *reader, struct layout_input *input, struct arena *arena)
{
    struct layout_edge *edges = ARENA_NEW(arena, struct layout_edge, MOST_EDGES);
    while (reader->at < reader->end && input->edge_count < MOST_EDGES && input->node_count) {
        struct layout_edge *edge = &edges[input->edge_count++];
        uint32_t shape;
        edge->from = next(reader) % (uint32_t)input->node_count;
        edge->to = next(reader) % (uint32_t)input->node_count;
        edge->weight = next_weight(reader);
        shape = next(reader);
        edge->thickness = shape & 1 ? next_size(reader) : shape / 32.0;
        edge->head = shape & 2 ? next_size(reader) : 6 + edge->thickness;
        edge->label_width = shape & 4 ? next_size(reader) : 30;
        edge->label_height = shape & 8 ? next_size(reader) : 14;
    }
    input->edges = edges;
}

static void check(const struct layout_input *input, const struct layout *layout)
{
    const char *wrong = drawing_broken(input, layout);
    if (!wrong)
        return;
    fprintf(stderr, "%s\n", wrong);
    graph_file_write(stderr, input);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, MEMORY);
    struct budget budget = {.limit = WORK, .stores = {&store}};
    struct error error = {.kind = ERROR_NONE};
    struct reader reader = {bytes, bytes + size};
    uint32_t gaps = next(&reader);
    struct layout_input input = {.node_gap = gaps % 4 * 10,
                                 .layer_gap = gaps / 4 % 4 * 15,
                                 .line_gap = gaps / 16 % 4 * 4,
                                 .effort = gaps / 64 * 1000};
    read_nodes(&reader, &input, &arena);
    read_edges(&reader, &input, &arena);
    const struct layout *layout = layout_graph(&input, &arena, &budget, &error);
    if (layout)
        check(&input, layout);
    else if (error.kind != ERROR_LIMIT || !error.text[0])
        abort();
    arena_fini(&store);
    return 0;
}
