/* In turns, until nothing changes: every node goes to where it costs least among the others, and
 * every edge that points backwards is turned if that makes no cycle, for which the order changes
 * between its ends alone (Pearce and Kelly 2006). */
#include "layout/turning.h"
#include "layout/digraph.h"
#include "layout/tangle.h"
#include "base/arena.h"
#include "base/sort.h"

#include <string.h>

enum { EFFORT = 64 }; /* work for each node and edge */

struct state {
    const struct tangle *tangle;
    struct turning *turning;
    uint32_t *place, *order; /* by node, and the nodes by place */
    uint32_t *edges;         /* of one node, or those that point backwards */
    size_t edge_count;
    uint32_t node;                     /* the one that `edges` are of */
    uint32_t *marks, mark;             /* marks[node] == mark: the search has found it */
    uint32_t *before, *after, *places; /* nodes that lead to an edge's start or follow its end */
    size_t before_count, after_count;
    uint64_t work, limit;
};

static uint32_t other_place(const struct state *state, uint32_t edge)
{
    const struct digraph_edge *at = &state->tangle->graph->edges[edge];
    return state->place[at->from == state->node ? at->to : at->from];
}

static bool nearer_start(const void *context, uint32_t a, uint32_t b)
{
    return other_place(context, a) < other_place(context, b);
}

static void list_edges_of(struct state *state, uint32_t node, struct arena scratch)
{
    const struct tangle_lists *out = &state->tangle->out, *in = &state->tangle->in;
    state->node = node;
    state->edge_count = 0;
    for (uint32_t i = out->starts[node]; i < out->starts[node + 1]; i++)
        state->edges[state->edge_count++] = out->edges[i];
    for (uint32_t i = in->starts[node]; i < in->starts[node + 1]; i++)
        state->edges[state->edge_count++] = in->edges[i];
    sort_ids(state->edges, state->edge_count, nearer_start, state, scratch);
}

/* What it costs the node to go past the other end of an edge, towards the end. */
static int64_t cost_of_passing(const struct state *state, uint32_t edge)
{
    bool leaves = state->tangle->graph->edges[edge].from == state->node;
    return leaves ? state->tangle->costs[edge] : -state->tangle->costs[edge];
}

/* The place of the neighbour that it should go before or behind, or its own. */
static uint32_t best_place(const struct state *state)
{
    uint32_t own = state->place[state->node], best = own, last = UINT32_MAX;
    int64_t cost = 0, least = 0; /* compared with staying */
    for (size_t i = 0; i < state->edge_count; i++)
        if (other_place(state, state->edges[i]) < own)
            cost -= cost_of_passing(state, state->edges[i]);
    for (size_t i = 0; i <= state->edge_count; i++) {
        uint32_t place = i < state->edge_count ? other_place(state, state->edges[i]) : UINT32_MAX;
        if (place != last && cost < least) {
            least = cost;
            best = place < own ? place : last;
        }
        if (i < state->edge_count)
            cost += cost_of_passing(state, state->edges[i]);
        last = place;
    }
    return best;
}

static void move_to(struct state *state, uint32_t place)
{
    uint32_t at = state->place[state->node];
    state->work += place > at ? place - at : at - place;
    for (; at < place; at++) {
        state->order[at] = state->order[at + 1];
        state->place[state->order[at]] = at;
    }
    for (; at > place; at--) {
        state->order[at] = state->order[at - 1];
        state->place[state->order[at]] = at;
    }
    state->order[place] = state->node;
    state->place[state->node] = place;
}

/* True if a node went elsewhere. */
static bool sift(struct state *state, struct arena scratch)
{
    bool is_changed = false;
    size_t count = state->tangle->graph->node_count;
    for (uint32_t v = 0; v < count; v++)
        state->order[state->place[v]] = v;
    for (uint32_t v = 0; v < count && state->work < state->limit; v++) {
        list_edges_of(state, v, scratch);
        uint32_t place = best_place(state);
        state->work += state->edge_count;
        if (place == state->place[v])
            continue;
        move_to(state, place);
        is_changed = true;
    }
    return is_changed;
}

/* Lists the nodes that follow `node` (or lead to it) by edges that do not point backwards, up to
 * the place of `limit`. False if `limit` is one of them. */
static bool follow(struct state *state, uint32_t node, uint32_t limit, bool forwards,
                   uint32_t *list, size_t *list_count)
{
    const struct tangle *tangle = state->tangle;
    const struct tangle_lists *lists = forwards ? &tangle->out : &tangle->in;
    size_t count = 0;
    state->marks[node] = ++state->mark;
    list[count++] = node;
    for (size_t at = 0; at < count; at++) {
        uint32_t start = lists->starts[list[at]], end = lists->starts[list[at] + 1];
        state->work += 1 + end - start;
        for (uint32_t i = start; i < end; i++) {
            const struct digraph_edge *edge = &tangle->graph->edges[lists->edges[i]];
            uint32_t other = forwards ? edge->to : edge->from;
            if (state->turning->back[lists->edges[i]] || state->marks[other] == state->mark)
                continue;
            if (other == limit)
                return false;
            if ((state->place[other] < state->place[limit]) != forwards)
                continue;
            state->marks[other] = state->mark;
            list[count++] = other;
        }
    }
    *list_count = count;
    return true;
}

