/* One network simplex: a value for each node, one for each edge that lies left of both its ends
 * (and is pulled to them, so that the slant costs), and two for the walls on either side of all. */
#include "layout/straight.h"
#include "base/arena.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "layout/simplex.h"

#include <math.h>

static const double UNITS = 8;      /* of the simplex, for one of length */
static const double WALLS = 0.1;    /* what width costs by the weight of all edges */
static const double HEAVIEST = 1e5; /* edge; heavier ones count as much */
static const double WIDEST = 1e8;   /* box; wider ones are left where they are */
enum { EFFORT = 300 };              /* for each value and condition */

struct problem {
    const struct digraph *graph;
    const struct layers *layers;
    struct simplex_edge *edges;
    size_t count;
    int64_t *values;
    uint32_t left, right; /* the walls' values */
};

static void add(struct problem *problem, uint32_t from, uint32_t to, double length, double weight)
{
    problem->edges[problem->count++] = (struct simplex_edge){
        from, to, (int64_t)ceil(length * UNITS), (int64_t)fmin(fmax(weight, 0), 1e6)};
}

static double apart(const struct digraph *graph, uint32_t left, uint32_t right)
{
    return (graph->nodes[left].width + graph->nodes[right].width) / 2 + graph->node_gap;
}

/* Neighbours, and the walls. Rounded places may be too close: they move right. */
static void add_layer(struct problem *problem, uint32_t layer)
{
    const struct layers *layers = problem->layers;
    const struct digraph *graph = problem->graph;
    uint32_t from = layers->starts[layer], end = layers->starts[layer + 1];
    for (uint32_t i = from; i + 1 < end; i++) {
        uint32_t left = layers->order[i], right = layers->order[i + 1];
        add(problem, left, right, apart(graph, left, right), 0);
        int64_t least = problem->values[left] + problem->edges[problem->count - 1].length;
        if (problem->values[right] < least)
            problem->values[right] = least;
    }
    uint32_t first = layers->order[from], last = layers->order[end - 1];
    int64_t *left = &problem->values[problem->left], *right = &problem->values[problem->right];
    add(problem, problem->left, first, graph->nodes[first].width / 2, 0);
    int64_t most = problem->values[first] - problem->edges[problem->count - 1].length;
    *left = most < *left ? most : *left;
    add(problem, last, problem->right, graph->nodes[last].width / 2, 0);
    int64_t least = problem->values[last] + problem->edges[problem->count - 1].length;
    *right = least > *right ? least : *right;
}

/* Where a line starts and ends, from the middle of the box. */
static double exit_of(const struct digraph_node *node)
{
    return (node->exit_left + node->exit_right - node->width) / 2;
}

static double entry_of(const struct digraph_node *node)
{
    return (node->left + node->right - node->width) / 2;
}

static void add_edge(struct problem *problem, uint32_t at)
{
    const struct digraph_edge *edge = &problem->graph->edges[at];
    uint32_t value = (uint32_t)problem->graph->node_count + at;
    double weight = fmin(fmax(edge->weight, 1), HEAVIEST);
    add(problem, value, edge->from, -exit_of(&problem->graph->nodes[edge->from]), weight);
    int64_t from = problem->values[edge->from] - problem->edges[problem->count - 1].length;
    add(problem, value, edge->to, -entry_of(&problem->graph->nodes[edge->to]), weight);
    int64_t to = problem->values[edge->to] - problem->edges[problem->count - 1].length;
    problem->values[value] = from < to ? from : to;
}

static void fill(struct problem *problem, const double *centers)
{
    const struct digraph *graph = problem->graph;
    double weight = 0;
    for (size_t i = 0; i < graph->node_count; i++)
        problem->values[i] = (int64_t)floor(centers[i] * UNITS);
    problem->values[problem->left] = INT64_MAX;
    problem->values[problem->right] = INT64_MIN;
    for (uint32_t i = 0; i < problem->layers->layer_count; i++)
        add_layer(problem, i);
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        add_edge(problem, i);
        weight += graph->edges[i].weight;
    }
    add(problem, problem->left, problem->right, 0, fmax(1, weight * WALLS));
}

/* Whether places fit into the simplex's numbers. */
static bool fits(const struct digraph *graph, const double *centers)
{
    for (size_t i = 0; i < graph->node_count; i++) {
        const struct digraph_node *node = &graph->nodes[i];
        if (!(node->width + graph->node_gap < WIDEST && fabs(centers[i]) < WIDEST * WIDEST / UNITS))
            return false;
    }
    return true;
}

bool straight_columns(const struct digraph *graph, const struct layers *layers, double *centers,
                      struct arena scratch, struct budget *budget, struct error *error)
{
    size_t nodes = graph->node_count, edges = graph->edge_count, values = nodes + edges + 2;
    size_t conditions = nodes + layers->layer_count + 2 * edges + 1;
    if (!nodes || !fits(graph, centers))
        return true;
    struct problem problem = {.graph = graph,
                              .layers = layers,
                              .edges = ARENA_NEW(&scratch, struct simplex_edge, conditions),
                              .values = ARENA_NEW(&scratch, int64_t, values),
                              .left = (uint32_t)(values - 2),
                              .right = (uint32_t)(values - 1)};
    fill(&problem, centers);
    struct simplex simplex = {problem.edges, problem.count, values, EFFORT * (values + conditions)};
    if (!budget_spend(budget, conditions, error) || !budget_check(budget, error) ||
        !simplex_solve(&simplex, problem.values, true, &scratch, budget, error))
        return false;
    for (size_t i = 0; i < nodes; i++)
        centers[i] = (double)problem.values[i] / UNITS;
    return true;
}
