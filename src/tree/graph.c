/* Stacks to graph. */
#include "tree/graph.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

struct draft {
    struct arena *arena;
    size_t columns;
    const struct graph_options *options;
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
        if (draft->options->kept && !draft->options->kept[path->frames[i]]) {
            residual = true;
            continue;
        }
        uint32_t node = node_of(draft, path->frames[i]);
        if (draft->node_seen.at[node] != stamp) {
            draft->node_seen.at[node] = stamp;
            add_weights(draft->cum.at + node * draft->columns, weights, draft->columns);
        }
        if (draft->options->parts == GRAPH_NODES_AND_EDGES && parent != ID_NONE && parent != node)
            add_edge(draft, parent, node, residual, path->inlined[i], stamp, weights);
        parent = node;
        residual = false;
    }
    if (parent != ID_NONE && !residual)
        add_weights(draft->flat.at + parent * draft->columns, weights, draft->columns);
}

/* ---------------------------------------------------------------- nodes without a weight */

struct sorting {
    const struct graph_options *options;
    const int64_t *flat, *cum;
    size_t columns, looked_at;
};

static bool has_weight(const struct sorting *sorting, size_t node)
{
    const int64_t *flat = sorting->flat + node * sorting->columns;
    const int64_t *cum = sorting->cum + node * sorting->columns;
    if (sorting->options->drop_negative && (flat[0] < 0 || (flat[0] == 0 && cum[0] < 0)))
        return false;
    for (size_t c = 0; c < sorting->looked_at; c++)
        if (flat[c] || cum[c])
            return true;
    return false;
}

/* Puts nodes without a weight behind the others: pprof does not show them, but their edges.
 * `node_of` are numbers of nodes that are to stay theirs. */
static const struct graph *finish(struct graph graph, uint32_t *node_of, size_t nodes_of,
                                  const struct graph_options *options, struct arena *arena)
{
    size_t columns = graph.columns, at[2] = {0, 0};
    struct sorting sorting = {options, graph.flat, graph.cum, columns, graph.is_mean ? 1 : columns};
    uint32_t *moved = ARENA_NEW(arena, uint32_t, graph.all_nodes);
    uint32_t *node_frames = ARENA_NEW(arena, uint32_t, graph.all_nodes);
    int64_t *flat = ARENA_NEW(arena, int64_t, graph.all_nodes * columns);
    int64_t *cum = ARENA_NEW(arena, int64_t, graph.all_nodes * columns);
    for (size_t i = 0; i < graph.all_nodes; i++)
        at[1] += has_weight(&sorting, i);
    graph.node_count = at[1];
    for (size_t i = 0; i < graph.all_nodes; i++) {
        size_t to = at[!has_weight(&sorting, i)]++;
        moved[i] = (uint32_t)to;
        node_frames[to] = graph.node_frames[i];
        for (size_t c = 0; c < columns; c++) {
            flat[to * columns + c] = graph.flat[i * columns + c];
            cum[to * columns + c] = graph.cum[i * columns + c];
        }
    }
    for (size_t i = 0; i < graph.edge_count; i++) {
        graph.edges[i].from = moved[graph.edges[i].from];
        graph.edges[i].to = moved[graph.edges[i].to];
    }
    for (size_t i = 0; i < nodes_of; i++)
        if (node_of[i] != ID_NONE)
            node_of[i] = moved[node_of[i]];
    if (graph.tree) {
        uint32_t *callers = ARENA_NEW(arena, uint32_t, graph.all_nodes);
        for (size_t i = 0; i < graph.all_nodes; i++)
            callers[moved[i]] = graph.tree->parents[i + 1];
        graph.callers = callers;
    }
    graph.node_of = node_of;
    graph.node_frames = node_frames;
    graph.flat = flat;
    graph.cum = cum;
    struct graph *result = ARENA_NEW(arena, struct graph, 1);
    *result = graph;
    return result;
}

const struct graph *graph_new(const struct selection *selection, const struct frames *frames,
                              const struct graph_options *options, struct arena *arena,
                              struct budget *budget, struct error *error)
{
    struct draft draft = {.arena = arena, .columns = selection->columns, .options = options};
    struct frame_path path = {.arena = arena};
    hash_table_init(&draft.edge_table, arena);
    draft.node_of = arena_alloc(arena, frames->count * sizeof(uint32_t), _Alignof(uint32_t));
    for (size_t i = 0; i < frames->count; i++)
        draft.node_of[i] = ID_NONE;
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        if (!selection->present[stack])
            continue;
        frame_path_load(&path, frames, stack);
        add_path(&draft, &path, (uint32_t)stack + 1,
                 selection->weights + stack * selection->columns);
        if (!budget_spend(budget, path.count + 1, error))
            return NULL;
    }
    struct graph graph = {.frames = frames,
                          .columns = draft.columns,
                          .is_mean = selection->is_mean,
                          .node_frames = draft.node_frames.at,
                          .flat = draft.flat.at,
                          .cum = draft.cum.at,
                          .all_nodes = draft.node_frames.count,
                          .edges = draft.edges.at,
                          .edge_weights = draft.edge_weights.at,
                          .edge_count = draft.edges.count};
    return finish(graph, draft.node_of, frames->count, options, arena);
}

/* Node n of the tree is node n - 1 of the graph; the edge to it, if it has a caller, comes in the
 * same order. */
const struct graph *graph_of_tree(const struct tree *tree, const struct graph_options *options,
                                  bool is_mean, struct arena *arena)
{
    size_t columns = tree->columns, edges = 0;
    struct graph_edge *edge = ARENA_NEW(arena, struct graph_edge, tree->count);
    uint32_t *node_of = ARENA_NEW(arena, uint32_t, tree->count);
    node_of[0] = ID_NONE;
    int64_t *weights = ARENA_NEW(arena, int64_t, tree->count * columns);
    for (uint32_t i = 1; i < tree->count; i++) {
        node_of[i] = i - 1;
        if (!tree->parents[i])
            continue;
        edge[edges] = (struct graph_edge){
            .from = tree->parents[i] - 1, .to = i - 1, .inlined = tree->inlined[i] != 0};
        for (size_t c = 0; c < columns; c++)
            weights[edges * columns + c] = tree->total[i * columns + c];
        edges++;
    }
    struct graph graph = {.frames = tree->frames,
                          .columns = columns,
                          .is_mean = is_mean,
                          .node_frames = tree->node_frames + 1,
                          .flat = tree->self + columns,
                          .cum = tree->total + columns,
                          .all_nodes = tree->count - 1,
                          .edges = edge,
                          .edge_weights = weights,
                          .edge_count = edges,
                          .tree = tree};
    return finish(graph, node_of, tree->count, options, arena);
}

/* ---------------------------------------------------------------- weights */

static int64_t weight_of(const struct graph *graph, const int64_t *column)
{
    if (!graph->is_mean || !column[1])
        return column[0];
    /* The least integer by -1 is itself, as in Go. */
    return column[1] == -1 ? (int64_t)(0 - (uint64_t)column[0]) : column[0] / column[1];
}

int64_t graph_flat(const struct graph *graph, uint32_t node)
{
    return weight_of(graph, graph->flat + node * graph->columns);
}

int64_t graph_cum(const struct graph *graph, uint32_t node)
{
    return weight_of(graph, graph->cum + node * graph->columns);
}

int64_t graph_weight(const struct graph *graph, uint32_t edge)
{
    return weight_of(graph, graph->edge_weights + edge * graph->columns);
}
