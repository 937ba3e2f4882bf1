/* Trimming, step by step as in pprof. */
#include "tree/trim.h"
#include "base/array.h"
#include "base/number.h"
#include "base/sort.h"
#include "profile/profile.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/node_tags.h"
#include "tree/stack_tags.h"
#include "tree/tree.h"

/* What the steps share. */
struct trimming {
    const struct selection *selection;
    const struct frames *frames;
    const struct tree *tree; /* NULL: not made yet */
    const struct trim *trim;
    const struct graph *graph;
    struct str *frame_names; /* by frame; empty: not made yet */
    const struct str *names; /* by node */
    bool has_edges;          /* the graph, not only nodes */
    const uint8_t *kept;     /* by frame: the graph has it; NULL: it has all */
    const uint8_t *shown;    /* by node */
    uint32_t *order;         /* of those shown */
    size_t count;
    uint8_t *edge_kept; /* NULL: all are */
    const struct stack_tags *stack_tags;
    const struct node_tags *tags;
    int64_t node_cutoff, edge_cutoff;
    struct arena *arena;
    struct budget *budget;
    struct error *error;
};

/* ---------------------------------------------------------------- order */

struct ranking {
    const struct trimming *trimming;
    const int64_t *scores;
};

static bool node_before(const void *context, uint32_t a, uint32_t b)
{
    const struct ranking *ranking = context;
    const struct graph *graph = ranking->trimming->graph;
    const struct str *names = ranking->trimming->names;
    const int64_t *last = ranking->trimming->trim->order == TRIM_BY_FLAT ? graph->cum : graph->flat;
    int64_t x = number_abs(ranking->scores[a]), y = number_abs(ranking->scores[b]);
    if (x != y)
        return x > y;
    int order = frame_compare(graph->frames, graph->node_frames[a], names[a], graph->node_frames[b],
                              names[b]);
    if (order)
        return order < 0;
    x = number_abs(graph_size(graph, last + a * graph->columns));
    y = number_abs(graph_size(graph, last + b * graph->columns));
    return x != y ? x > y : graph->node_frames[a] < graph->node_frames[b];
}

/* Sums for the entropies of all nodes, one edge after the other. */
struct entropy {
    double in, out;
    int64_t in_total, out_total;
    bool has_in, has_out;
};

static double entropy_part(int64_t weight, int64_t total)
{
    double share = (double)number_abs(weight) / (double)total;
    return -share * number_log2(share);
}

static void add_weight(int64_t *total, int64_t weight)
{
    if (weight > 0)
        *total = number_add(*total, weight);
}

/* pprof's score of a node for pictures: cum times how evenly its calls spread, plus flat. */
static const int64_t *entropy_scores(const struct trimming *trimming)
{
    const struct graph *graph = trimming->graph;
    const uint8_t *kept = trimming->edge_kept;
    struct entropy *entropy = ARENA_NEW(trimming->arena, struct entropy, graph->all_nodes);
    int64_t *scores = ARENA_NEW(trimming->arena, int64_t, graph->all_nodes);
    for (size_t i = 0; i < graph->all_nodes; i++)
        entropy[i].out_total = graph_size(graph, graph->flat + i * graph->columns);
    for (size_t i = 0; i < graph->edge_count; i++) {
        int64_t weight = graph_size(graph, graph->edge_weights + i * graph->columns);
        struct entropy *from = &entropy[graph->edges[i].from], *to = &entropy[graph->edges[i].to];
        if (kept && !kept[i])
            continue;
        from->has_out = to->has_in = true;
        add_weight(&from->out_total, weight);
        add_weight(&to->in_total, weight);
    }
    for (size_t i = 0; i < graph->edge_count; i++) {
        int64_t weight = graph_size(graph, graph->edge_weights + i * graph->columns);
        struct entropy *from = &entropy[graph->edges[i].from], *to = &entropy[graph->edges[i].to];
        if (kept && !kept[i])
            continue;
        from->out += from->out_total ? entropy_part(weight, from->out_total) : 0;
        to->in += to->in_total ? entropy_part(weight, to->in_total) : 0;
    }
    for (size_t i = 0; i < graph->all_nodes; i++) {
        struct entropy *own = &entropy[i];
        int64_t flat = graph_size(graph, graph->flat + i * graph->columns);
        int64_t cum = graph_size(graph, graph->cum + i * graph->columns);
        if (own->has_out && own->out_total && flat > 0)
            own->out += entropy_part(flat, own->out_total);
        double score = (own->has_in ? own->in : 1) + (own->has_out ? own->out : 1);
        scores[i] = number_add(number_trunc(score * (double)cum), flat);
    }
    return scores;
}

