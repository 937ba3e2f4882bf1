/* layout_dump STAGE FILE: lays out a graph (README.md says how it is written), and prints what a
 * stage made of it. Nodes and edges have the numbers that they have in the file. */
#include "graph_file.h"

/* The stages as they are put together, which nobody else may see. */
#include "../../src/layout/graph_layout.c"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct dump {
    struct laying laying;
    const struct digraph *graph; /* of the component that is printed */
    struct part part;
    const uint8_t *reversed;
    uint32_t *rank; /* before and after hubs are wrapped */
    bool wrapped;
};

static uint32_t node_of(const struct dump *dump, uint32_t n)
{
    return dump->graph->nodes[n].node;
}

static void print_edge(const struct dump *dump, uint32_t e)
{
    const struct digraph_edge *edge = &dump->graph->edges[e];
    printf("edge %u, %u to %u:", edge->edge, node_of(dump, edge->from), node_of(dump, edge->to));
}

/* Numbers as nobody sees a difference in; no negative zero. */
static double shown(double value)
{
    return value > -0.05 && value < 0.05 ? 0 : value;
}

static void print_point(struct layout_point point)
{
    printf(" %.1f,%.1f", shown(point.x), shown(point.y));
}

/* ---------------------------------------------------------------- stages of a component */

static void print_attached(const struct dump *dump)
{
    for (uint32_t n = 0; n < dump->graph->node_count; n++) {
        const struct digraph_node *node = &dump->graph->nodes[n];
        printf("node %u: box %.1f x %.1f, itself %.1f to %.1f, exits %.1f to %.1f at %.1f\n",
               node->node, node->width, node->height, shown(node->left), node->right,
               shown(node->exit_left), node->exit_right, node->exit_y);
    }
}

static void print_components(const struct dump *dump)
{
    printf("nodes:");
    for (uint32_t n = 0; n < dump->graph->node_count; n++)
        printf(" %u", node_of(dump, n));
    printf("\nedges:");
    for (uint32_t e = 0; e < dump->graph->edge_count; e++)
        printf(" %u", dump->graph->edges[e].edge);
    printf("\n");
}

static void print_cycles(const struct dump *dump)
{
    for (uint32_t e = 0; e < dump->graph->edge_count; e++) {
        if (!dump->reversed[e])
            continue;
        print_edge(dump, e);
        printf(" up\n");
    }
}

static void print_ranks(const struct dump *dump)
{
    for (uint32_t n = 0; n < dump->graph->node_count; n++)
        printf("node %u: %u\n", node_of(dump, n), dump->rank[n]);
}

static void print_slot(const struct dump *dump, uint32_t slot)
{
    const struct layers *layers = dump->part.layers;
    if (slot < layers->node_count)
        printf(" %u", node_of(dump, slot));
    else
        printf(" e%u", dump->graph->edges[layers->edge_of[slot - layers->node_count]].edge);
}

static void print_layers(const struct dump *dump)
{
    const struct layers *layers = dump->part.layers;
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        uint32_t upper = layers->upper[e], lower = layers->lower[e];
        print_edge(dump, e);
        printf(" layer %u to %u, %u bends\n", layers->layer[upper], layers->layer[lower],
               layers->chains[e + 1] - layers->chains[e]);
    }
}

static void print_order(const struct dump *dump)
{
    const struct layers *layers = dump->part.layers;
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        printf("layer %u:", l);
        for (uint32_t i = layers->starts[l]; i < layers->starts[l + 1]; i++)
            print_slot(dump, layers->order[i]);
        printf("\n");
    }
    printf("crossings: %llu\n", (unsigned long long)order_crossings(layers, *dump->laying.arena));
}

static void print_columns(const struct dump *dump)
{
    const struct layers *layers = dump->part.layers;
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        printf("layer %u:", l);
        for (uint32_t i = layers->starts[l]; i < layers->starts[l + 1]; i++) {
            print_slot(dump, layers->order[i]);
            printf(" at %.1f%s", shown(dump->part.x[layers->order[i]]),
                   i + 1 < layers->starts[l + 1] ? "," : "");
        }
        printf("\n");
    }
}

static void print_ports(const struct dump *dump)
{
    const struct laying *laying = &dump->laying;
    const struct ports *ports = ports_assign(dump->graph, dump->part.layers, dump->part.x,
                                             laying->arena, laying->budget, laying->error);
    for (uint32_t e = 0; ports && e < dump->graph->edge_count; e++) {
        print_edge(dump, e);
        printf(" %.1f above, %.1f below\n", shown(ports->out[e]), shown(ports->in[e]));
    }
}

static void print_lines(const struct dump *dump)
{
    const struct lines *lines = dump->part.lines;
    for (uint32_t l = 0; l < dump->part.layers->layer_count; l++)
        printf("layer %u: %.1f to %.1f\n", l, lines->tops[l], lines->bottoms[l]);
    for (uint32_t e = 0; e < dump->graph->edge_count; e++) {
        print_edge(dump, e);
        for (uint32_t i = lines->starts[e]; i < lines->starts[e + 1]; i++)
            print_point(lines->corners[i]);
        printf("\n");
    }
}

