/* The way down through the heaviest calls. */
#include "renderers/graph_hot.h"
#include "base/arena.h"
#include "base/number.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tokens.h"
#include "tree/changes.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

#include <math.h>

/* Of the change where the path of a comparison begins: that a call on it must carry. */
static const double CHANGE_PART = 0.2;

/* What the path follows: what is carried, or in a comparison the change of it. */
struct trail {
    const struct graph *graph;
    const struct changes *changes; /* NULL: of no comparison */
    double least;                  /* that a call must carry */
    int sign;                      /* of the change */
};

/* How much of a node or an edge the path is after; 0 or less: nothing. */
static double size_of(const struct trail *trail, const int64_t *columns, int64_t weight)
{
    const struct comparison *comparison = trail->graph->comparison;
    if (!trail->changes)
        return (double)number_abs(weight);
    return trail->sign * (comparison_value(comparison, RUN_NEW, columns[COMPARED_NEW]) -
                          comparison_value(comparison, RUN_BASE, columns[COMPARED_BASE]));
}

static double size_of_edge(const struct trail *trail, uint32_t edge)
{
    const struct graph *graph = trail->graph;
    return size_of(trail, graph->edge_weights + edge * graph->columns, graph_weight(graph, edge));
}

static double size_of_node(const struct trail *trail, uint32_t node)
{
    const struct graph *graph = trail->graph;
    return size_of(trail, graph->cum + node * graph->columns, graph_cum(graph, node));
}

/* Whether it is no noise. */
static bool is_sure(const struct trail *trail, const int64_t *columns)
{
    return !trail->changes || changes_of(trail->changes, columns).kind > CHANGE_NOISE;
}

/* The calls that carry enough, by caller:
 * edges[starts[node] .. starts[node + 1]). */
struct calls {
    const uint32_t *edges, *starts;
};

static bool is_heavy(const struct trail *trail, uint32_t edge)
{
    const struct graph *graph = trail->graph;
    double size = size_of_edge(trail, edge);
    return graph->edges[edge].from != graph->edges[edge].to && size >= trail->least && size > 0 &&
           is_sure(trail, graph->edge_weights + edge * graph->columns);
}

static struct calls heavy_calls(const struct trail *trail, struct arena *arena)
{
    const struct graph *graph = trail->graph;
    uint8_t *heavy = ARENA_NEW(arena, uint8_t, graph->edge_count);
    uint32_t *starts = ARENA_NEW(arena, uint32_t, graph->all_nodes + 2);
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        heavy[i] = is_heavy(trail, i);
        starts[graph->edges[i].from + 2] += heavy[i];
    }
    for (size_t i = 2; i < graph->all_nodes + 2; i++)
        starts[i] += starts[i - 1];
    uint32_t *edges = ARENA_NEW(arena, uint32_t, starts[graph->all_nodes + 1]);
    for (uint32_t i = 0; i < graph->edge_count; i++)
        if (heavy[i])
            edges[starts[graph->edges[i].from + 1]++] = i;
    return (struct calls){edges, starts};
}

static void mark_called(const struct graph *graph, uint8_t *called)
{
    for (size_t i = 0; i < graph->edge_count; i++)
        if (graph->edges[i].from != graph->edges[i].to)
            called[graph->edges[i].to] = 1;
}

/* The heaviest of those that nothing calls, or of all where everything is called. */
static uint32_t heaviest_root(const struct trail *trail, struct arena scratch)
{
    const struct graph *graph = trail->graph;
    uint8_t *called = ARENA_NEW(&scratch, uint8_t, graph->all_nodes);
    uint32_t best = ID_NONE;
    mark_called(graph, called);
    for (uint32_t i = 0; i < graph->node_count; i++) {
        double own = size_of_node(trail, i);
        if (best == ID_NONE || called[i] < called[best] ||
            (called[i] == called[best] && own > size_of_node(trail, best)))
            best = i;
    }
    return best;
}

/* The node with the greatest change that is no noise, of equal ones the heaviest, but not of
 * those left out. ID_NONE: there is none. */
static uint32_t most_changed(const struct trail *trail, const uint8_t *left_out)
{
    const struct graph *graph = trail->graph;
    uint32_t best = ID_NONE;
    double most = 0;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        double own = fabs(size_of_node(trail, i));
        bool is_more =
            own > most || (own == most && best != ID_NONE &&
                           number_abs(graph_cum(graph, i)) > number_abs(graph_cum(graph, best)));
        if ((left_out && left_out[i]) || !is_more ||
            !is_sure(trail, graph->cum + i * graph->columns))
            continue;
        best = i;
        most = own;
    }
    return best;
}

/* Where the change begins: of the nodes that nothing calls, or where these did not change, of all.
 */
