/* The stages of the graph layout, one after the other. */
#include "layout/graph_layout.h"
#include "base/arena.h"
#include "layout/attached.h"
#include "layout/columns.h"
#include "layout/components.h"
#include "layout/curves.h"
#include "layout/cycles.h"
#include "layout/edge_labels.h"
#include "layout/hubs.h"
#include "layout/layers.h"
#include "layout/lines.h"
#include "layout/order.h"
#include "layout/pack.h"
#include "layout/ports.h"
#include "layout/ranks.h"
#include "layout/thinning.h"
#include "layout/tidy.h"

enum { LABEL_ROUNDS = 8, FEW_ROUNDS = 2, MANY_EDGES = 5000, MOST_SLOTS = 20000000 };
enum { MOST_BENDS = 300000 }; /* some 800 bytes of memory for each */

static const double HEAD_ROOM = 6; /* of a gap, above and below its labels */
static const double FAR = 3;       /* layer gaps aside, from which on lines are part of a fan */
static const double FAN = 0.8;     /* line gaps of height for each line of a fan */
static const double SLOPE = 0.03;  /* down for each aside, at least, of the lines of a fan */
static const double MOST_FAN = 6;  /* layer gaps of height at most */

/* One component: its own drawing. */
struct part {
    const struct digraph *graph;
    struct thinned thinned; /* the same, and the edges that are not in it */
    const struct layers *layers;
    const double *x; /* by slot */
    const struct lines *lines;
    const struct edge_labels *labels;
    const struct curves *curves;
    struct layout_point least, most; /* of all that is drawn */
};

struct laying {
    const struct layout_input *input;
    const struct attached *attached;
    uint64_t *bends; /* that are left for the lines of all components */
    struct arena *arena;
    struct budget *budget;
    struct error *error;
    struct layout *layout;
};

/* ---------------------------------------------------------------- one component */

static bool joins_neighbours(const struct digraph *graph, const uint32_t *rank)
{
    for (size_t e = 0; e < graph->edge_count; e++)
        if (rank[graph->edges[e].to] != rank[graph->edges[e].from] + 1)
            return false;
    return true;
}

static bool set_columns(const struct laying *laying, struct part *part)
{
    const struct digraph *graph = part->graph;
    struct arena *arena = laying->arena;
    const uint8_t *reversed = cycles_reversed(graph, arena, laying->budget, laying->error);
    uint32_t *rank =
        reversed ? ranks_assign(graph, reversed, arena, laying->budget, laying->error) : NULL;
    if (!rank || !hubs_wrap(graph, rank, *arena, laying->budget, laying->error) ||
        !budget_spend(laying->budget, 2 * graph->edge_count, laying->error))
        return false;
    part->thinned = thinning(graph, rank, laying->bends, arena);
    part->graph = graph = part->thinned.graph;
    struct layers *layers =
        layers_new(graph, rank, MOST_SLOTS, arena, laying->budget, laying->error);
    if (!layers)
        return false;
    part->layers = layers;
    bool is_whole = !part->thinned.across_count;
    if (is_whole && tidy_is_tree(graph, *arena) && joins_neighbours(graph, rank)) {
        part->x = tidy_columns(graph, layers, arena, laying->budget, laying->error);
        return part->x != NULL;
    }
    uint64_t effort = graph->effort ? graph->effort : order_effort(layers);
    if (!order_layers(layers, effort, arena, laying->budget, laying->error))
        return false;
    part->x = columns_assign(graph, layers, arena, laying->budget, laying->error);
    return part->x != NULL;
}

/* Lines that leave one side of a node far to the left, or to the right, need height to fan out. */
static double fan(const struct part *part, const struct ports *ports, uint32_t n, bool below)
{
    const struct layers *layers = part->layers;
    const uint32_t *starts = below ? ports->below_starts : ports->above_starts;
    const uint32_t *list = below ? ports->below : ports->above;
    double far = FAR * part->graph->layer_gap;
    uint32_t left = 0, right = 0;
    double widest = 0;
    for (uint32_t i = starts[n]; i < starts[n + 1]; i++) {
        uint32_t e = list[i], first = layers->chains[e], end = layers->chains[e + 1];
        uint32_t next = below ? (first < end ? first : layers->lower[e])
                              : (first < end ? end - 1 : layers->upper[e]);
        double dx = part->x[next] - (below ? ports->out[e] : ports->in[e]);
        left += dx < -far;
        right += dx > far;
        dx = dx < 0 ? -dx : dx;
        widest = dx > widest ? dx : widest;
    }
    double height = (left > right ? left : right) * FAN * part->graph->line_gap;
    if (left > 1 || right > 1)
        height += SLOPE * widest;
    return height < MOST_FAN * part->graph->layer_gap ? height : MOST_FAN * part->graph->layer_gap;
}

