/* Tries widths for the drawing: at each, crowds fill layer after layer from their hub on, beside
 * what is there and beside the lines to those that come later. The best proportions win. */
#include "layout/hubs.h"
#include "base/array.h"
#include "base/sort.h"
#include "layout/digraph.h"

#include <math.h>
#include <string.h>

#define NONE UINT32_MAX

static const double TOO_WIDE = 8;           /* width over height from which crowds wrap */
static const double WIDE = 3, SQUARE = 1.5; /* the same: all that lies between is as good */
static const double CROWDED = 3; /* width of a layer by the square root of the whole area */
static const double STEP = 1.12; /* from one width that is tried to the next */
enum { LEAST_CROWD = 8, MOST_ROWS = 40, MOST_TRIED = 80 };

struct layer {
    double width, height;
};

struct crowd {
    uint32_t hub, count;
    uint32_t *leaves; /* the heaviest first */
    bool is_above;
};

struct hubs {
    const struct digraph *graph;
    const uint32_t *rank;   /* by node */
    uint32_t *hub;          /* by node: its only neighbour, or NONE */
    double *lines, *weight; /* by node: what its edges take where they pass, and weigh */
    struct crowd *crowds;
    size_t crowd_count;
    size_t layer_count;   /* MOST_ROWS new ones at either end included */
    struct layer *layers; /* without the crowds; layer 0 is at MOST_ROWS */
    struct layer *tried;
    double area;
};

struct shape {
    double width, height;
};

static double score_of(struct shape shape)
{
    double aspect = shape.width / fmax(shape.height, 1e-9);
    return shape.width * shape.height * fmax(1, fmax(aspect / WIDE, SQUARE / fmax(aspect, 1e-9)));
}

static bool is_above(const struct hubs *hubs, uint32_t leaf)
{
    return hubs->rank[leaf] < hubs->rank[hubs->hub[leaf]];
}

static void find_leaves(struct hubs *hubs)
{
    const struct digraph *graph = hubs->graph;
    for (size_t i = 0; i < graph->node_count; i++)
        hubs->hub[i] = NONE;
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct digraph_edge *edge = &graph->edges[i];
        uint32_t ends[2] = {edge->from, edge->to};
        for (int e = 0; e < 2; e++) {
            uint32_t *hub = &hubs->hub[ends[e]], other = ends[1 - e];
            /* A node itself stands for several neighbours. */
            *hub = *hub == NONE || *hub == other ? other : ends[e];
            hubs->lines[ends[e]] += edge->thickness + graph->line_gap;
            hubs->weight[ends[e]] += edge->weight;
        }
    }
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (hubs->hub[i] == i)
            hubs->hub[i] = NONE;
}

/* Adds nodes, and with `sums` of size layer_count + 1 the edges that pass layers. */
static void add_lines(struct hubs *hubs, double *sums)
{
    const struct digraph *graph = hubs->graph;
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct digraph_edge *edge = &graph->edges[i];
        uint32_t a = hubs->rank[edge->from], b = hubs->rank[edge->to];
        sums[MOST_ROWS + (a < b ? a : b) + 1] += edge->thickness + graph->line_gap;
        sums[MOST_ROWS + (a < b ? b : a)] -= edge->thickness + graph->line_gap;
    }
    double sum = 0;
    for (size_t i = 0; i < hubs->layer_count; i++) {
        sum += sums[i];
        hubs->layers[i].width += sum;
    }
}

static void add_node(const struct hubs *hubs, struct layer *layer, uint32_t node, int sign)
{
    const struct digraph_node *it = &hubs->graph->nodes[node];
    layer->width += sign * (it->width + hubs->graph->node_gap);
    layer->height = fmax(layer->height, it->height + hubs->graph->layer_gap);
}