static uint32_t changed_root(struct trail *trail, struct arena scratch)
{
    const struct graph *graph = trail->graph;
    uint8_t *called = ARENA_NEW(&scratch, uint8_t, graph->all_nodes);
    mark_called(graph, called);
    uint32_t root = most_changed(trail, called);
    if (root == ID_NONE)
        root = most_changed(trail, NULL);
    trail->sign = root != ID_NONE && size_of_node(trail, root) < 0 ? -1 : 1;
    trail->least = root == ID_NONE ? 0 : CHANGE_PART * size_of_node(trail, root);
    return root;
}

/* The call of `node` that carries most; ID_NONE: none. Without `passed` also one to where the path
 * has been. */
static uint32_t heaviest_call(const struct trail *trail, const struct calls *calls, uint32_t node,
                              const uint8_t *passed)
{
    uint32_t best = ID_NONE;
    double most = 0;
    for (uint32_t i = calls->starts[node]; i < calls->starts[node + 1]; i++) {
        uint32_t to = trail->graph->edges[calls->edges[i]].to;
        double own = size_of_edge(trail, calls->edges[i]);
        if (to >= trail->graph->node_count || (passed && passed[to]) || own <= most)
            continue;
        best = calls->edges[i];
        most = own;
    }
    return best;
}

/* Where recursion leads back most of what came in, the path goes on from there. */
static uint32_t branch_of(const struct trail *trail, const struct calls *calls, uint32_t node,
                          double came_in, const uint8_t *passed)
{
    uint32_t back = ID_NONE;
    if (heaviest_call(trail, calls, node, passed) != ID_NONE)
        return node;
    back = heaviest_call(trail, calls, node, NULL);
    if (back == ID_NONE || size_of_edge(trail, back) < came_in / 2)
        return node;
    return trail->graph->edges[back].to;
}

/* By node of the whole graph: that of the trimmed one, or ID_NONE. */
static uint32_t *trimmed_nodes(const struct view *view, const struct graph *whole)
{
    const struct graph *trimmed = view->trimmed->graph;
    size_t keys = whole->tree ? whole->tree->count : view->frames->count;
    uint32_t *nodes = ARENA_NEW(view->arena, uint32_t, whole->all_nodes);
    for (size_t i = 0; i < whole->all_nodes; i++)
        nodes[i] = ID_NONE;
    for (size_t key = 0; key < keys; key++)
        if (whole->node_of[key] != ID_NONE)
            nodes[whole->node_of[key]] = trimmed->node_of[key];
    return nodes;
}

bool graph_hot(const struct view *view, struct graph_hot *hot, struct error *error)
{
    const struct trimmed *trimmed = view->trimmed;
    const struct graph *graph = trimmed->graph, *whole = trimmed->whole;
    uint8_t *nodes = ARENA_NEW(view->arena, uint8_t, graph->all_nodes);
    uint8_t *edges = ARENA_NEW(view->arena, uint8_t, graph->edge_count);
    uint32_t *before = ARENA_NEW(view->arena, uint32_t, graph->all_nodes);
    struct trail trail = {.graph = whole,
                          .changes = view->changes,
                          .least = TOKEN_GRAPH_HOT_MIN_SHARE * (double)view->selection->total,
                          .sign = 1};
    uint32_t root =
        view->changes ? changed_root(&trail, *view->arena) : heaviest_root(&trail, *view->arena);
    struct calls calls = heavy_calls(&trail, view->arena);
    uint32_t *drawn = trimmed_nodes(view, whole), call, last = ID_NONE;
    uint8_t *passed = ARENA_NEW(view->arena, uint8_t, whole->all_nodes);
    uint32_t *last_at = ARENA_NEW(view->arena, uint32_t, whole->all_nodes); /* drawn, so far */
    double came_in = HUGE_VAL;
    for (size_t i = 0; i < graph->all_nodes; i++)
        before[i] = ID_NONE;
    for (uint32_t at = root; at != ID_NONE;
         at = call == ID_NONE ? ID_NONE : whole->edges[call].to) {
        passed[at] = 1;
        if (drawn[at] != ID_NONE && trimmed->shown[drawn[at]]) {
            nodes[drawn[at]] = 1;
            before[drawn[at]] = last;
            last = drawn[at];
        }
        last_at[at] = last;
        uint32_t from = branch_of(&trail, &calls, at, came_in, passed);
        last = last_at[from];
        call = heaviest_call(&trail, &calls, from, passed);
        came_in = call == ID_NONE ? 0 : size_of_edge(&trail, call);
    }
    for (size_t i = 0; i < graph->edge_count; i++)
        edges[i] = nodes[graph->edges[i].to] && before[graph->edges[i].to] == graph->edges[i].from;
    *hot = (struct graph_hot){nodes, edges};
    return budget_spend(view->budget, whole->edge_count + graph->edge_count, error);
}
