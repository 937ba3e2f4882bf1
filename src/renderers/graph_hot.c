/* The way down through the heaviest calls. */
#include "renderers/graph_hot.h"
#include "base/arena.h"
#include "base/number.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tokens.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

/* The calls that carry enough, by caller:
 * edges[starts[node] .. starts[node + 1]). */
struct calls {
    const uint32_t *edges, *starts;
};

static bool is_heavy(const struct graph *graph, uint32_t edge, int64_t total)
{
    double weight = (double)number_abs(graph_weight(graph, edge));
    return graph->edges[edge].from != graph->edges[edge].to &&
           weight >= TOKEN_GRAPH_HOT_MIN_SHARE * (double)total && weight > 0;
}

static struct calls heavy_calls(const struct graph *graph, int64_t total, struct arena *arena)
{
    uint32_t *starts = ARENA_NEW(arena, uint32_t, graph->all_nodes + 2);
    for (uint32_t i = 0; i < graph->edge_count; i++)
        if (is_heavy(graph, i, total))
            starts[graph->edges[i].from + 2]++;
    for (size_t i = 2; i < graph->all_nodes + 2; i++)
        starts[i] += starts[i - 1];
    uint32_t *edges = ARENA_NEW(arena, uint32_t, starts[graph->all_nodes + 1]);
    for (uint32_t i = 0; i < graph->edge_count; i++)
        if (is_heavy(graph, i, total))
            edges[starts[graph->edges[i].from + 1]++] = i;
    return (struct calls){edges, starts};
}

/* The heaviest of those that nothing calls, or of all where everything is called. */
static uint32_t heaviest_root(const struct graph *graph, struct arena scratch)
{
    uint8_t *called = ARENA_NEW(&scratch, uint8_t, graph->all_nodes);
    uint32_t best = ID_NONE;
    for (size_t i = 0; i < graph->edge_count; i++)
        if (graph->edges[i].from != graph->edges[i].to)
            called[graph->edges[i].to] = 1;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        int64_t own = number_abs(graph_cum(graph, i));
        if (best == ID_NONE || called[i] < called[best] ||
            (called[i] == called[best] && own > number_abs(graph_cum(graph, best))))
            best = i;
    }
    return best;
}

/* The call of `node` that carries most; ID_NONE: none. Without `passed` also one to where the path
 * has been. */
static uint32_t heaviest_call(const struct graph *graph, const struct calls *calls, uint32_t node,
                              const uint8_t *passed)
{
    uint32_t best = ID_NONE;
    int64_t most = 0;
    for (uint32_t i = calls->starts[node]; i < calls->starts[node + 1]; i++) {
        uint32_t to = graph->edges[calls->edges[i]].to;
        int64_t own = number_abs(graph_weight(graph, calls->edges[i]));
        if (to >= graph->node_count || (passed && passed[to]) || own <= most)
            continue;
        best = calls->edges[i];
        most = own;
    }
    return best;
}

/* Where recursion leads back most of what came in, the path goes on from there. */
static uint32_t branch_of(const struct graph *graph, const struct calls *calls, uint32_t node,
                          int64_t came_in, const uint8_t *passed)
{
    uint32_t back = ID_NONE;
    if (heaviest_call(graph, calls, node, passed) != ID_NONE)
        return node;
    back = heaviest_call(graph, calls, node, NULL);
    if (back == ID_NONE || number_abs(graph_weight(graph, back)) < came_in - came_in / 2)
        return node;
    return graph->edges[back].to;
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
    struct calls calls = heavy_calls(whole, view->selection->total, view->arena);
    uint32_t *drawn = trimmed_nodes(view, whole), call, last = ID_NONE;
    uint8_t *passed = ARENA_NEW(view->arena, uint8_t, whole->all_nodes);
    uint32_t *last_at = ARENA_NEW(view->arena, uint32_t, whole->all_nodes); /* drawn, so far */
    int64_t came_in = INT64_MAX;
    for (size_t i = 0; i < graph->all_nodes; i++)
        before[i] = ID_NONE;
    for (uint32_t at = heaviest_root(whole, *view->arena); at != ID_NONE;
         at = call == ID_NONE ? ID_NONE : whole->edges[call].to) {
        passed[at] = 1;
        if (drawn[at] != ID_NONE && trimmed->shown[drawn[at]]) {
            nodes[drawn[at]] = 1;
            before[drawn[at]] = last;
            last = drawn[at];
        }
        last_at[at] = last;
        uint32_t from = branch_of(whole, &calls, at, came_in, passed);
        last = last_at[from];
        call = heaviest_call(whole, &calls, from, passed);
        came_in = call == ID_NONE ? 0 : number_abs(graph_weight(whole, call));
    }
    for (size_t i = 0; i < graph->edge_count; i++)
        edges[i] = nodes[graph->edges[i].to] && before[graph->edges[i].to] == graph->edges[i].from;
    *hot = (struct graph_hot){nodes, edges};
    return budget_spend(view->budget, whole->edge_count + graph->edge_count, error);
}
