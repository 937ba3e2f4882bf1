/* Stacks to graph. */
#include "tree/graph.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "select/frames.h"
#include "select/selection.h"

struct draft {
    struct arena *arena;
    size_t columns;
    const uint8_t *kept;
    enum graph_parts parts;
    uint32_t *node_of; /* frame to node, or ID_NONE */
    ARRAY(uint32_t) node_frames;
    ARRAY(int64_t) flat;
    ARRAY(int64_t) cum;
    ARRAY(uint32_t) node_seen; /* by node: the last stack that touched it */
    ARRAY(uint32_t) last_edge; /* by node: the edge last looked up from it */
    ARRAY(struct graph_edge) edges;
    ARRAY(int64_t) edge_weights;
    ARRAY(uint32_t) edge_seen;
    struct hash_table edge_table;
};

static uint32_t node_of(struct draft *draft, uint32_t frame)
{
    uint32_t node = draft->node_of[frame];
    if (node != ID_NONE)
        return node;
    node = (uint32_t)draft->node_frames.count;
    draft->node_of[frame] = node;
    array_push(draft->arena, &draft->node_frames, frame);
    array_push(draft->arena, &draft->node_seen, 0);
    array_push(draft->arena, &draft->last_edge, ID_NONE);
    for (size_t c = 0; c < draft->columns; c++) {
        array_push(draft->arena, &draft->flat, 0);
        array_push(draft->arena, &draft->cum, 0);
    }
    return node;
}

static bool is_edge(const struct draft *draft, uint32_t edge, uint32_t from, uint32_t to)
{
    return edge != ID_NONE && draft->edges.at[edge].from == from && draft->edges.at[edge].to == to;
}

static uint32_t edge_of(struct draft *draft, uint32_t from, uint32_t to)
{
    uint32_t edge = draft->last_edge.at[from];
    if (is_edge(draft, edge, from, to))
        return edge;
    uint64_t hash = hash_u64((uint64_t)from << 32 | to);
    size_t at = hash_start(hash);
    while ((edge = hash_table_next(&draft->edge_table, hash, &at)) != HASH_EMPTY)
        if (is_edge(draft, edge, from, to))
            break;
    if (edge == HASH_EMPTY) {
        edge = (uint32_t)draft->edges.count;
        array_push(draft->arena, &draft->edges,
                   ((struct graph_edge){.from = from, .to = to, .inlined = true}));
        array_push(draft->arena, &draft->edge_seen, 0);
        for (size_t c = 0; c < draft->columns; c++)
            array_push(draft->arena, &draft->edge_weights, 0);
        hash_table_add(&draft->edge_table, hash, edge);
    }
    draft->last_edge.at[from] = edge;
    return edge;
}

static void add_weights(int64_t *sums, const int64_t *weights, size_t columns)
{
    for (size_t c = 0; c < columns; c++)
        sums[c] = number_add(sums[c], weights[c]);
}

static void add_edge(struct draft *draft, uint32_t from, uint32_t to, bool residual, bool inlined,
                     uint32_t stamp, const int64_t *weights)
{
    uint32_t edge = edge_of(draft, from, to);
    if (draft->edge_seen.at[edge] == stamp)
        return;
    draft->edge_seen.at[edge] = stamp;
    draft->edges.at[edge].residual |= residual;
    draft->edges.at[edge].inlined &= inlined;
    add_weights(draft->edge_weights.at + edge * draft->columns, weights, draft->columns);
}

/* One stack, from the root to the leaf. `stamp` is not 0 and differs from stack to stack. */
static void add_path(struct draft *draft, const struct frame_path *path, uint32_t stamp,
                     const int64_t *weights)
{
    uint32_t parent = ID_NONE;
    bool residual = false;
    for (size_t i = 0; i < path->count; i++) {
        if (draft->kept && !draft->kept[path->frames[i]]) {
            residual = true;
            continue;
        }
        uint32_t node = node_of(draft, path->frames[i]);
        if (draft->node_seen.at[node] != stamp) {
            draft->node_seen.at[node] = stamp;
            add_weights(draft->cum.at + node * draft->columns, weights, draft->columns);
        }
        if (draft->parts == GRAPH_NODES_AND_EDGES && parent != ID_NONE && parent != node)
            add_edge(draft, parent, node, residual, path->inlined[i], stamp, weights);
        parent = node;
        residual = false;
    }
    if (parent != ID_NONE && !residual)
        add_weights(draft->flat.at + parent * draft->columns, weights, draft->columns);
}

static bool node_is_empty(const struct draft *draft, size_t node)
{
    for (size_t c = 0; c < draft->columns; c++)
        if (draft->flat.at[node * draft->columns + c] || draft->cum.at[node * draft->columns + c])
            return false;
    return true;
}

/* Takes empty nodes out. An edge of such a node stays where its other end does, as in pprof, whose
 * marks of inlining depend on it; an end that is gone is ID_NONE. */
static const struct graph *finish(struct draft *draft, const struct frames *frames)
{
    size_t columns = draft->columns, nodes = 0;
    uint32_t *moved = ARENA_NEW(draft->arena, uint32_t, draft->node_frames.count);
    for (size_t i = 0; i < draft->node_frames.count; i++) {
        moved[i] = ID_NONE;
        if (node_is_empty(draft, i))
            continue;
        moved[i] = (uint32_t)nodes;
        draft->node_frames.at[nodes] = draft->node_frames.at[i];
        for (size_t c = 0; c < columns; c++) {
            draft->flat.at[nodes * columns + c] = draft->flat.at[i * columns + c];
            draft->cum.at[nodes * columns + c] = draft->cum.at[i * columns + c];
        }
        nodes++;
    }
    for (size_t i = 0; i < draft->edges.count; i++) {
        draft->edges.at[i].from = moved[draft->edges.at[i].from];
        draft->edges.at[i].to = moved[draft->edges.at[i].to];
    }
    struct graph *graph = ARENA_NEW(draft->arena, struct graph, 1);
    *graph = (struct graph){.frames = frames,
                            .columns = columns,
                            .node_frames = draft->node_frames.at,
                            .flat = draft->flat.at,
                            .cum = draft->cum.at,
                            .node_count = nodes,
                            .edges = draft->edges.at,
                            .edge_weights = draft->edge_weights.at,
                            .edge_count = draft->edges.count};
    return graph;
}

const struct graph *graph_new(const struct selection *selection, const struct frames *frames,
                              const uint8_t *kept, enum graph_parts parts, struct arena *arena,
                              struct budget *budget, struct error *error)
{
    struct draft draft = {
        .arena = arena, .columns = selection->columns, .kept = kept, .parts = parts};
    struct frame_path path = {.arena = arena};
    hash_table_init(&draft.edge_table, arena);
    draft.node_of = arena_alloc(arena, frames->count * sizeof(uint32_t), _Alignof(uint32_t));
    for (size_t i = 0; i < frames->count; i++)
        draft.node_of[i] = ID_NONE;
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        if (!selection->present[stack])
            continue;
        frame_path_load(&path, frames, selection, stack);
        add_path(&draft, &path, (uint32_t)stack + 1,
                 selection->weights + stack * selection->columns);
        if (!budget_spend(budget, path.count + 1, error))
            return NULL;
    }
    return finish(&draft, frames);
}