static void print_curves(const struct dump *dump)
{
    const struct curves *curves = dump->part.curves;
    for (uint32_t e = 0; e < dump->graph->edge_count; e++) {
        print_edge(dump, e);
        for (uint32_t i = curves->starts[e]; i < curves->starts[e + 1]; i++)
            print_point(curves->points[i]);
        printf("\n");
    }
}

static void print_edge_labels(const struct dump *dump)
{
    const struct edge_labels *labels = dump->part.labels;
    for (uint32_t e = 0; e < dump->graph->edge_count; e++) {
        if (dump->graph->edges[e].label_width <= 0)
            continue;
        print_edge(dump, e);
        if (labels->placed[e])
            print_point(labels->centers[e]);
        else
            printf(" no room");
        printf("\n");
    }
}

static const struct stage {
    const char *name;
    void (*print)(const struct dump *dump);
} STAGES[] = {
    {"attached", print_attached}, {"components", print_components},
    {"cycles", print_cycles},     {"ranks", print_ranks},
    {"hubs", print_ranks},        {"layers", print_layers},
    {"order", print_order},       {"columns", print_columns},
    {"ports", print_ports},       {"lines", print_lines},
    {"curves", print_curves},     {"edge_labels", print_edge_labels},
};

/* ---------------------------------------------------------------- whole */

/* Cycles and ranks are found once more: what is put together does not keep them. */
static bool run_stages(struct dump *dump)
{
    const struct laying *laying = &dump->laying;
    dump->part = (struct part){.graph = dump->graph};
    dump->reversed = cycles_reversed(dump->graph, laying->arena, laying->budget, laying->error);
    dump->rank = dump->reversed ? ranks_assign(dump->graph, dump->reversed, laying->arena,
                                               laying->budget, laying->error)
                                : NULL;
    return dump->rank &&
           (!dump->wrapped ||
            hubs_wrap(dump->graph, dump->rank, *laying->arena, laying->budget, laying->error)) &&
           set_columns(laying, &dump->part) && set_lines(laying, &dump->part);
}

static bool print_stage(struct dump *dump, const struct stage *stage)
{
    struct laying *laying = &dump->laying;
    laying->attached = attached_new(laying->input, laying->arena, laying->budget, laying->error);
    const struct components *components =
        laying->attached
            ? components_new(&laying->attached->graph, laying->arena, laying->budget, laying->error)
            : NULL;
    dump->wrapped = !strcmp(stage->name, "hubs");
    for (size_t i = 0; components && i < components->count; i++) {
        dump->graph = &components->graphs[i];
        if (!run_stages(dump))
            return false;
        printf("component %zu\n", i);
        stage->print(dump);
    }
    return components != NULL;
}

static void print_line(const struct layout *layout, const struct layout_line *line,
                       const struct layout_edge *edge)
{
    for (size_t i = 0; i < line->count; i++)
        printf("%s[%.1f,%.1f]", i ? "," : "", shown(layout->points[line->first + i].x),
               shown(layout->points[line->first + i].y));
    printf("]");
    if (line->has_label)
        printf(",\"label\":{\"x\":%.1f,\"y\":%.1f,\"w\":%.1f,\"h\":%.1f}", line->label.x,
               line->label.y, edge->label_width, edge->label_height);
}

static bool print_drawing(const struct laying *laying)
{
    const struct layout_input *input = laying->input;
    const struct layout *layout = layout_graph(input, laying->arena, laying->budget, laying->error);
    if (!layout)
        return false;
    printf("{\"width\":%.1f,\"height\":%.1f,\"nodes\":[", layout->width, layout->height);
    for (size_t i = 0; i < input->node_count; i++)
        printf("%s\n{\"id\":\"%zu\",\"x\":%.1f,\"y\":%.1f,\"w\":%.1f,\"h\":%.1f}", i ? "," : "", i,
               layout->centers[i].x, layout->centers[i].y, input->nodes[i].width,
               input->nodes[i].height);
    printf("],\n\"edges\":[");
    for (size_t e = 0; e < input->edge_count; e++) {
        const struct layout_edge *edge = &input->edges[e];
        printf("%s\n{\"src\":\"%u\",\"dst\":\"%u\",\"weight\":%g,\"curve\":[", e ? "," : "",
               edge->from, edge->to, edge->weight);
        print_line(layout, &layout->lines[e], edge);
        printf("}");
    }
    printf("]}\n");
    return true;
}

static bool print(struct dump *dump, const char *name)
{
    if (!strcmp(name, "drawing"))
        return print_drawing(&dump->laying);
    for (size_t i = 0; i < sizeof STAGES / sizeof *STAGES; i++)
        if (!strcmp(name, STAGES[i].name))
            return print_stage(dump, &STAGES[i]);
    return error_set(dump->laying.error, ERROR_USAGE, "no stage is called %s", name);
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
    uint64_t bends = UINT64_MAX;
    struct dump dump = {
        .laying = {
            .input = &input, .bends = &bends, .arena = &arena, .budget = &budget, .error = &error}};
    clock_t start = clock();
    bool ok = print(&dump, arguments[1]);
    if (ok)
        fprintf(stderr, "%.2f ms\n", (double)(clock() - start) * 1e3 / CLOCKS_PER_SEC);
    else
        fprintf(stderr, "%s\n", error.text);
    arena_fini(&store);
    return ok ? 0 : 1;
}
