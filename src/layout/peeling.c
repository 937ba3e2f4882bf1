/* Sinks go to the end and sources to the start; where there are none, the node with the most weight
 * out less weight in goes to the start. */
#include "layout/peeling.h"
#include "layout/digraph.h"
#include "layout/tangle.h"
#include "base/arena.h"

#include <string.h>

#define NONE UINT32_MAX

struct heap_entry {
    int64_t balance;
    uint32_t node;
};

struct peeling {
    const struct tangle *tangle;
    const uint32_t *first; /* decides between equal nodes */
    struct heap_entry *heap;
    size_t heap_count;
    int64_t *balance;
    uint32_t *outs, *ins; /* edges to and from nodes that are left */
    uint32_t *ready;      /* stack of sources and sinks */
    uint32_t ready_count, start, end;
    uint32_t *place; /* NONE: not placed yet */
};

static bool goes_first(const struct peeling *peeling, struct heap_entry a, struct heap_entry b)
{
    if (a.balance != b.balance)
        return a.balance > b.balance;
    return peeling->first[a.node] < peeling->first[b.node];
}

static void heap_push(struct peeling *peeling, struct heap_entry entry)
{
    struct heap_entry *heap = peeling->heap;
    size_t at = peeling->heap_count++;
    for (; at && goes_first(peeling, entry, heap[(at - 1) / 2]); at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = entry;
}

static struct heap_entry heap_pop(struct peeling *peeling)
{
    struct heap_entry *heap = peeling->heap;
    struct heap_entry top = heap[0], last = heap[--peeling->heap_count];
    size_t at = 0, count = peeling->heap_count;
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && goes_first(peeling, heap[child + 1], heap[child]))
            child++;
        if (!goes_first(peeling, heap[child], last))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
    return top;
}

static void change(struct peeling *peeling, uint32_t node, int64_t by, uint32_t *edges_left)
{
    if (peeling->place[node] != NONE)
        return;
    peeling->balance[node] += by;
    if (!--*edges_left)
        peeling->ready[peeling->ready_count++] = node;
    heap_push(peeling, (struct heap_entry){peeling->balance[node], node});
}

static void take(struct peeling *peeling, uint32_t node)
{
    const struct tangle *tangle = peeling->tangle;
    bool is_sink = !peeling->outs[node] && peeling->ins[node];
    peeling->place[node] = is_sink ? --peeling->end : peeling->start++;
    for (uint32_t i = tangle->out.starts[node]; i < tangle->out.starts[node + 1]; i++) {
        uint32_t edge = tangle->out.edges[i], other = tangle->graph->edges[edge].to;
        change(peeling, other, tangle->costs[edge], &peeling->ins[other]);
    }
    for (uint32_t i = tangle->in.starts[node]; i < tangle->in.starts[node + 1]; i++) {
        uint32_t edge = tangle->in.edges[i], other = tangle->graph->edges[edge].from;
        change(peeling, other, -tangle->costs[edge], &peeling->outs[other]);
    }
}

static void peel(struct peeling *peeling)
{
    while (peeling->ready_count || peeling->heap_count) {
        if (peeling->ready_count) {
            uint32_t node = peeling->ready[--peeling->ready_count];
            if (peeling->place[node] == NONE)
                take(peeling, node);
            continue;
        }
        struct heap_entry top = heap_pop(peeling);
        if (peeling->place[top.node] == NONE && peeling->balance[top.node] == top.balance)
            take(peeling, top.node);
    }
}

uint32_t *peeling_places(const struct tangle *tangle, const uint32_t *first, struct arena *arena)
{
    size_t count = tangle->graph->node_count, edges = 2 * tangle->edge_count;
    uint32_t *place = ARENA_NEW(arena, uint32_t, count);
    memset(place, 0xff, count * sizeof *place);
    struct arena scratch = *arena;
    struct peeling peeling = {.tangle = tangle,
                              .first = first,
                              .heap = ARENA_NEW(&scratch, struct heap_entry, count + edges),
                              .balance = ARENA_NEW(&scratch, int64_t, count),
                              .outs = ARENA_NEW(&scratch, uint32_t, count),
                              .ins = ARENA_NEW(&scratch, uint32_t, count),
                              .ready = ARENA_NEW(&scratch, uint32_t, count + edges),
                              .end = (uint32_t)count,
                              .place = place};
    for (size_t i = 0; i < tangle->edge_count; i++) {
        const struct digraph_edge *edge = &tangle->graph->edges[tangle->edges[i]];
        peeling.balance[edge->from] += tangle->costs[tangle->edges[i]];
        peeling.balance[edge->to] -= tangle->costs[tangle->edges[i]];
        peeling.outs[edge->from]++;
        peeling.ins[edge->to]++;
    }
    for (uint32_t v = 0; v < count; v++) {
        heap_push(&peeling, (struct heap_entry){peeling.balance[v], v});
        if (!peeling.outs[v] && !peeling.ins[v])
            peeling.ready[peeling.ready_count++] = v;
    }
    peel(&peeling);
    return place;
}