static void measure(struct hubs *hubs, struct arena scratch)
{
    const struct digraph *graph = hubs->graph;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        const struct digraph_node *node = &graph->nodes[i];
        add_node(hubs, &hubs->layers[MOST_ROWS + hubs->rank[i]], i, 1);
        hubs->area += (node->width + graph->node_gap) * (node->height + graph->layer_gap);
    }
    add_lines(hubs, ARENA_NEW(&scratch, double, hubs->layer_count + 1));
}

static struct shape shape_of(const struct layer *layers, size_t count)
{
    struct shape shape = {0};
    for (size_t i = 0; i < count; i++) {
        shape.width = fmax(shape.width, layers[i].width);
        shape.height += layers[i].height;
    }
    return shape;
}

static bool goes_before(const void *context, uint32_t a, uint32_t b)
{
    const struct hubs *hubs = context;
    if (hubs->hub[a] != hubs->hub[b])
        return hubs->hub[a] < hubs->hub[b];
    if (is_above(hubs, a) != is_above(hubs, b))
        return is_above(hubs, a);
    return hubs->weight[a] > hubs->weight[b];
}

static void add_crowds(struct hubs *hubs, uint32_t *leaves, size_t count, struct arena *arena)
{
    hubs->crowds = ARENA_NEW(arena, struct crowd, count / LEAST_CROWD + 1);
    for (size_t from = 0, end; from < count; from = end) {
        uint32_t first = leaves[from];
        for (end = from + 1; end < count; end++)
            if (hubs->hub[leaves[end]] != hubs->hub[first] ||
                is_above(hubs, leaves[end]) != is_above(hubs, first))
                break;
        if (end - from >= LEAST_CROWD)
            hubs->crowds[hubs->crowd_count++] = (struct crowd){.hub = hubs->hub[first],
                                                               .count = (uint32_t)(end - from),
                                                               .leaves = leaves + from,
                                                               .is_above = is_above(hubs, first)};
    }
}

/* Leaves that share a hub and a side of it, in layers that are too wide. */
static void find_crowds(struct hubs *hubs, struct arena *arena)
{
    const struct digraph *graph = hubs->graph;
    uint32_t *leaves = ARENA_NEW(arena, uint32_t, graph->node_count);
    size_t count = 0;
    double most = CROWDED * sqrt(hubs->area);
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (hubs->hub[i] != NONE && hubs->layers[MOST_ROWS + hubs->rank[i]].width > most)
            leaves[count++] = i;
    sort_ids(leaves, count, goes_before, hubs, *arena);
    add_crowds(hubs, leaves, count, arena);
}

/* Takes the crowds out of the layers; lines to them that pass others are taken for staying. */
static void remove_crowds(struct hubs *hubs)
{
    for (size_t i = 0; i < hubs->crowd_count; i++)
        for (uint32_t l = 0; l < hubs->crowds[i].count; l++) {
            uint32_t leaf = hubs->crowds[i].leaves[l];
            add_node(hubs, &hubs->layers[MOST_ROWS + hubs->rank[leaf]], leaf, -1);
        }
}

/* Fills layers with a crowd up to a width. False where it needs too many. Sets the layers of the
 * leaves, counted as in hubs->layers, where asked for. */
static bool place_crowd(struct hubs *hubs, const struct crowd *crowd, double width, size_t *placed)
{
    size_t at = MOST_ROWS + hubs->rank[crowd->hub];
    uint32_t next = 0;
    double lines = 0;
    for (uint32_t i = 0; i < crowd->count; i++)
        lines += hubs->lines[crowd->leaves[i]];
    while (next < crowd->count) {
        at += crowd->is_above ? (size_t)-1 : 1;
        if (at >= hubs->layer_count)
            return false;
        struct layer *layer = &hubs->tried[at];
        for (; next < crowd->count; next++) {
            uint32_t leaf = crowd->leaves[next];
            double wide = hubs->graph->nodes[leaf].width + hubs->graph->node_gap;
            if (layer->width + wide + lines - hubs->lines[leaf] > width)
                break;
            lines -= hubs->lines[leaf];
            add_node(hubs, layer, leaf, 1);
            if (placed)
                placed[leaf] = at;
        }
        /* A new layer that stays empty means that no further one will do. */
        if (layer->height == 0)
            return false;
        layer->width += next < crowd->count ? fmax(lines, 0) : 0;
    }
    return true;
}