static const int64_t *column_scores(const struct trimming *trimming, const int64_t *weights)
{
    const struct graph *graph = trimming->graph;
    int64_t *scores = ARENA_NEW(trimming->arena, int64_t, graph->all_nodes);
    for (size_t i = 0; i < graph->all_nodes; i++)
        scores[i] = graph_size(graph, weights + i * graph->columns);
    return scores;
}

/* By node; each frame's is made once. */
static struct str *node_names(struct trimming *trimming)
{
    const struct graph *graph = trimming->graph;
    struct str *names = ARENA_NEW(trimming->arena, struct str, graph->all_nodes);
    if (!trimming->frame_names)
        trimming->frame_names = ARENA_NEW(trimming->arena, struct str, graph->frames->count);
    for (uint32_t i = 0; i < graph->all_nodes; i++) {
        struct str *name = &trimming->frame_names[graph->node_frames[i]];
        if (!name->size)
            *name = frame_name(graph->frames, graph->node_frames[i], trimming->arena);
        names[i] = *name;
    }
    return names;
}

static void order_nodes(struct trimming *trimming)
{
    const struct graph *graph = trimming->graph;
    struct str *names = node_names(trimming);
    uint32_t *order = ARENA_NEW(trimming->arena, uint32_t, graph->node_count);
    size_t count = 0;
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (trimming->shown[i])
            order[count++] = i;
    trimming->names = names;
    trimming->order = order;
    struct ranking ranking = {
        trimming, trimming->trim->order == TRIM_BY_ENTROPY ? entropy_scores(trimming)
                  : trimming->trim->order == TRIM_BY_CUM   ? column_scores(trimming, graph->cum)
                                                           : column_scores(trimming, graph->flat)};
    sort_ids(order, count, node_before, &ranking, *trimming->arena);
}

/* ---------------------------------------------------------------- nodes */

/* NULL also where the difference of both sides is shown, which is one column. */
static const struct comparison *sides_of(const struct selection *selection)
{
    return selection->columns == COMPARED_COLUMNS ? selection->comparison : NULL;
}

/* |trunc(sum of flat * fraction)|: what a node or an edge must reach; of a comparison the larger
 * side's sum. */
static int64_t cutoff(const struct graph *graph, double fraction)
{
    int64_t sums[COMPARED_COLUMNS] = {0};
    for (size_t i = 0; i < graph->node_count; i++)
        for (size_t c = 0; c < graph->columns; c++)
            sums[c] = number_add(sums[c], graph->flat[i * graph->columns + c]);
    return number_abs(number_trunc((double)graph_size(graph, sums) * fraction));
}

/* Notes which nodes are shown. */
static void show(struct trimming *trimming, const uint8_t *shown)
{
    trimming->shown = shown;
    trimming->count = 0;
    for (size_t i = 0; i < trimming->graph->node_count; i++)
        trimming->count += shown[i];
}

static void show_all(struct trimming *trimming)
{
    uint8_t *shown = ARENA_NEW(trimming->arena, uint8_t, trimming->graph->all_nodes);
    for (size_t i = 0; i < trimming->graph->node_count; i++)
        shown[i] = 1;
    show(trimming, shown);
}

/* Takes a graph, of which nothing is hidden yet; false for none. */
static bool take(struct trimming *trimming, const struct graph *graph, bool has_edges)
{
    trimming->graph = graph;
    trimming->has_edges = has_edges;
    trimming->edge_kept = NULL;
    if (graph)
        show_all(trimming);
    return graph != NULL;
}

