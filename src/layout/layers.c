/* Slots of edges that pass layers, and who is next to whom. */
#include "layout/layers.h"
#include "layout/digraph.h"
#include "base/arena.h"

/* What is filled in before it becomes const. */
struct draft {
    uint32_t *layer, *starts, *chains, *upper, *lower, *edge_of;
    uint32_t *below, *below_starts, *above, *above_starts;
};

static uint32_t span_of(const struct digraph_edge *edge, const uint32_t *rank)
{
    uint32_t from = rank[edge->from], to = rank[edge->to];
    return from < to ? to - from : from - to;
}

/* Nodes and bends, or more than `most`. */
static uint64_t count_slots(const struct digraph *graph, const uint32_t *rank, uint64_t most)
{
    uint64_t slots = graph->node_count;
    for (size_t e = 0; e < graph->edge_count && slots <= most; e++)
        slots += span_of(&graph->edges[e], rank) - 1;
    return slots;
}

static struct draft draft_new(const struct layers *layers, struct arena *arena)
{
    size_t slots = layers->slot_count, edges = layers->edge_count;
    size_t segments = edges + (slots - layers->node_count);
    return (struct draft){.layer = ARENA_NEW(arena, uint32_t, slots),
                          .starts = ARENA_NEW(arena, uint32_t, layers->layer_count + 1),
                          .chains = ARENA_NEW(arena, uint32_t, edges + 1),
                          .upper = ARENA_NEW(arena, uint32_t, edges),
                          .lower = ARENA_NEW(arena, uint32_t, edges),
                          .edge_of = ARENA_NEW(arena, uint32_t, slots - layers->node_count),
                          .below = ARENA_NEW(arena, uint32_t, segments),
                          .below_starts = ARENA_NEW(arena, uint32_t, slots + 1),
                          .above = ARENA_NEW(arena, uint32_t, segments),
                          .above_starts = ARENA_NEW(arena, uint32_t, slots + 1)};
}

static void make_chains(const struct digraph *graph, const uint32_t *rank, struct draft *draft)
{
    uint32_t slot = 0;
    for (; slot < graph->node_count; slot++)
        draft->layer[slot] = rank[slot];
    for (uint32_t e = 0; e < graph->edge_count; e++) {
        const struct digraph_edge *edge = &graph->edges[e];
        bool points_down = rank[edge->from] < rank[edge->to];
        draft->upper[e] = points_down ? edge->from : edge->to;
        draft->lower[e] = points_down ? edge->to : edge->from;
        draft->chains[e] = slot;
        for (uint32_t l = rank[draft->upper[e]] + 1; l < rank[draft->lower[e]]; l++) {
            draft->layer[slot] = l;
            draft->edge_of[slot++ - graph->node_count] = e;
        }
    }
    draft->chains[graph->edge_count] = slot;
}

/* Turns counts into starts. */
static void add_up(uint32_t *counts, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t here = counts[i];
        counts[i] = sum;
        sum += here;
    }
}

static void fill_layers(struct layers *layers, struct draft *draft)
{
    for (uint32_t s = 0; s < layers->slot_count; s++)
        layers->place[s] = draft->starts[draft->layer[s]]++;
    add_up(draft->starts, layers->layer_count + 1);
    for (uint32_t s = 0; s < layers->slot_count; s++)
        layers->order[draft->starts[draft->layer[s]] + layers->place[s]] = s;
}

/* Lists the lower end of every segment at its upper end, and the other way round. The starts come
 * in as the counts' places: each moves from its slot's start to the next one's. */
static void fill_neighbours(const struct layers *layers, struct draft *draft, bool counts)
{
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        uint32_t from = draft->upper[e];
        for (uint32_t s = draft->chains[e]; s <= draft->chains[e + 1]; s++) {
            uint32_t to = s < draft->chains[e + 1] ? s : draft->lower[e];
            uint32_t below = draft->below_starts[from]++, above = draft->above_starts[to]++;
            if (!counts) {
                draft->below[below] = to;
                draft->above[above] = from;
            }
            from = to;
        }
    }
}

/* After filling, each start is where the next one was. */
static void shift_back(uint32_t *starts, size_t count)
{
    for (size_t i = count; i > 0; i--)
        starts[i] = starts[i - 1];
    starts[0] = 0;
}

static void link_slots(const struct layers *layers, struct draft *draft)
{
    fill_neighbours(layers, draft, true);
    add_up(draft->below_starts, layers->slot_count);
    add_up(draft->above_starts, layers->slot_count);
    fill_neighbours(layers, draft, false);
    shift_back(draft->below_starts, layers->slot_count);
    shift_back(draft->above_starts, layers->slot_count);
}

static void take_over(struct layers *layers, const struct draft *draft)
{
    layers->layer = draft->layer;
    layers->starts = draft->starts;
    layers->chains = draft->chains;
    layers->upper = draft->upper;
    layers->lower = draft->lower;
    layers->edge_of = draft->edge_of;
    layers->below = draft->below;
    layers->below_starts = draft->below_starts;
    layers->above = draft->above;
    layers->above_starts = draft->above_starts;
}

static uint32_t count_layers(const struct digraph *graph, const uint32_t *rank)
{
    uint32_t count = 0;
    for (size_t v = 0; v < graph->node_count; v++)
        if (rank[v] >= count)
            count = rank[v] + 1;
    return count;
}

struct layers *layers_new(const struct digraph *graph, const uint32_t *rank, uint64_t most,
                          struct arena *arena, struct budget *budget, struct error *error)
{
    most = most < UINT32_MAX / 2 ? most : UINT32_MAX / 2;
    uint64_t slots = count_slots(graph, rank, most);
    if (slots > most) {
        error_set(error, ERROR_LIMIT, "the graph has too many long edges to draw it in layers");
        return NULL;
    }
    if (!budget_spend(budget, slots + graph->edge_count, error))
        return NULL;
    struct layers *layers = ARENA_NEW(arena, struct layers, 1);
    *layers = (struct layers){.node_count = (uint32_t)graph->node_count,
                              .slot_count = (uint32_t)slots,
                              .layer_count = count_layers(graph, rank),
                              .edge_count = (uint32_t)graph->edge_count,
                              .order = ARENA_NEW(arena, uint32_t, slots),
                              .place = ARENA_NEW(arena, uint32_t, slots)};
    struct draft draft = draft_new(layers, arena);
    make_chains(graph, rank, &draft);
    fill_layers(layers, &draft);
    link_slots(layers, &draft);
    take_over(layers, &draft);
    return budget_check(budget, error) ? layers : NULL;
}
