/* Parts that tight edges join move, the small ones first, in the direction in which they get
 * cheaper, until an edge to another part is tight. Then the two are one. A part at least doubles
 * whenever its nodes are looked at, so that is O(edges * log nodes). */
#include "layout/tight.h"
#include "layout/simplex_problem.h"
#include "base/arena.h"
#include "base/sort.h"

struct growth {
    const struct simplex *problem;
    const struct tight_arcs *arcs;
    struct tight_forest *forest;
    int64_t *values;
    int64_t *excess;          /* by part: weight of the edges that leave it less those that enter */
    uint32_t *next;           /* by node: the next one of its part, in a ring */
    uint32_t *leader, *sizes; /* union-find; sizes by leader */
};

/* The edge through which a part would touch another one first. */
struct touch {
    uint32_t edge;
    int64_t slack; /* -1: none */
};

static uint32_t *starts_new(const struct simplex *problem, bool by_source, struct arena *arena)
{
    uint32_t *starts = ARENA_NEW(arena, uint32_t, problem->node_count + 2);
    for (size_t e = 0; e < problem->edge_count; e++) {
        const struct simplex_edge *edge = &problem->edges[e];
        if (edge->from != edge->to)
            starts[(by_source ? edge->from : edge->to) + 2]++;
    }
    for (size_t v = 2; v < problem->node_count + 2; v++)
        starts[v] += starts[v - 1];
    return starts;
}

struct tight_arcs tight_arcs_new(const struct simplex *problem, struct arena *arena)
{
    struct tight_arcs arcs = {.out = ARENA_NEW(arena, struct tight_arc, problem->edge_count),
                              .in = ARENA_NEW(arena, struct tight_arc, problem->edge_count),
                              .out_starts = starts_new(problem, true, arena),
                              .in_starts = starts_new(problem, false, arena)};
    for (uint32_t e = 0; e < problem->edge_count; e++) {
        const struct simplex_edge *edge = &problem->edges[e];
        if (edge->from == edge->to)
            continue;
        arcs.out[arcs.out_starts[edge->from + 1]++] = (struct tight_arc){edge->to, e, edge->length};
        arcs.in[arcs.in_starts[edge->to + 1]++] = (struct tight_arc){edge->from, e, edge->length};
    }
    return arcs;
}

static uint32_t leader_of(struct growth *growth, uint32_t node)
{
    uint32_t *leader = growth->leader;
    while (leader[node] != node) {
        leader[node] = leader[leader[node]];
        node = leader[node];
    }
    return node;
}

static void join(struct growth *growth, uint32_t a, uint32_t b, uint32_t edge)
{
    uint32_t big = growth->sizes[a] < growth->sizes[b] ? b : a, small = big == a ? b : a;
    uint32_t after = growth->next[big];
    growth->next[big] = growth->next[small];
    growth->next[small] = after;
    growth->leader[small] = big;
    growth->sizes[big] += growth->sizes[small];
    growth->excess[big] += growth->excess[small];
    growth->forest->edges[growth->forest->edge_count++] = edge;
}

static bool heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct simplex_edge *edges = context;
    return edges[a].weight > edges[b].weight;
}

static int64_t slack_of(const struct growth *growth, uint32_t edge)
{
    const struct simplex_edge *at = &growth->problem->edges[edge];
    return growth->values[at->to] - growth->values[at->from] - at->length;
}

/* Edges that are tight to begin with: a spanning forest of the heaviest. */
static void join_tight(struct growth *growth, struct arena scratch)
{
    const struct simplex *problem = growth->problem;
    uint32_t *tight = ARENA_NEW(&scratch, uint32_t, problem->edge_count);
    size_t count = 0;
    for (uint32_t e = 0; e < problem->edge_count; e++)
        if (!slack_of(growth, e))
            tight[count++] = e;
    sort_ids(tight, count, heavier, problem->edges, scratch);
    for (size_t i = 0; i < count; i++) {
        const struct simplex_edge *edge = &problem->edges[tight[i]];
        uint32_t a = leader_of(growth, edge->from), b = leader_of(growth, edge->to);
        if (a != b)
            join(growth, a, b, tight[i]);
    }
}

