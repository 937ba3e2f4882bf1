/* Subtrees from the leaves up, each with its outline by layer. At a node the subtree on the
 * heaviest edge comes first; the others go to either side of it, as close as outlines allow.
 * Outlines are kept where that of the deepest subtree is, so each of the others costs as much as it
 * is deep. After Reingold and Tilford, Tidier Drawings of Trees, 1981. */
#include "layout/tidy.h"
#include "base/arena.h"
#include "base/sort.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "layout/straight.h"

#include <math.h>

struct span {
    double left, right;
};

/* Subtrees side by side, from the middle of the root of the first. Their outline is spans[0] at the
 * lowest layer to spans[depth - 1], each of them plus `shift`. */
struct cluster {
    struct span *spans;
    double shift;
    uint32_t depth;
    double left, right; /* of all layers */
};

struct tree {
    const struct digraph *graph;
    uint32_t *starts, *edges; /* by node: the edges to its children, heaviest first */
    uint32_t *order;          /* nodes, each before its children */
    uint32_t *into;           /* by node: the edge, or NONE */
    uint32_t root_count;      /* the first of the order */
    uint32_t *depth;          /* by node: layers of its subtree */
    struct span **spans;      /* by node: the outline of its subtree */
    double *x;                /* by node: the middle of the node, from that of its parent */
    struct cluster *clusters; /* by node: its subtree */
};

#define NONE UINT32_MAX

static void list_children(struct tree *tree)
{
    const struct digraph *graph = tree->graph;
    for (size_t i = 0; i < graph->node_count; i++)
        tree->into[i] = NONE;
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        tree->into[graph->edges[i].to] = i;
        tree->starts[graph->edges[i].from + 2]++;
    }
    for (size_t i = 2; i < graph->node_count + 2; i++)
        tree->starts[i] += tree->starts[i - 1];
    for (uint32_t i = 0; i < graph->edge_count; i++)
        tree->edges[tree->starts[graph->edges[i].from + 1]++] = i;
}

/* The number of nodes reached from those without an edge that comes in. */
static size_t list_nodes(struct tree *tree)
{
    const struct digraph *graph = tree->graph;
    size_t count = 0;
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (tree->into[i] == NONE)
            tree->order[count++] = i;
    tree->root_count = (uint32_t)count;
    for (size_t at = 0; at < count; at++) {
        uint32_t node = tree->order[at];
        for (uint32_t e = tree->starts[node]; e < tree->starts[node + 1]; e++)
            tree->order[count++] = graph->edges[tree->edges[e]].to;
    }
    return count;
}

static struct tree tree_new(const struct digraph *graph, struct arena *arena)
{
    struct tree tree = {.graph = graph,
                        .starts = ARENA_NEW(arena, uint32_t, graph->node_count + 2),
                        .edges = ARENA_NEW(arena, uint32_t, graph->edge_count),
                        .order = ARENA_NEW(arena, uint32_t, graph->node_count),
                        .into = ARENA_NEW(arena, uint32_t, graph->node_count)};
    list_children(&tree);
    return tree;
}

bool tidy_is_tree(const struct digraph *graph, struct arena scratch)
{
    uint8_t *seen = ARENA_NEW(&scratch, uint8_t, graph->node_count);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (seen[graph->edges[i].to]++)
            return false;
    struct tree tree = tree_new(graph, &scratch);
    return list_nodes(&tree) == graph->node_count;
}

static bool is_heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct digraph *graph = context;
    return graph->edges[a].weight > graph->edges[b].weight;
}

static uint32_t child_at(const struct tree *tree, uint32_t at)
{
    return tree->graph->edges[tree->edges[at]].to;
}

/* Gives the longest way down from each node that is not on its parent's a stretch of its own. Of
 * two that are as long, it is the one on the heavier edge, as in place_children. */
static void reserve_spans(struct tree *tree, struct arena *arena)
{
    const struct digraph *graph = tree->graph;
    struct span *all = ARENA_NEW(arena, struct span, graph->node_count);
    for (size_t i = graph->node_count; i-- > 0;) {
        uint32_t node = tree->order[i];
        tree->depth[node]++;
        if (tree->into[node] == NONE)
            continue;
        uint32_t *above = &tree->depth[graph->edges[tree->into[node]].from];
        *above = tree->depth[node] > *above ? tree->depth[node] : *above;
    }
    for (size_t i = 0; i < graph->node_count; i++) {
        uint32_t node = tree->order[i];
        if (!tree->spans[node]) {
            tree->spans[node] = all;
            all += tree->depth[node];
        }
        uint32_t at = tree->starts[node], end = tree->starts[node + 1];
        while (at < end && tree->depth[child_at(tree, at)] + 1 < tree->depth[node])
            at++;
        if (at < end)
            tree->spans[child_at(tree, at)] = tree->spans[node];
    }
}