static bool build_of_stacks(struct trimming *trimming, enum graph_parts parts)
{
    struct graph_options options = {.kept = trimming->kept,
                                    .parts = parts,
                                    .drop_negative = trimming->trim->drop_negative,
                                    .comparison = sides_of(trimming->selection)};
    return take(trimming,
                graph_of_stacks(trimming->selection, trimming->frames, &options, trimming->arena,
                                trimming->budget, trimming->error),
                parts == GRAPH_NODES_AND_EDGES);
}

static bool build_of_tree(struct trimming *trimming)
{
    struct graph_options options = {.kept = trimming->kept,
                                    .parts = GRAPH_NODES_AND_EDGES,
                                    .drop_negative = trimming->trim->drop_negative,
                                    .comparison = sides_of(trimming->selection)};
    bool is_mean = trimming->selection->is_mean;
    if (!trimming->tree)
        trimming->tree = tree_new(trimming->selection, trimming->frames, trimming->kept,
                                  trimming->arena, trimming->budget, trimming->error);
    if (!trimming->tree)
        return false;
    return take(trimming,
                trimming->trim->call_tree
                    ? graph_of_tree(trimming->tree, &options, is_mean, trimming->arena)
                    : graph_new(trimming->tree, &options, is_mean, trimming->arena,
                                trimming->budget, trimming->error),
                true);
}

/* Whether graphs are made of a tree: it takes memory, and is worth its while where more than one
 * graph has edges, or tags. */
static bool wants_tree(const struct trimming *trimming)
{
    const struct trim *trim = trimming->trim;
    return trimming->tree || trim->call_tree || trim->with_tags || trim->order == TRIM_BY_ENTROPY;
}

/* Makes the graph of the kept frames. */
static bool build(struct trimming *trimming)
{
    return wants_tree(trimming) ? build_of_tree(trimming)
                                : build_of_stacks(trimming, GRAPH_NODES_AND_EDGES);
}

static uint8_t *edges_kept(struct trimming *trimming)
{
    if (!trimming->edge_kept) {
        trimming->edge_kept = ARENA_NEW(trimming->arena, uint8_t, trimming->graph->edge_count);
        for (size_t i = 0; i < trimming->graph->edge_count; i++)
            trimming->edge_kept[i] = 1;
    }
    return trimming->edge_kept;
}

/* Moves edges from callers that go to the nearest caller above that stays; without one they go.
 * Edges of callers come before those of their callees. */
static void close_gaps(struct graph *graph, const uint8_t *node_kept, uint8_t *edge_kept,
                       struct arena scratch)
{
    uint32_t *parent_edge = ARENA_NEW(&scratch, uint32_t, graph->all_nodes);
    for (size_t i = 0; i < graph->all_nodes; i++)
        parent_edge[i] = ID_NONE;
    for (uint32_t i = 0; i < graph->edge_count; i++)
        parent_edge[graph->edges[i].to] = edge_kept[i] ? i : ID_NONE;
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        struct graph_edge *edge = &graph->edges[i];
        if (!edge_kept[i] || node_kept[edge->from])
            continue;
        /* The caller goes: its own caller's edge has been moved already. */
        uint32_t above = parent_edge[edge->from];
        if (above == ID_NONE) {
            edge_kept[i] = 0;
            parent_edge[edge->to] = ID_NONE;
            continue;
        }
        edge->from = graph->edges[above].from;
        edge->inlined = edge->inlined && graph->edges[above].inlined;
        edge->residual = true;
    }
    for (uint32_t i = 0; i < graph->edge_count; i++)
        if (!node_kept[graph->edges[i].to])
            edge_kept[i] = 0;
}

/* Leaves `node_kept` of the nodes in a tree: callees of what goes are called by its caller. */
static void trim_tree(struct trimming *trimming, const uint8_t *node_kept)
{
    struct graph *graph = ARENA_NEW(trimming->arena, struct graph, 1);
    *graph = *trimming->graph;
    graph->edges = ARENA_NEW(trimming->arena, struct graph_edge, graph->edge_count);
    for (size_t i = 0; i < graph->edge_count; i++)
        graph->edges[i] = trimming->graph->edges[i];
    uint8_t *stays = ARENA_NEW(trimming->arena, uint8_t, graph->all_nodes);
    for (size_t i = 0; i < graph->all_nodes; i++)
        stays[i] = i >= graph->node_count || node_kept[i];
    close_gaps(graph, stays, edges_kept(trimming), *trimming->arena);
    trimming->graph = graph;
    show(trimming, node_kept);
}