static bool placed_before(const void *context, uint32_t a, uint32_t b)
{
    const uint32_t *place = context;
    return place[a] < place[b];
}

static bool less(const void *context, uint32_t a, uint32_t b)
{
    (void)context;
    return a < b;
}

/* The nodes of `before` get the first of the places that both lists have. */
static void reorder(struct state *state, struct arena scratch)
{
    size_t count = 0;
    sort_ids(state->before, state->before_count, placed_before, state->place, scratch);
    sort_ids(state->after, state->after_count, placed_before, state->place, scratch);
    for (size_t i = 0; i < state->before_count; i++)
        state->places[count++] = state->place[state->before[i]];
    for (size_t i = 0; i < state->after_count; i++)
        state->places[count++] = state->place[state->after[i]];
    sort_ids(state->places, count, less, NULL, scratch);
    for (size_t i = 0; i < state->before_count; i++)
        state->place[state->before[i]] = state->places[i];
    for (size_t i = 0; i < state->after_count; i++)
        state->place[state->after[i]] = state->places[state->before_count + i];
}

/* Points an edge forwards if that makes no cycle. Where turning another edge has changed the order
 * so that this one points forwards already, that is no matter of effort: upwards it would close a
 * cycle. */
static bool turn(struct state *state, uint32_t edge, struct arena scratch)
{
    const struct digraph_edge *at = &state->tangle->graph->edges[edge];
    if (state->place[at->from] > state->place[at->to]) {
        if (state->work >= state->limit ||
            !follow(state, at->to, at->from, true, state->after, &state->after_count) ||
            !follow(state, at->from, at->to, false, state->before, &state->before_count))
            return false;
        reorder(state, scratch);
    }
    state->turning->back[edge] = 0;
    state->turning->count--;
    state->turning->cost -= state->tangle->costs[edge];
    return true;
}

static bool costlier(const void *context, uint32_t a, uint32_t b)
{
    const int64_t *costs = context;
    return costs[a] > costs[b];
}

/* Lists the edges that point backwards, the costly ones first. */
static void list_back(struct state *state, struct arena scratch)
{
    const struct tangle *tangle = state->tangle;
    struct turning *turning = state->turning;
    turning->count = 0;
    turning->cost = 0;
    for (size_t i = 0; i < tangle->edge_count; i++) {
        uint32_t e = tangle->edges[i];
        const struct digraph_edge *edge = &tangle->graph->edges[e];
        turning->back[e] = state->place[edge->from] > state->place[edge->to];
        if (!turning->back[e])
            continue;
        state->edges[turning->count++] = e;
        turning->cost += tangle->costs[e];
    }
    state->edge_count = turning->count;
    sort_ids(state->edges, state->edge_count, costlier, tangle->costs, scratch);
}

/* True if an edge was turned. */
static bool turn_all(struct state *state, struct arena scratch)
{
    bool is_changed = false;
    list_back(state, scratch);
    for (size_t i = 0; i < state->edge_count; i++)
        is_changed = turn(state, state->edges[i], scratch) || is_changed;
    return is_changed;
}

bool turning_improve(const struct tangle *tangle, uint32_t *place, struct turning *turning,
                     struct arena *arena, struct budget *budget, struct error *error)
{
    size_t count = tangle->graph->node_count;
    *turning = (struct turning){.back = ARENA_NEW(arena, uint8_t, tangle->graph->edge_count)};
    struct arena scratch = *arena;
    struct state state = {.tangle = tangle,
                          .turning = turning,
                          .place = place,
                          .order = ARENA_NEW(&scratch, uint32_t, count),
                          .edges = ARENA_NEW(&scratch, uint32_t, 2 * tangle->edge_count),
                          .marks = ARENA_NEW(&scratch, uint32_t, count),
                          .before = ARENA_NEW(&scratch, uint32_t, count),
                          .after = ARENA_NEW(&scratch, uint32_t, count),
                          .places = ARENA_NEW(&scratch, uint32_t, 2 * count),
                          .limit = EFFORT * (uint64_t)(count + tangle->edge_count)};
    uint64_t spent = 0;
    for (bool goes_on = true; goes_on; spent = state.work) {
        bool is_sifted = sift(&state, scratch);
        bool is_turned = turn_all(&state, scratch);
        goes_on = (is_sifted || is_turned) && state.work < state.limit;
        if (!budget_spend(budget, state.work - spent, error))
            return false;
    }
    return true;
}
