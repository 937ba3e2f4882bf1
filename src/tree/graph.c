/* Stacks and call trees to graphs. */
#include "tree/graph.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/tree.h"

struct draft {
    struct arena *arena;
    const struct tree *tree; /* NULL: of stacks */
    const struct frames *frames;
    size_t columns;
    const struct graph_options *options;
    uint32_t *node_of; /* frame to node, or ID_NONE */
    ARRAY(uint32_t) node_frames;
    ARRAY(uint32_t) last_edge; /* by node: the edge last looked up from it */
    ARRAY(struct graph_edge) edges;
    struct hash_table edge_table;
    int64_t *flat, *cum, *edge_weights; /* by node and by edge, then by column */
};

static struct draft draft_new(const struct frames *frames, size_t columns,
                              const struct graph_options *options, struct arena *arena)
{
    struct draft draft = {.arena = arena, .frames = frames, .columns = columns, .options = options};
    hash_table_init(&draft.edge_table, arena);
    draft.node_of = arena_alloc(arena, frames->count * sizeof(uint32_t), _Alignof(uint32_t));
    for (size_t i = 0; i < frames->count; i++)
        draft.node_of[i] = ID_NONE;
    return draft;
}

static uint32_t node_of(struct draft *draft, uint32_t frame)
{
    uint32_t node = draft->node_of[frame];
    if (node != ID_NONE)
        return node;
    node = (uint32_t)draft->node_frames.count;
    draft->node_of[frame] = node;
    array_push(draft->arena, &draft->node_frames, frame);
    array_push(draft->arena, &draft->last_edge, ID_NONE);
    return node;
}

/* Mostly there is one. */
static void add_weights(int64_t *sums, const int64_t *weights, size_t columns)
{
    sums[0] = number_add(sums[0], weights[0]);
    for (size_t c = 1; c < columns; c++)
        sums[c] = number_add(sums[c], weights[c]);
}

static bool is_edge(const struct draft *draft, uint32_t edge, uint32_t from, uint32_t to)
{
    return edge != ID_NONE && draft->edges.at[edge].from == from && draft->edges.at[edge].to == to;
}

static uint32_t find_edge(struct draft *draft, uint32_t from, uint32_t to)
{
    uint64_t hash = hash_u64((uint64_t)from << 32 | to);
    size_t at = hash_start(hash);
    uint32_t edge;
    while ((edge = hash_table_next(&draft->edge_table, hash, &at)) != HASH_EMPTY)
        if (is_edge(draft, edge, from, to))
            break;
    if (edge == HASH_EMPTY) {
        edge = (uint32_t)draft->edges.count;
        array_push(draft->arena, &draft->edges,
                   ((struct graph_edge){.from = from, .to = to, .inlined = true}));
        hash_table_add(&draft->edge_table, hash, edge);
    }
    draft->last_edge.at[from] = edge;
    return edge;
}

static uint32_t edge_of(struct draft *draft, uint32_t from, uint32_t to)
{
    uint32_t edge = draft->last_edge.at[from];
    return is_edge(draft, edge, from, to) ? edge : find_edge(draft, from, to);
}

static bool is_kept(const struct draft *draft, uint32_t frame)
{
    return !draft->options->kept || draft->options->kept[frame];
}

/* ---------------------------------------------------------------- stacks */

/* What the stacks so far add up to. */
struct sums {
    ARRAY(uint32_t) node_seen; /* by node: the last stack that touched it */
    ARRAY(int64_t) flat;
    ARRAY(int64_t) cum;
    ARRAY(uint32_t) edge_seen;
    ARRAY(int64_t) edge_weights;
};

/* The node of a frame, with sums. */
static uint32_t summed_node(struct draft *draft, struct sums *sums, uint32_t frame)
{
    uint32_t node = draft->node_of[frame];
    if (node != ID_NONE)
        return node;
    array_push(draft->arena, &sums->node_seen, 0);
    for (size_t c = 0; c < draft->columns; c++) {
        array_push(draft->arena, &sums->flat, 0);
        array_push(draft->arena, &sums->cum, 0);
    }
    return node_of(draft, frame);
}

static void add_edge(struct draft *draft, struct sums *sums, uint32_t from, uint32_t to,
                     bool residual, bool inlined, uint32_t stamp, const int64_t *weights)
{
    uint32_t edge = edge_of(draft, from, to);
    if (edge == sums->edge_seen.count) {
        array_push(draft->arena, &sums->edge_seen, 0);
        for (size_t c = 0; c < draft->columns; c++)
            array_push(draft->arena, &sums->edge_weights, 0);
    }
    if (sums->edge_seen.at[edge] == stamp)
        return;
    sums->edge_seen.at[edge] = stamp;
    draft->edges.at[edge].residual |= residual;
    draft->edges.at[edge].inlined &= inlined;
    add_weights(sums->edge_weights.at + edge * draft->columns, weights, draft->columns);
}