/* The middle of a node in its box. */
static double middle_of(const struct digraph_node *node)
{
    return (node->left + node->right) / 2;
}

static struct span *span_at(const struct cluster *cluster, uint32_t layer)
{
    return &cluster->spans[cluster->depth - 1 - layer];
}

/* How far from the first root a subtree must lie to be right of all (or, with a side of -1, left).
 */
static double distance(const struct cluster *all, const struct cluster *one, int side, double gap)
{
    uint32_t layers = all->depth < one->depth ? all->depth : one->depth;
    double most = -INFINITY;
    for (uint32_t i = 0; i < layers; i++) {
        const struct span *a = span_at(all, i), *b = span_at(one, i);
        double need = side > 0 ? a->right - b->left : b->right - a->left;
        most = need > most ? need : most;
    }
    return side * (most + gap) + all->shift - one->shift;
}

/* Adds a subtree at x, at that side of all. The deeper of both lends its spans. */
static void join(struct cluster *all, const struct cluster *one, double x, int side)
{
    uint32_t layers = all->depth < one->depth ? all->depth : one->depth;
    bool is_deeper = one->depth > all->depth;
    double from_one = one->shift + x - all->shift;
    for (uint32_t i = 0; i < layers; i++) {
        struct span *a = span_at(all, i), *b = span_at(one, i);
        double left = side > 0 ? a->left : b->left + from_one;
        double right = side > 0 ? b->right + from_one : a->right;
        *(is_deeper ? b : a) = (struct span){left, right};
        if (is_deeper)
            *b = (struct span){b->left - from_one, b->right - from_one};
    }
    if (is_deeper) {
        all->spans = one->spans;
        all->depth = one->depth;
        all->shift = one->shift + x;
    }
    all->left = fmin(all->left, one->left + x);
    all->right = fmax(all->right, one->right + x);
}

/* What a place costs: the width that it adds, and the slant of the line. */
static double cost_of(const struct cluster *all, const struct cluster *one, double x)
{
    double width = fmax(all->right, one->right + x) - fmin(all->left, one->left + x);
    return width - (all->right - all->left) + fabs(x);
}

/* Adds a subtree at the better side. Gives where. */
static double add(struct cluster *all, const struct cluster *one, double gap)
{
    double right = distance(all, one, 1, gap), left = distance(all, one, -1, gap);
    int side = cost_of(all, one, left) < cost_of(all, one, right) ? -1 : 1;
    double x = side > 0 ? right : left;
    join(all, one, x, side);
    return x;
}

static bool is_left_of(const void *context, uint32_t a, uint32_t b)
{
    const struct tree *tree = context;
    return tree->x[tree->graph->edges[a].to] < tree->x[tree->graph->edges[b].to];
}

/* Where half of the weight is to either side; in the middle of two if it is just so. The edges are
 * in order of x. */
static double median(const struct tree *tree, uint32_t node)
{
    const struct digraph_edge *edges = tree->graph->edges;
    uint32_t from = tree->starts[node], end = tree->starts[node + 1];
    double all = 0, sum = 0;
    for (uint32_t i = from; i < end; i++)
        all += edges[tree->edges[i]].weight;
    for (uint32_t i = from; i + 1 < end; i++) {
        sum += edges[tree->edges[i]].weight;
        if (sum * 2 > all)
            return tree->x[child_at(tree, i)];
        if (sum * 2 == all)
            return (tree->x[child_at(tree, i)] + tree->x[child_at(tree, i + 1)]) / 2;
    }
    return tree->x[child_at(tree, end - 1)];
}

static void place_children(struct tree *tree, uint32_t node, struct cluster *all,
                           struct arena scratch)
{
    const struct digraph_node *it = &tree->graph->nodes[node];
    uint32_t from = tree->starts[node], end = tree->starts[node + 1];
    *all = tree->clusters[child_at(tree, from)];
    tree->x[child_at(tree, from)] = 0;
    for (uint32_t i = from + 1; i < end; i++) {
        uint32_t child = child_at(tree, i);
        tree->x[child] = add(all, &tree->clusters[child], tree->graph->node_gap);
    }
    sort_ids(tree->edges + from, end - from, is_left_of, tree, scratch);
    /* Lines start in the middle of where they may. */
    double exit = (it->exit_left + it->exit_right) / 2 - middle_of(it);
    double shift = exit - median(tree, node);
    for (uint32_t i = from; i < end; i++)
        tree->x[child_at(tree, i)] += shift;
    all->shift += shift;
    all->left += shift;
    all->right += shift;
}

