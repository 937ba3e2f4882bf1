/* The simplex finds layers in which the edges are short. Nodes that may lie in several of them with
 * edges of the same length by weight then move to where there are fewer bends, or more room. */
#include "layout/ranks.h"
#include "layout/digraph.h"
#include "layout/simplex.h"
#include "layout/tight.h"
#include "base/arena.h"

enum {
    MOST_WEIGHT = 100,  /* heavier edges are no more important */
    EFFORT = 100000000, /* of the simplex, in its units */
};

static struct simplex_edge *make_edges(const struct digraph *graph, const uint8_t *reversed,
                                       struct arena *arena)
{
    struct simplex_edge *edges = ARENA_NEW(arena, struct simplex_edge, graph->edge_count);
    for (size_t e = 0; e < graph->edge_count; e++) {
        const struct digraph_edge *edge = &graph->edges[e];
        double weight = edge->weight < MOST_WEIGHT ? edge->weight : MOST_WEIGHT;
        edges[e] = (struct simplex_edge){.from = reversed[e] ? edge->to : edge->from,
                                         .to = reversed[e] ? edge->from : edge->to,
                                         .length = 1,
                                         .weight = weight > 1 ? (int64_t)(weight + 0.5) : 1};
    }
    return edges;
}

struct balance {
    const struct digraph *graph;
    const struct simplex *problem;
    struct tight_arcs arcs;
    int64_t *values;
    uint32_t *counts; /* by layer: nodes */
    double *widths;   /* by layer: theirs */
};

/* Where a node may lie, and what it costs there. */
struct room {
    int64_t first, last; /* layers that keep its edges pointing down */
    int64_t weight;      /* of edges from above less edges to below */
    int64_t edges;       /* the same by number */
};

static struct room room_of(const struct balance *balance, size_t node)
{
    const struct tight_arcs *arcs = &balance->arcs;
    struct room room = {.first = INT64_MIN, .last = INT64_MAX};
    for (uint32_t i = arcs->in_starts[node]; i < arcs->in_starts[node + 1]; i++) {
        int64_t least = balance->values[arcs->in[i].node] + 1;
        room.first = least > room.first ? least : room.first;
        room.weight += balance->problem->edges[arcs->in[i].edge].weight;
        room.edges++;
    }
    for (uint32_t i = arcs->out_starts[node]; i < arcs->out_starts[node + 1]; i++) {
        int64_t most = balance->values[arcs->out[i].node] - 1;
        room.last = most < room.last ? most : room.last;
        room.weight -= balance->problem->edges[arcs->out[i].edge].weight;
        room.edges--;
    }
    return room;
}

static int64_t roomiest(const struct balance *balance, const struct room *room, size_t node)
{
    int64_t own = balance->values[node], best = own;
    double width = balance->graph->nodes[node].width;
    double least = balance->widths[own] - width;
    for (int64_t l = room->first; l <= room->last; l++)
        if (l != own && balance->widths[l] < least) {
            best = l;
            least = balance->widths[l];
        }
    return best;
}

/* A node alone in its layer stays: no layer gets empty. */
static void move_node(struct balance *balance, size_t node)
{
    int64_t own = balance->values[node];
    struct room room = room_of(balance, node);
    bool is_between = room.first != INT64_MIN && room.last != INT64_MAX;
    if (!is_between || room.weight || balance->counts[own] == 1)
        return;
    int64_t layer = room.edges > 0   ? room.first
                    : room.edges < 0 ? room.last
                                     : roomiest(balance, &room, node);
    double width = balance->graph->nodes[node].width;
    balance->counts[own]--;
    balance->widths[own] -= width;
    balance->counts[layer]++;
    balance->widths[layer] += width;
    balance->values[node] = layer;
}

static bool balance_layers(const struct digraph *graph, const struct simplex *problem,
                           int64_t *values, struct arena scratch, struct budget *budget,
                           struct error *error)
{
    int64_t last = 0;
    for (size_t v = 0; v < graph->node_count; v++)
        last = values[v] > last ? values[v] : last;
    struct balance balance = {.graph = graph,
                              .problem = problem,
                              .arcs = tight_arcs_new(problem, &scratch),
                              .values = values,
                              .counts = ARENA_NEW(&scratch, uint32_t, (size_t)last + 1),
                              .widths = ARENA_NEW(&scratch, double, (size_t)last + 1)};
    for (size_t v = 0; v < graph->node_count; v++) {
        balance.counts[values[v]]++;
        balance.widths[values[v]] += graph->nodes[v].width;
    }
    for (size_t v = 0; v < graph->node_count; v++) {
        move_node(&balance, v);
        if (!budget_spend(budget, 1, error))
            return false;
    }
    return true;
}

uint32_t *ranks_assign(const struct digraph *graph, const uint8_t *reversed, struct arena *arena,
                       struct budget *budget, struct error *error)
{
    uint32_t *rank = ARENA_NEW(arena, uint32_t, graph->node_count);
    struct arena scratch = *arena;
    int64_t *values = ARENA_NEW(&scratch, int64_t, graph->node_count);
    struct simplex problem = {.edges = make_edges(graph, reversed, &scratch),
                              .edge_count = graph->edge_count,
                              .node_count = graph->node_count,
                              .effort = EFFORT};
    if (!simplex_solve(&problem, values, false, &scratch, budget, error) ||
        !balance_layers(graph, &problem, values, scratch, budget, error))
        return NULL;
    for (size_t v = 0; v < graph->node_count; v++)
        rank[v] = (uint32_t)values[v];
    return rank;
}