/* Where a stack is on its way from the root to the leaf. */
struct way {
    uint32_t stamp;  /* not 0; differs from stack to stack */
    uint32_t parent; /* the node before, or ID_NONE */
    bool residual;   /* frames were left out since */
    const int64_t *weights;
};

static void pass_frame(struct draft *draft, struct sums *sums, struct way *way, uint32_t frame,
                       bool inlined)
{
    if (!is_kept(draft, frame)) {
        way->residual = true;
        return;
    }
    uint32_t node = summed_node(draft, sums, frame), parent = way->parent;
    if (sums->node_seen.at[node] != way->stamp) {
        sums->node_seen.at[node] = way->stamp;
        add_weights(sums->cum.at + node * draft->columns, way->weights, draft->columns);
    }
    if (draft->options->parts == GRAPH_NODES_AND_EDGES && parent != ID_NONE && parent != node)
        add_edge(draft, sums, parent, node, way->residual, inlined, way->stamp, way->weights);
    way->parent = node;
    way->residual = false;
}

/* Returns the number of frames. */
static size_t pass_stack(struct draft *draft, struct sums *sums, size_t stack,
                         const int64_t *weights)
{
    size_t depth, count, passed = 0;
    const uint32_t *locations = profile_stack(draft->frames->profile, stack, &depth);
    struct way way = {(uint32_t)stack + 1, ID_NONE, false, weights};
    for (size_t i = depth; i > 0; i--, passed += count) {
        const uint32_t *frames = frames_at(draft->frames, locations[i - 1], &count);
        for (size_t n = count; n > 0; n--)
            pass_frame(draft, sums, &way, frames[n - 1], n < count);
    }
    if (way.parent != ID_NONE && !way.residual)
        add_weights(sums->flat.at + way.parent * draft->columns, weights, draft->columns);
    return passed;
}

/* ---------------------------------------------------------------- call tree */

/* The graph's nodes in the order in which the stacks have them. */
static void find_nodes(struct draft *draft)
{
    const uint32_t *frames = draft->tree->node_frames;
    for (size_t i = 1; i < draft->tree->count; i++)
        if (is_kept(draft, frames[i]))
            node_of(draft, frames[i]);
}

static uint32_t *by_tree_node(const struct draft *draft)
{
    return arena_alloc(draft->arena, draft->tree->count * sizeof(uint32_t), _Alignof(uint32_t));
}

static void by_tree_node_free(const struct draft *draft, uint32_t *at)
{
    arena_release(draft->arena, at, draft->tree->count * sizeof(uint32_t));
}

/* The edges in the order in which the stacks have them; notes by node of the tree the edge to it,
 * or ID_NONE. */
static void find_edges(struct draft *draft, uint32_t *edges)
{
    const struct tree *tree = draft->tree;
    /* By node of the tree: the graph's node of the nearest one from there up that is kept. */
    uint32_t *nearest = by_tree_node(draft);
    nearest[0] = ID_NONE;
    for (size_t i = 1; i < tree->count; i++) {
        uint32_t from = nearest[tree->parents[i]], to = draft->node_of[tree->node_frames[i]];
        edges[i] =
            from == ID_NONE || to == ID_NONE || from == to ? ID_NONE : edge_of(draft, from, to);
        nearest[i] = to == ID_NONE ? from : to;
    }
    by_tree_node_free(draft, nearest);
}

/* Depth first, so that of what recurs on a path the first is met before the others: `ends` is, by
 * node of the graph, where the nodes below the last one that counted end. */
static void weigh_nodes(struct draft *draft, struct arena scratch)
{
    const struct tree *tree = draft->tree;
    size_t columns = tree->columns;
    uint32_t *ends = ARENA_NEW(&scratch, uint32_t, draft->node_frames.count);
    for (uint32_t at = 1; at < tree->count; at++) {
        size_t i = tree->order[at], node = draft->node_of[tree->node_frames[i]];
        if (node == ID_NONE)
            continue;
        add_weights(draft->flat + node * columns, tree->self + i * columns, columns);
        if (at < ends[node])
            continue;
        ends[node] = tree->ends[at];
        add_weights(draft->cum + node * columns, tree->total + i * columns, columns);
    }
}

/* The same of the edges. */
static void weigh_edges(struct draft *draft, const uint32_t *edges, struct arena scratch)
{
    const struct tree *tree = draft->tree;
    size_t columns = tree->columns;
    uint32_t *ends = ARENA_NEW(&scratch, uint32_t, draft->edges.count);
    for (uint32_t at = 1; at < tree->count; at++) {
        size_t i = tree->order[at], edge = edges[i];
        if (edge == ID_NONE || at < ends[edge])
            continue;
        ends[edge] = tree->ends[at];
        draft->edges.at[edge].residual |=
            tree->residual[i] || !is_kept(draft, tree->node_frames[tree->parents[i]]);
        draft->edges.at[edge].inlined &= tree->inlined[i];
        add_weights(draft->edge_weights + edge * columns, tree->total + i * columns, columns);
    }
}