/* Gaps with room for a row of the labels that belong into them, and for fans. */
static double *first_gaps(const struct laying *laying, const struct part *part,
                          const struct ports *ports)
{
    const struct layers *layers = part->layers;
    double *gaps = ARENA_NEW(laying->arena, double, layers->layer_count);
    double *fans = ARENA_NEW(laying->arena, double, layers->layer_count);
    for (uint32_t n = 0; n < layers->node_count; n++) {
        uint32_t layer = layers->layer[n];
        double below = fan(part, ports, n, true), above = fan(part, ports, n, false);
        fans[layer] = below > fans[layer] ? below : fans[layer];
        if (layer && above > fans[layer - 1])
            fans[layer - 1] = above;
    }
    for (uint32_t l = 0; l < layers->layer_count; l++)
        gaps[l] = part->graph->layer_gap;
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        uint32_t layer = layers->layer[layers->upper[e]];
        double need = part->graph->edges[e].label_height + 2 * HEAD_ROOM;
        if (layers->layer[layers->lower[e]] == layer + 1 && need > gaps[layer])
            gaps[layer] = need;
    }
    for (uint32_t l = 0; l < layers->layer_count; l++)
        gaps[l] += fans[l];
    return gaps;
}

/* Lines and labels; gaps grow until every label has room. */
static bool set_lines(const struct laying *laying, struct part *part)
{
    const struct layers *layers = part->layers;
    struct arena *arena = laying->arena;
    const struct ports *ports =
        ports_assign(part->graph, layers, part->x, arena, laying->budget, laying->error);
    double *gaps = ports ? first_gaps(laying, part, ports) : NULL;
    int rounds = layers->edge_count < MANY_EDGES ? LABEL_ROUNDS : FEW_ROUNDS;
    for (int round = 0; ports && round < rounds; round++) {
        part->lines = lines_route(part->graph, layers, part->x, ports, gaps, arena, laying->budget,
                                  laying->error);
        part->labels = part->lines ? edge_labels_place(part->graph, layers, part->x, part->lines,
                                                       arena, laying->budget, laying->error)
                                   : NULL;
        if (!part->labels)
            return false;
        if (part->labels->all)
            break;
        for (uint32_t l = 0; l < layers->layer_count; l++)
            gaps[l] += part->labels->more[l];
    }
    part->curves =
        ports ? curves_round(part->graph, layers, part->lines, arena, laying->budget, laying->error)
              : NULL;
    return part->curves != NULL;
}

/* ---------------------------------------------------------------- extents */

static void take_in(struct part *part, struct layout_point center, double width, double height)
{
    double left = center.x - width / 2, top = center.y - height / 2;
    part->least.x = left < part->least.x ? left : part->least.x;
    part->least.y = top < part->least.y ? top : part->least.y;
    part->most.x = left + width > part->most.x ? left + width : part->most.x;
    part->most.y = top + height > part->most.y ? top + height : part->most.y;
}

static struct layout_point box_center(const struct part *part, uint32_t n)
{
    uint32_t layer = part->layers->layer[n];
    return (struct layout_point){part->x[n],
                                 (part->lines->tops[layer] + part->lines->bottoms[layer]) / 2};
}

static void measure(struct part *part)
{
    const struct digraph *graph = part->graph;
    part->least = (struct layout_point){1e300, 1e300};
    part->most = (struct layout_point){-1e300, -1e300};
    for (uint32_t n = 0; n < graph->node_count; n++)
        take_in(part, box_center(part, n), graph->nodes[n].width, graph->nodes[n].height);
    for (uint32_t e = 0; e < graph->edge_count; e++) {
        const struct digraph_edge *edge = &graph->edges[e];
        if (part->labels->placed[e])
            take_in(part, part->labels->centers[e], edge->label_width, edge->label_height);
        for (uint32_t i = part->lines->starts[e]; i < part->lines->starts[e + 1]; i++)
            take_in(part, part->lines->corners[i], edge->thickness, 0);
    }
}

/* ---------------------------------------------------------------- putting together */

static bool make_parts(const struct laying *laying, const struct components *components,
                       struct part *parts)
{
    for (size_t i = 0; i < components->count; i++) {
        parts[i].graph = &components->graphs[i];
        if (!set_columns(laying, &parts[i]) || !set_lines(laying, &parts[i]))
            return false;
        measure(&parts[i]);
    }
    return true;
}

static struct layout_point moved(struct layout_point point, double x, double y)
{
    return (struct layout_point){point.x + x, point.y + y};
}

/* One piece from node to node, straight through what is between them. */
static struct layout_line add_across(const struct part *part, const struct digraph_edge *edge,
                                     double x, double y, struct layout_point *points, size_t *count)
{
    const uint32_t *layer = part->layers->layer;
    bool points_down = layer[edge->from] < layer[edge->to];
    uint32_t upper = points_down ? edge->from : edge->to;
    uint32_t lower = points_down ? edge->to : edge->from;
    const struct digraph_node *above = &part->graph->nodes[upper];
    const struct digraph_node *below = &part->graph->nodes[lower];
    struct layout_point out = moved(box_center(part, upper),
                                    x + (above->exit_left + above->exit_right - above->width) / 2,
                                    y + above->exit_y - above->height / 2);
    struct layout_point in =
        moved(box_center(part, lower), x + (below->left + below->right - below->width) / 2,
              y - below->height / 2);
    struct layout_point from = points_down ? out : in, to = points_down ? in : out;
    struct layout_line line = {.first = *count, .count = 4};
    for (int i = 0; i < 4; i++)
        points[(*count)++] = (struct layout_point){(from.x * (3 - i) + to.x * i) / 3,
                                                   (from.y * (3 - i) + to.y * i) / 3};
    return line;
}