static void place_node(struct tree *tree, uint32_t node, struct arena scratch)
{
    const struct digraph_node *it = &tree->graph->nodes[node];
    double left = -middle_of(it), right = it->width - middle_of(it);
    struct cluster *all = &tree->clusters[node];
    *all = (struct cluster){.spans = tree->spans[node], .left = left, .right = right};
    if (tree->starts[node] < tree->starts[node + 1])
        place_children(tree, node, all, scratch);
    all->spans[all->depth++] = (struct span){left - all->shift, right - all->shift};
    all->left = fmin(all->left, left);
    all->right = fmax(all->right, right);
}

/* From places by parent to places on the sheet. */
static double *add_up(const struct tree *tree, uint32_t slots, struct arena *arena)
{
    const struct digraph *graph = tree->graph;
    double *centers = ARENA_NEW(arena, double, slots);
    for (size_t i = 0; i < graph->node_count; i++) {
        uint32_t node = tree->order[i];
        const struct digraph_node *it = &graph->nodes[node];
        if (tree->into[node] != NONE)
            tree->x[node] += tree->x[graph->edges[tree->into[node]].from];
        centers[node] = tree->x[node] - middle_of(it) + it->width / 2;
    }
    return centers;
}

static void move_to_left(const struct digraph *graph, double *centers)
{
    double least = INFINITY;
    for (size_t i = 0; i < graph->node_count; i++)
        least = fmin(least, centers[i] - graph->nodes[i].width / 2);
    for (size_t i = 0; i < graph->node_count; i++)
        centers[i] -= least;
}

/* Layers from left to right: parents in their order, of each its children. */
static void set_order(const struct tree *tree, struct layers *layers, struct arena scratch)
{
    uint32_t *fill = ARENA_NEW(&scratch, uint32_t, layers->layer_count);
    uint32_t *order = ARENA_NEW(&scratch, uint32_t, tree->graph->node_count);
    size_t count = tree->root_count;
    for (size_t i = 0; i < count; i++)
        order[i] = tree->order[i];
    for (size_t at = 0; at < count; at++) {
        uint32_t node = order[at], layer = layers->layer[node];
        for (uint32_t e = tree->starts[node]; e < tree->starts[node + 1]; e++)
            order[count++] = child_at(tree, e);
        layers->place[node] = fill[layer]++;
        layers->order[layers->starts[layer] + layers->place[node]] = node;
    }
}

double *tidy_columns(const struct digraph *graph, struct layers *layers, struct arena *arena,
                     struct budget *budget, struct error *error)
{
    struct tree tree = tree_new(graph, arena);
    size_t count = graph->node_count;
    list_nodes(&tree);
    tree.depth = ARENA_NEW(arena, uint32_t, count);
    tree.spans = ARENA_NEW(arena, struct span *, count);
    tree.x = ARENA_NEW(arena, double, count);
    tree.clusters = ARENA_NEW(arena, struct cluster, count);
    for (size_t i = 0; i < count; i++)
        sort_ids(tree.edges + tree.starts[i], tree.starts[i + 1] - tree.starts[i], is_heavier,
                 graph, *arena);
    reserve_spans(&tree, arena);
    for (size_t i = count; i-- > 0;) {
        place_node(&tree, tree.order[i], *arena);
        if (!budget_spend(budget, 4, error))
            return NULL;
    }
    struct cluster all = count ? tree.clusters[tree.order[0]] : (struct cluster){0};
    for (uint32_t i = 1; i < tree.root_count; i++) {
        uint32_t root = tree.order[i];
        tree.x[root] = distance(&all, &tree.clusters[root], 1, graph->node_gap);
        join(&all, &tree.clusters[root], tree.x[root], 1);
    }
    set_order(&tree, layers, *arena);
    double *centers = add_up(&tree, layers->slot_count, arena);
    if (!straight_columns(graph, layers, centers, *arena, budget, error))
        return NULL;
    move_to_left(graph, centers);
    return centers;
}