/* Makes the graph anew with the frames of `node_kept` nodes. */
static bool rebuild(struct trimming *trimming, const uint8_t *node_kept)
{
    const struct graph *graph = trimming->graph;
    uint8_t *kept = ARENA_NEW(trimming->arena, uint8_t, graph->frames->count);
    for (size_t i = 0; i < graph->node_count; i++)
        kept[graph->node_frames[i]] |= node_kept[i];
    trimming->kept = kept;
    return build(trimming);
}

static bool leave(struct trimming *trimming, const uint8_t *node_kept)
{
    if (!trimming->trim->call_tree)
        return rebuild(trimming, node_kept);
    trim_tree(trimming, node_kept);
    return true;
}

/* The nodes that reach the cutoff. */
static uint8_t *heavy_nodes(const struct trimming *trimming, size_t *count)
{
    const struct graph *graph = trimming->graph;
    uint8_t *heavy = ARENA_NEW(trimming->arena, uint8_t, graph->all_nodes);
    *count = 0;
    for (size_t i = 0; i < graph->node_count; i++) {
        heavy[i] =
            number_abs(graph_size(graph, graph->cum + i * graph->columns)) >= trimming->node_cutoff;
        *count += heavy[i];
    }
    return heavy;
}

static size_t tags_that_count(const struct node_tags *tags, uint32_t node)
{
    size_t count = tags->ranges[node].with_flat;
    return count < NODE_TAGS_DRAWN ? count : NODE_TAGS_DRAWN;
}

/* The first nodes in the order; where tags are drawn each of them counts as well. */
static uint8_t *first_nodes(const struct trimming *trimming, size_t *count)
{
    uint8_t *first = ARENA_NEW(trimming->arena, uint8_t, trimming->graph->all_nodes);
    uint64_t most = (uint64_t)trimming->trim->node_count, used = 0;
    *count = 0;
    for (size_t i = 0; i < trimming->count && used < most; i++) {
        uint32_t node = trimming->order[i];
        used += 1 + (trimming->tags ? tags_that_count(trimming->tags, node) : 0);
        first[node] = 1;
        ++*count;
    }
    return first;
}

/* ---------------------------------------------------------------- edges and tags */

/* Drops edges below the cutoff that lead to a node that is shown; returns their number. */
static size_t drop_light_edges(struct trimming *trimming)
{
    const struct graph *graph = trimming->graph;
    uint8_t *kept = edges_kept(trimming);
    size_t dropped = 0;
    for (size_t i = 0; i < graph->edge_count; i++) {
        int64_t weight = number_abs(graph_size(graph, graph->edge_weights + i * graph->columns));
        if (!kept[i] || !trimming->shown[graph->edges[i].to] || weight >= trimming->edge_cutoff)
            continue;
        kept[i] = 0;
        dropped++;
    }
    return dropped;
}

/* Adds the tags of the first `most` nodes in the order. */
static bool add_tags(struct trimming *trimming, uint64_t most)
{
    size_t count = trimming->count < most ? trimming->count : (size_t)most;
    if (!trimming->trim->with_tags || trimming->trim->no_tags || sides_of(trimming->selection))
        return true;
    if (!trimming->stack_tags)
        trimming->stack_tags = stack_tags_new(trimming->selection, trimming->trim->tag_unit,
                                              trimming->arena, trimming->budget, trimming->error);
    if (!trimming->stack_tags)
        return false;
    trimming->tags =
        node_tags_new(trimming->stack_tags, trimming->graph, trimming->order, count,
                      trimming->node_cutoff, trimming->arena, trimming->budget, trimming->error);
    return trimming->tags != NULL;
}

/* A search up the calls. */
struct search {
    struct adjacency adjacency;
    uint32_t *queue, *seen, stamp;
    uint64_t work;
};