/* By digraph node: the top left of its box, on the sheet. Also the lines of the part's edges. */
static void put_part(const struct laying *laying, const struct part *part, double x, double y,
                     struct layout_point *corners, struct layout_line *lines,
                     struct layout_point *points, size_t *count)
{
    const struct digraph *graph = part->graph;
    for (uint32_t n = 0; n < graph->node_count; n++)
        corners[laying->attached->box_of[graph->nodes[n].node]] = moved(
            box_center(part, n), x - graph->nodes[n].width / 2, y - graph->nodes[n].height / 2);
    for (uint32_t e = 0; e < graph->edge_count; e++) {
        uint32_t first = part->curves->starts[e], end = part->curves->starts[e + 1];
        struct layout_line *line = &lines[graph->edges[e].edge];
        *line = (struct layout_line){*count, end - first, part->labels->placed[e],
                                     moved(part->labels->centers[e], x, y)};
        for (uint32_t i = first; i < end; i++)
            points[(*count)++] = moved(part->curves->points[i], x, y);
    }
    for (size_t i = 0; i < part->thinned.across_count; i++) {
        const struct digraph_edge *edge = &part->thinned.across[i];
        lines[edge->edge] = add_across(part, edge, x, y, points, count);
    }
}

/* Nodes in their boxes, and the lines of notes and self-loops. */
static void put_attached(const struct laying *laying, const struct layout_point *corners,
                         struct layout_point *centers, struct layout_line *lines,
                         struct layout_point *points, size_t *count)
{
    const struct attached *attached = laying->attached;
    const struct layout_input *input = laying->input;
    for (size_t n = 0; n < input->node_count; n++) {
        struct layout_point corner = corners[attached->box_of[n]];
        centers[n] = moved(attached->centers[n], corner.x, corner.y);
    }
    for (size_t e = 0; e < input->edge_count; e++) {
        const struct layout_line *own = &attached->lines[e];
        struct layout_point corner = corners[attached->box_of[input->edges[e].from]];
        if (!own->count)
            continue;
        lines[e] = (struct layout_line){*count, own->count, own->has_label,
                                        moved(own->label, corner.x, corner.y)};
        for (size_t i = 0; i < own->count; i++)
            points[(*count)++] = moved(attached->points[own->first + i], corner.x, corner.y);
    }
}

static size_t count_points(const struct laying *laying, const struct part *parts, size_t count)
{
    size_t points = 0;
    for (size_t i = 0; i < count; i++)
        points +=
            parts[i].curves->starts[parts[i].graph->edge_count] + 4 * parts[i].thinned.across_count;
    for (size_t e = 0; e < laying->input->edge_count; e++)
        points += laying->attached->lines[e].count;
    return points;
}

static const struct layout *put_together(const struct laying *laying, const struct part *parts,
                                         size_t count)
{
    const struct layout_input *input = laying->input;
    struct arena *arena = laying->arena;
    struct layout *layout = ARENA_NEW(arena, struct layout, 1);
    struct pack_box *boxes = ARENA_NEW(arena, struct pack_box, count);
    for (size_t i = 0; i < count; i++) {
        boxes[i].width = parts[i].most.x - parts[i].least.x;
        boxes[i].height = parts[i].most.y - parts[i].least.y;
    }
    pack_boxes(boxes, count, input->node_gap, *arena, &layout->width, &layout->height);
    struct layout_point *corners =
        ARENA_NEW(arena, struct layout_point, laying->attached->graph.node_count);
    struct layout_point *centers = ARENA_NEW(arena, struct layout_point, input->node_count);
    struct layout_line *lines = ARENA_NEW(arena, struct layout_line, input->edge_count);
    struct layout_point *points =
        ARENA_NEW(arena, struct layout_point, count_points(laying, parts, count));
    for (size_t i = 0; i < count; i++)
        put_part(laying, &parts[i], boxes[i].x - parts[i].least.x, boxes[i].y - parts[i].least.y,
                 corners, lines, points, &layout->point_count);
    put_attached(laying, corners, centers, lines, points, &layout->point_count);
    layout->centers = centers;
    layout->lines = lines;
    layout->points = points;
    return layout;
}

const struct layout *layout_graph(const struct layout_input *input, struct arena *arena,
                                  struct budget *budget, struct error *error)
{
    uint64_t bends = input->bends ? input->bends : MOST_BENDS;
    struct laying laying = {
        .input = input, .bends = &bends, .arena = arena, .budget = budget, .error = error};
    laying.attached = attached_new(input, arena, budget, error);
    const struct components *components =
        laying.attached ? components_new(&laying.attached->graph, arena, budget, error) : NULL;
    if (!components)
        return NULL;
    struct part *parts = ARENA_NEW(arena, struct part, components->count);
    return make_parts(&laying, components, parts) ? put_together(&laying, parts, components->count)
                                                  : NULL;
}