static void touch_from(struct growth *growth, uint32_t node, bool upwards, struct touch *best)
{
    const struct tight_arcs *arcs = growth->arcs;
    const uint32_t *starts = upwards ? arcs->out_starts : arcs->in_starts;
    const struct tight_arc *list = upwards ? arcs->out : arcs->in;
    uint32_t part = leader_of(growth, node);
    for (uint32_t i = starts[node]; i < starts[node + 1]; i++) {
        if (leader_of(growth, list[i].node) == part)
            continue;
        int64_t slack = slack_of(growth, list[i].edge);
        if (best->slack < 0 || slack < best->slack)
            *best = (struct touch){list[i].edge, slack};
    }
}

static struct touch touch_of(struct growth *growth, uint32_t part, bool upwards)
{
    struct touch best = {0, -1};
    uint32_t node = part;
    do {
        touch_from(growth, node, upwards, &best);
        node = growth->next[node];
    } while (node != part && best.slack != 0);
    return best;
}

/* Joins a part with another one. Where neither direction makes it cheaper, it takes the nearer. */
static void move_part(struct growth *growth, uint32_t part)
{
    int64_t excess = growth->excess[part];
    struct touch up = {0, -1}, down = {0, -1};
    if (excess >= 0)
        up = touch_of(growth, part, true);
    if (excess <= 0)
        down = touch_of(growth, part, false);
    bool upwards = up.slack >= 0 && (down.slack < 0 || up.slack <= down.slack);
    struct touch touch = upwards ? up : down;
    if (touch.slack < 0)
        return;
    uint32_t node = part;
    if (touch.slack)
        do {
            growth->values[node] += upwards ? touch.slack : -touch.slack;
            node = growth->next[node];
        } while (node != part);
    const struct simplex_edge *edge = &growth->problem->edges[touch.edge];
    join(growth, leader_of(growth, edge->from), leader_of(growth, edge->to), touch.edge);
}

static void grow(struct growth *growth, uint32_t limit)
{
    for (uint32_t v = 0; v < growth->problem->node_count; v++)
        if (growth->leader[v] == v && growth->sizes[v] <= limit)
            move_part(growth, v);
}

static struct growth growth_new(const struct simplex *problem, const struct tight_arcs *arcs,
                                int64_t *values, struct tight_forest *forest, struct arena *scratch)
{
    size_t count = problem->node_count;
    struct growth growth = {.problem = problem,
                            .arcs = arcs,
                            .forest = forest,
                            .values = values,
                            .excess = ARENA_NEW(scratch, int64_t, count),
                            .next = ARENA_NEW(scratch, uint32_t, count),
                            .leader = ARENA_NEW(scratch, uint32_t, count),
                            .sizes = ARENA_NEW(scratch, uint32_t, count)};
    for (uint32_t v = 0; v < count; v++) {
        growth.next[v] = growth.leader[v] = v;
        growth.sizes[v] = 1;
    }
    for (size_t e = 0; e < problem->edge_count; e++) {
        growth.excess[problem->edges[e].from] += problem->edges[e].weight;
        growth.excess[problem->edges[e].to] -= problem->edges[e].weight;
    }
    return growth;
}

bool tight_forest_new(const struct simplex *problem, const struct tight_arcs *arcs, int64_t *values,
                      struct tight_forest *forest, struct arena *arena, struct budget *budget,
                      struct error *error)
{
    size_t count = problem->node_count;
    *forest = (struct tight_forest){.edges = ARENA_NEW(arena, uint32_t, count),
                                    .parts = ARENA_NEW(arena, uint32_t, count)};
    struct arena scratch = *arena;
    struct growth growth = growth_new(problem, arcs, values, forest, &scratch);
    join_tight(&growth, scratch);
    for (uint32_t limit = 1; limit < count; limit *= 2) {
        if (!budget_spend(budget, count, error))
            return false;
        grow(&growth, limit);
    }
    for (uint32_t v = 0; v < count; v++)
        forest->parts[v] = leader_of(&growth, v);
    return true;
}