/* Whether the edge's callee is reached from its caller also by other edges. */
static bool is_redundant(const struct trimming *trimming, struct search *search, uint32_t edge)
{
    const struct graph_edge *edges = trimming->graph->edges;
    const struct adjacency *adjacency = &search->adjacency;
    size_t head = 0, tail = 0;
    search->stamp++;
    search->queue[tail++] = edges[edge].to;
    search->seen[edges[edge].to] = search->stamp;
    while (head < tail) {
        uint32_t node = search->queue[head++];
        for (uint32_t i = adjacency->in_starts[node]; i < adjacency->in_starts[node + 1]; i++) {
            uint32_t in = adjacency->in[i], from = edges[in].from;
            search->work++;
            if (!trimming->edge_kept[in] || in == edge || search->seen[from] == search->stamp)
                continue;
            if (from == edges[edge].from)
                return true;
            search->seen[from] = search->stamp;
            search->queue[tail++] = from;
        }
    }
    return false;
}

/* Drops residual edges beside which there is another way: from the last node to the first, of each
 * the lightest first, as far as they are residual. */
static bool drop_redundant_edges(struct trimming *trimming)
{
    struct trimmed trimmed = {
        .graph = trimming->graph, .names = trimming->names, .edge_kept = trimming->edge_kept};
    struct search search = {
        .adjacency = trimmed_adjacency(&trimmed, trimming->arena),
        .queue = ARENA_NEW(trimming->arena, uint32_t, trimming->graph->all_nodes),
        .seen = ARENA_NEW(trimming->arena, uint32_t, trimming->graph->all_nodes)};
    const uint32_t *starts = search.adjacency.in_starts;
    for (size_t n = trimming->count; n > 0; n--) {
        uint32_t node = trimming->order[n - 1];
        for (uint32_t i = starts[node + 1]; i > starts[node]; i--) {
            uint32_t edge = search.adjacency.in[i - 1];
            if (!trimming->graph->edges[edge].residual)
                break;
            search.work = 1;
            if (is_redundant(trimming, &search, edge))
                trimming->edge_kept[edge] = 0;
            if (!budget_spend(trimming->budget, search.work, trimming->error))
                return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- all steps */

/* Whether nodes without edges are enough until all but the first ones have gone: what nodes weigh
 * does not change when others go. */
static bool will_count(const struct trimming *trimming, size_t count)
{
    const struct trim *trim = trimming->trim;
    return !wants_tree(trimming) && !trimming->has_edges && trim->node_count > 0 &&
           (uint64_t)trim->node_count < count;
}

/* The light nodes go. */
static bool trim_light(struct trimming *trimming, struct trimmed *trimmed)
{
    if (trimming->node_cutoff > 0) {
        size_t count;
        const uint8_t *heavy = heavy_nodes(trimming, &count);
        trimmed->dropped_nodes = trimming->count - count;
        if (will_count(trimming, count))
            show(trimming, heavy);
        else if (trimmed->dropped_nodes && !leave(trimming, heavy))
            return false;
    }
    trimmed->node_count = trimming->count;
    return true;
}

/* All but the first nodes go. */
static bool trim_count(struct trimming *trimming)
{
    size_t count;
    if (trimming->trim->node_count <= 0)
        return true;
    if (!add_tags(trimming, (uint64_t)trimming->trim->node_count))
        return false;
    drop_light_edges(trimming);
    const uint8_t *first = first_nodes(trimming, &count);
    if (count == trimming->count)
        return true;
    if (!leave(trimming, first))
        return false;
    order_nodes(trimming);
    return true;
}

static bool run(struct trimming *trimming, struct trimmed *trimmed)
{
    const struct trim *trim = trimming->trim;
    bool is_trimmed = trim->node_fraction != 0 || trim->node_count > 0;
    bool nodes_first = is_trimmed && !trim->call_tree && !trimming->tree;
    if (!(nodes_first ? build_of_stacks(trimming, GRAPH_NODES) : build(trimming)))
        return false;
    trimmed->whole = nodes_first ? NULL : trimming->graph;
    trimming->node_cutoff = cutoff(trimming->graph, trim->node_fraction);
    trimming->edge_cutoff = cutoff(trimming->graph, trim->edge_fraction);
    if (!trim_light(trimming, trimmed))
        return false;
    if (!trimming->has_edges && wants_tree(trimming) && !build(trimming))
        return false;
    order_nodes(trimming);
    if (!trim_count(trimming))
        return false;
    if (!trimming->has_edges) {
        if (!build(trimming))
            return false;
        order_nodes(trimming);
    }
    if (!add_tags(trimming, UINT64_MAX))
        return false;
    trimmed->dropped_edges = drop_light_edges(trimming);
    return !trim->with_tags || drop_redundant_edges(trimming);
}

const struct trimmed *graph_trim(const struct selection *selection, const struct frames *frames,
                                 const struct tree *tree, const struct trim *trim,
                                 struct arena *arena, struct budget *budget, struct error *error)
{
    struct trimmed *trimmed = ARENA_NEW(arena, struct trimmed, 1);
    struct trimming trimming = {.selection = selection,
                                .frames = frames,
                                .tree = tree,
                                .trim = trim,
                                .arena = arena,
                                .budget = budget,
                                .error = error};
    if (!run(&trimming, trimmed))
        return NULL;
    trimmed->graph = trimming.graph;
    trimmed->order = trimming.order;
    trimmed->count = trimming.count;
    trimmed->names = trimming.names;
    trimmed->shown = trimming.shown;
    trimmed->edge_kept = trimming.edge_kept;
    trimmed->tags = trimming.tags;
    return trimmed;
}

/* ---------------------------------------------------------------- edges in order */

static bool edge_before(const void *context, uint32_t a, uint32_t b)
{
    const struct trimmed *trimmed = context;
    const struct graph *graph = trimmed->graph;
    int64_t x = number_abs(graph_size(graph, graph->edge_weights + a * graph->columns));
    int64_t y = number_abs(graph_size(graph, graph->edge_weights + b * graph->columns));
    if (x != y)
        return x > y;
    int order =
        str_compare(trimmed->names[graph->edges[a].from], trimmed->names[graph->edges[b].from]);
    if (!order)
        order = str_compare(trimmed->names[graph->edges[a].to], trimmed->names[graph->edges[b].to]);
    return order < 0;
}

const uint32_t *trimmed_edges(const struct trimmed *trimmed, struct arena *arena, size_t *count)
{
    uint32_t *edges = ARENA_NEW(arena, uint32_t, trimmed->graph->edge_count);
    *count = 0;
    for (uint32_t i = 0; i < trimmed->graph->edge_count; i++)
        if (trimmed->edge_kept[i])
            edges[(*count)++] = i;
    sort_ids(edges, *count, edge_before, trimmed, *arena);
    return edges;
}

struct adjacency trimmed_adjacency(const struct trimmed *trimmed, struct arena *arena)
{
    const struct graph *graph = trimmed->graph;
    size_t count;
    const uint32_t *edges = trimmed_edges(trimmed, arena, &count);
    uint32_t *in = ARENA_NEW(arena, uint32_t, count), *out = ARENA_NEW(arena, uint32_t, count);
    uint32_t *in_starts = ARENA_NEW(arena, uint32_t, graph->all_nodes + 2);
    uint32_t *out_starts = ARENA_NEW(arena, uint32_t, graph->all_nodes + 2);
    for (size_t i = 0; i < count; i++) {
        in_starts[graph->edges[edges[i]].to + 2]++;
        out_starts[graph->edges[edges[i]].from + 2]++;
    }
    for (size_t i = 0; i < graph->all_nodes; i++) {
        in_starts[i + 2] += in_starts[i + 1];
        out_starts[i + 2] += out_starts[i + 1];
    }
    for (size_t i = 0; i < count; i++) {
        in[in_starts[graph->edges[edges[i]].to + 1]++] = edges[i];
        out[out_starts[graph->edges[edges[i]].from + 1]++] = edges[i];
    }
    return (struct adjacency){in, in_starts, out, out_starts};
}