static bool place_crowds(struct hubs *hubs, double width, size_t *placed)
{
    memcpy(hubs->tried, hubs->layers, hubs->layer_count * sizeof *hubs->layers);
    for (size_t i = 0; i < hubs->crowd_count; i++)
        if (!place_crowd(hubs, &hubs->crowds[i], width, placed))
            return false;
    return true;
}

/* The width at which the drawing has the best shape; 0 where none is better than it is. */
static bool best_width(struct hubs *hubs, struct shape now, double *best, struct budget *budget,
                       struct error *error)
{
    double least = score_of(now), width = sqrt(hubs->area);
    for (int i = 0; i < MOST_TRIED && width < now.width; i++, width *= STEP) {
        if (!budget_spend(budget, hubs->graph->node_count + hubs->layer_count, error))
            return false;
        if (!place_crowds(hubs, width, NULL))
            continue;
        double score = score_of(shape_of(hubs->tried, hubs->layer_count));
        if (score < least) {
            least = score;
            *best = width;
        }
    }
    return true;
}

/* Numbers the layers that have nodes from 0. */
static void set_ranks(const struct hubs *hubs, const size_t *placed, uint32_t *rank,
                      struct arena scratch)
{
    uint32_t *numbers = ARENA_NEW(&scratch, uint32_t, hubs->layer_count);
    uint32_t count = 0;
    for (size_t i = 0; i < hubs->graph->node_count; i++)
        numbers[placed[i]] = 1;
    for (size_t i = 0; i < hubs->layer_count; i++) {
        count += numbers[i];
        numbers[i] = count - 1;
    }
    for (size_t i = 0; i < hubs->graph->node_count; i++)
        rank[i] = numbers[placed[i]];
}

static struct hubs hubs_new(const struct digraph *graph, const uint32_t *rank, struct arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->node_count; i++)
        count = rank[i] >= count ? rank[i] + 1 : count;
    count += 2 * MOST_ROWS;
    return (struct hubs){.graph = graph,
                         .rank = rank,
                         .hub = ARENA_NEW(arena, uint32_t, graph->node_count),
                         .lines = ARENA_NEW(arena, double, graph->node_count),
                         .weight = ARENA_NEW(arena, double, graph->node_count),
                         .layer_count = count,
                         .layers = ARENA_NEW(arena, struct layer, count),
                         .tried = ARENA_NEW(arena, struct layer, count)};
}

bool hubs_wrap(const struct digraph *graph, uint32_t *rank, struct arena scratch,
               struct budget *budget, struct error *error)
{
    if (!budget_spend(budget, graph->node_count + graph->edge_count, error) ||
        !budget_check(budget, error))
        return false;
    struct hubs hubs = hubs_new(graph, rank, &scratch);
    find_leaves(&hubs);
    measure(&hubs, scratch);
    struct shape now = shape_of(hubs.layers, hubs.layer_count);
    if (now.width <= TOO_WIDE * now.height)
        return true;
    find_crowds(&hubs, &scratch);
    if (!hubs.crowd_count)
        return true;
    remove_crowds(&hubs);
    double width = 0;
    if (!best_width(&hubs, now, &width, budget, error))
        return false;
    if (width > 0) {
        size_t *placed = ARENA_NEW(&scratch, size_t, graph->node_count);
        for (size_t i = 0; i < graph->node_count; i++)
            placed[i] = MOST_ROWS + rank[i];
        place_crowds(&hubs, width, placed);
        set_ranks(&hubs, placed, rank, scratch);
    }
    return true;
}