static void add_edges(struct draft *draft)
{
    uint32_t *edges = by_tree_node(draft);
    find_edges(draft, edges);
    draft->edge_weights =
        ARENA_NEW(draft->arena, int64_t, draft->edges.count * draft->tree->columns);
    weigh_edges(draft, edges, *draft->arena);
    by_tree_node_free(draft, edges);
}

/* ---------------------------------------------------------------- nodes without a weight */

/* How many columns are values that count. */
static size_t value_columns(const struct graph *graph)
{
    return graph->comparison ? COMPARED_BASE_EVENTS : graph->is_mean ? 1 : graph->columns;
}

static bool has_weight(const struct graph *graph, bool drop_negative, size_t node)
{
    const int64_t *flats = graph->flat + node * graph->columns;
    const int64_t *cums = graph->cum + node * graph->columns;
    int64_t flat = graph_size(graph, flats);
    if (drop_negative && (flat < 0 || (flat == 0 && graph_size(graph, cums) < 0)))
        return false;
    for (size_t c = 0; c < value_columns(graph); c++)
        if (flats[c] || cums[c])
            return true;
    return false;
}

/* Puts nodes without a weight behind the others: pprof does not show them, but their edges.
 * `node_of` are numbers of nodes that are to stay theirs. */
static const struct graph *finish(struct graph graph, uint32_t *node_of, size_t nodes_of,
                                  const struct graph_options *options, struct arena *arena)
{
    size_t columns = graph.columns, at[2] = {0, 0};
    bool drops = options->drop_negative;
    graph.comparison = options->comparison;
    uint32_t *moved = ARENA_NEW(arena, uint32_t, graph.all_nodes);
    uint32_t *node_frames = ARENA_NEW(arena, uint32_t, graph.all_nodes);
    int64_t *flat = ARENA_NEW(arena, int64_t, graph.all_nodes * columns);
    int64_t *cum = ARENA_NEW(arena, int64_t, graph.all_nodes * columns);
    for (size_t i = 0; i < graph.all_nodes; i++)
        at[1] += has_weight(&graph, drops, i);
    graph.node_count = at[1];
    for (size_t i = 0; i < graph.all_nodes; i++) {
        size_t to = at[!has_weight(&graph, drops, i)]++;
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

/* The draft as it is to be. */
static const struct graph *finished(struct draft *draft, bool is_mean)
{
    struct graph graph = {.frames = draft->frames,
                          .source = draft->tree,
                          .columns = draft->columns,
                          .is_mean = is_mean,
                          .node_frames = draft->node_frames.at,
                          .flat = draft->flat,
                          .cum = draft->cum,
                          .all_nodes = draft->node_frames.count,
                          .edges = draft->edges.at,
                          .edge_weights = draft->edge_weights,
                          .edge_count = draft->edges.count};
    return finish(graph, draft->node_of, draft->frames->count, draft->options, draft->arena);
}

const struct graph *graph_of_stacks(const struct selection *selection, const struct frames *frames,
                                    const struct graph_options *options, struct arena *arena,
                                    struct budget *budget, struct error *error)
{
    size_t columns = selection->columns;
    struct draft draft = draft_new(frames, columns, options, arena);
    struct sums sums = {.flat = {.count = 0}};
    for (size_t stack = 0; stack < selection->profile->stack_count; stack++) {
        if (!selection->present[stack])
            continue;
        size_t passed = pass_stack(&draft, &sums, stack, selection->weights + stack * columns);
        if (!budget_spend(budget, passed + 1, error))
            return NULL;
    }
    draft.flat = sums.flat.at;
    draft.cum = sums.cum.at;
    draft.edge_weights = sums.edge_weights.at;
    return finished(&draft, selection->is_mean);
}

const struct graph *graph_new(const struct tree *tree, const struct graph_options *options,
                              bool is_mean, struct arena *arena, struct budget *budget,
                              struct error *error)
{
    struct draft draft = draft_new(tree->frames, tree->columns, options, arena);
    draft.tree = tree;
    if (!budget_spend(budget, tree->count, error))
        return NULL;
    find_nodes(&draft);
    draft.flat = ARENA_NEW(arena, int64_t, draft.node_frames.count * tree->columns);
    draft.cum = ARENA_NEW(arena, int64_t, draft.node_frames.count * tree->columns);
    weigh_nodes(&draft, *arena);
    add_edges(&draft);
    return finished(&draft, is_mean);
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
                          .source = tree,
                          .tree = tree};
    return finish(graph, node_of, tree->count, options, arena);
}

/* ---------------------------------------------------------------- weights */

int64_t graph_size(const struct graph *graph, const int64_t *columns)
{
    if (!graph->comparison)
        return columns[0];
    int64_t base = comparison_whole(graph->comparison, RUN_BASE, columns[COMPARED_BASE]);
    int64_t new_ = comparison_whole(graph->comparison, RUN_NEW, columns[COMPARED_NEW]);
    return number_abs(new_) > number_abs(base) ? new_ : base;
}

static int64_t weight_of(const struct graph *graph, const int64_t *column)
{
    if (graph->comparison)
        return graph_size(graph, column);
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
