/* Ports.
 *
 * The order is given; the places are a least-squares fit to where the lines would be vertical,
 * under least distances: pool-adjacent-violators (Ayer, Brunk, Ewing, Reid, Silverman 1955). Both
 * ends of a line between neighbouring layers depend on each other, so sides are fitted in turns. */
#include "layout/ports.h"
#include "base/arena.h"
#include "base/sort.h"
#include "layout/digraph.h"
#include "layout/layers.h"

enum { ROUNDS = 3 };
static const double SIDE_USED = 0.84; /* of a side, its corners stay free */
static const double LEAST_GAP = 3;    /* between lines at a side, where there is room */

struct side {
    const struct digraph *graph;
    const struct layers *layers;
    const double *x;
    bool is_lower;           /* the lower side of the upper end */
    uint32_t *starts, *list; /* by node: edges from left to right */
    double *at;              /* by edge */
    const double *other;     /* by edge: x at its other end, where that is a node */
};

/* The slot that the line of an edge goes to next from a side. */
static uint32_t next_slot(const struct side *side, uint32_t edge)
{
    const struct layers *layers = side->layers;
    uint32_t first = layers->chains[edge], end = layers->chains[edge + 1];
    if (side->is_lower)
        return first < end ? first : layers->lower[edge];
    return first < end ? end - 1 : layers->upper[edge];
}

static bool edge_before(const void *context, uint32_t a, uint32_t b)
{
    const struct side *side = context;
    uint32_t x = side->layers->place[next_slot(side, a)];
    uint32_t y = side->layers->place[next_slot(side, b)];
    return x != y ? x < y : a < b;
}

static void list_edges(struct side *side, struct arena *arena)
{
    const struct layers *layers = side->layers;
    const uint32_t *node_of = side->is_lower ? layers->upper : layers->lower;
    side->starts = ARENA_NEW(arena, uint32_t, (size_t)layers->node_count + 1);
    side->list = ARENA_NEW(arena, uint32_t, layers->edge_count);
    side->at = ARENA_NEW(arena, double, layers->edge_count);
    for (uint32_t e = 0; e < layers->edge_count; e++)
        side->starts[node_of[e] + 1]++;
    for (uint32_t n = 0; n < layers->node_count; n++)
        side->starts[n + 1] += side->starts[n];
    struct arena scratch = *arena;
    uint32_t *used = ARENA_NEW(&scratch, uint32_t, layers->node_count);
    for (uint32_t e = 0; e < layers->edge_count; e++)
        side->list[side->starts[node_of[e]] + used[node_of[e]]++] = e;
    for (uint32_t n = 0; n < layers->node_count; n++)
        sort_ids(side->list + side->starts[n], side->starts[n + 1] - side->starts[n], edge_before,
                 side, scratch);
}

/* ---------------------------------------------------------------- places on one side */

struct pool {
    double sum, weight; /* of wanted places, less the distances before them */
    uint32_t count;
};

/* What a side has to fit into. */
struct fit {
    double from, to, squeeze; /* distances are multiplied by this to fit in */
};

/* What an edge takes at a node's side, of its arrow head or of its line. */
static double room_of(const struct side *side, uint32_t edge)
{
    const struct digraph_edge *item = &side->graph->edges[edge];
    const uint32_t *node_of = side->is_lower ? side->layers->upper : side->layers->lower;
    double line = item->thickness + LEAST_GAP;
    return node_of[edge] == item->to && item->head > line ? item->head : line;
}

static double distance(const struct side *side, uint32_t left, uint32_t right)
{
    return (room_of(side, left) + room_of(side, right)) / 2;
}

static struct fit fit_of(const struct side *side, uint32_t n)
{
    const struct digraph_node *node = &side->graph->nodes[n];
    double from = side->is_lower ? node->exit_left : node->left;
    double to = side->is_lower ? node->exit_right : node->right;
    double left = side->x[n] - node->width / 2, need = 0, free = (to - from) * (1 - SIDE_USED) / 2;
    struct fit fit = {left + from + free, left + to - free, 1};
    for (uint32_t i = side->starts[n] + 1; i < side->starts[n + 1]; i++)
        need += distance(side, side->list[i - 1], side->list[i]);
    if (need > fit.to - fit.from)
        fit.squeeze = (fit.to - fit.from) / need;
    return fit;
}

static double wanted(const struct side *side, uint32_t edge)
{
    uint32_t slot = next_slot(side, edge);
    return slot >= side->layers->node_count || !side->other ? side->x[slot] : side->other[edge];
}

static void place_side(const struct side *side, uint32_t n, struct pool *pools)
{
    uint32_t first = side->starts[n], end = side->starts[n + 1], count = 0;
    struct fit fit = fit_of(side, n);
    double before = 0;
    for (uint32_t i = first; i < end; i++) {
        uint32_t edge = side->list[i];
        double weight = side->graph->edges[edge].weight;
        if (i > first)
            before += distance(side, side->list[i - 1], edge) * fit.squeeze;
        double x = wanted(side, edge);
        x = (x < fit.from ? fit.from : x > fit.to ? fit.to : x) - before;
        pools[count++] = (struct pool){x * weight, weight, 1};
        while (count > 1 && pools[count - 2].sum * pools[count - 1].weight >
                                pools[count - 1].sum * pools[count - 2].weight) {
            count--;
            pools[count - 1].sum += pools[count].sum;
            pools[count - 1].weight += pools[count].weight;
            pools[count - 1].count += pools[count].count;
        }
    }
    double most = fit.to - before, all = 0;
    uint32_t i = first;
    for (uint32_t k = 0; k < count; k++) {
        double x = pools[k].sum / pools[k].weight;
        x = x > most ? most : x;
        x = x < fit.from ? fit.from : x;
        for (uint32_t left = pools[k].count; left--; i++) {
            if (i > first)
                all += distance(side, side->list[i - 1], side->list[i]) * fit.squeeze;
            side->at[side->list[i]] = x + all;
        }
    }
}

static bool place_all(const struct side *side, struct arena scratch, struct budget *budget,
                      struct error *error)
{
    uint32_t most = 0;
    for (uint32_t n = 0; n < side->layers->node_count; n++) {
        uint32_t count = side->starts[n + 1] - side->starts[n];
        most = count > most ? count : most;
    }
    struct pool *pools = ARENA_NEW(&scratch, struct pool, most);
    for (uint32_t n = 0; n < side->layers->node_count; n++)
        place_side(side, n, pools);
    return budget_spend(budget, side->layers->edge_count, error);
}

const struct ports *ports_assign(const struct digraph *graph, const struct layers *layers,
                                 const double *x, struct arena *arena, struct budget *budget,
                                 struct error *error)
{
    struct side lower = {.graph = graph, .layers = layers, .x = x, .is_lower = true};
    struct side upper = {.graph = graph, .layers = layers, .x = x};
    struct ports *ports = ARENA_NEW(arena, struct ports, 1);
    list_edges(&lower, arena);
    list_edges(&upper, arena);
    for (int round = 0; round < ROUNDS; round++) {
        if (!place_all(&lower, *arena, budget, error))
            return NULL;
        upper.other = lower.at;
        if (!place_all(&upper, *arena, budget, error))
            return NULL;
        lower.other = upper.at;
    }
    *ports = (struct ports){lower.at, upper.at, lower.list, lower.starts, upper.list, upper.starts};
    return ports;
}
