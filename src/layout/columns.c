/* x of every slot.
 *
 * Bends of one edge that can stand above each other are one block (of crossing ones the heavier
 * stay straight, chosen as the heaviest increasing sequence). Blocks are placed so that the sum of
 * weight * |dx| over all other segments is least, which keeps them apart and the drawing narrow:
 * an average of the leftmost and the rightmost placement is improved by moving each block to the
 * weighted median of its neighbours, and then by network simplex.
 *
 * Gansner, Koutsofios, North, Vo: A technique for drawing directed graphs (1993), section 4, for
 * the objective; Brandes, Koepf: Fast and simple horizontal coordinate assignment (2001) for
 * blocks; Rueegg, Schulze, Carstens, von Hanxleden: Size- and port-aware horizontal node coordinate
 * assignment (2015) for the simplex on blocks. */
#include "layout/columns.h"
#include "base/arena.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "layout/simplex.h"

/* A pixel has so many simplex units. */
static const double UNITS = 8;
enum { SWEEPS = 8, HEAVIEST = 1000 };

/* The block `right` is at least `gap` from `left`. */
struct apart {
    uint32_t left, right;
    double gap;
};

/* A segment that is to be short: block a's centre + at_a, and likewise b. */
struct pull {
    uint32_t a, b;
    double at_a, at_b, weight;
};

struct columns {
    const struct digraph *graph;
    const struct layers *layers;
    struct arena *arena;
    struct budget *budget;
    uint32_t *block; /* by slot */
    uint32_t block_count;
    uint32_t *topological; /* blocks, every left one before the right one */
    struct apart *aparts;
    size_t apart_count;
    struct pull *pulls;
    size_t pull_count;
    /* By block: indices of aparts, as left and as right one, and of pulls. */
    uint32_t *right_starts, *rights, *left_starts, *lefts, *pull_starts, *pulls_of;
    double *x; /* by block: its centre */
};

static bool is_bend(const struct columns *columns, uint32_t slot)
{
    return slot >= columns->layers->node_count;
}

static const struct digraph_edge *edge_of(const struct columns *columns, uint32_t bend)
{
    const struct layers *layers = columns->layers;
    return &columns->graph->edges[layers->edge_of[bend - layers->node_count]];
}

static double half_width(const struct columns *columns, uint32_t slot)
{
    return is_bend(columns, slot) ? edge_of(columns, slot)->thickness / 2
                                  : columns->graph->nodes[slot].width / 2;
}

/* ---------------------------------------------------------------- blocks */

/* The best sequences of segments between two layers that end at each place below. */
struct straight {
    double *best;     /* Fenwick tree of maxima, by place below */
    uint32_t *last;   /* the bend above that the maximum is of, + 1 */
    uint32_t *before; /* by place above: the bend before it in its sequence, + 1 */
};

/* The bend under this one on the same edge; itself where there is none. */
static uint32_t bend_below(const struct columns *columns, uint32_t bend)
{
    const struct layers *layers = columns->layers;
    uint32_t edge = layers->edge_of[bend - layers->node_count];
    return bend + 1 < layers->chains[edge + 1] ? bend + 1 : bend;
}

static uint32_t best_before(const struct straight *straight, uint32_t place, double *weight)
{
    uint32_t last = 0;
    *weight = 0;
    for (; place; place &= place - 1)
        if (straight->best[place] > *weight) {
            *weight = straight->best[place];
            last = straight->last[place];
        }
    return last;
}

/* Joins bends of layers l and l + 1 so that none of the joined segments cross. */
static void join_layer(struct columns *columns, struct straight *straight, uint32_t layer)
{
    const struct layers *layers = columns->layers;
    uint32_t first = layers->starts[layer], end = layers->starts[layer + 1];
    uint32_t width = layers->starts[layer + 2] - end;
    uint32_t final = 0;
    double total = 0;
    for (uint32_t i = 0; i <= width; i++)
        straight->best[i] = 0;
    for (uint32_t i = first; i < end; i++) {
        uint32_t slot = layers->order[i];
        uint32_t next = is_bend(columns, slot) ? bend_below(columns, slot) : slot;
        double weight;
        if (next == slot)
            continue;
        straight->before[i - first] = best_before(straight, layers->place[next] + 1, &weight);
        weight += 1 + edge_of(columns, slot)->weight;
        for (uint32_t at = layers->place[next] + 1; at <= width; at += at & (0u - at))
            if (weight > straight->best[at]) {
                straight->best[at] = weight;
                straight->last[at] = i - first + 1;
            }
        if (weight > total) {
            total = weight;
            final = i - first + 1;
        }
    }
    for (; final; final = straight->before[final - 1]) {
        uint32_t slot = layers->order[first + final - 1];
        columns->block[bend_below(columns, slot)] = slot;
    }
}

/* Numbers the blocks; before, block[slot] is the slot above it in its block, or itself. */
static void number_blocks(struct columns *columns)
{
    const struct layers *layers = columns->layers;
    for (uint32_t slot = 0; slot < layers->slot_count; slot++) {
        uint32_t above = columns->block[slot];
        columns->block[slot] = above == slot ? columns->block_count++ : columns->block[above];
    }
}

static bool make_blocks(struct columns *columns, struct error *error)
{
    const struct layers *layers = columns->layers;
    uint32_t widest = 0;
    columns->block = ARENA_NEW(columns->arena, uint32_t, layers->slot_count);
    for (uint32_t slot = 0; slot < layers->slot_count; slot++)
        columns->block[slot] = slot;
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        uint32_t width = layers->starts[l + 1] - layers->starts[l];
        widest = width > widest ? width : widest;
    }
    struct arena scratch = *columns->arena;
    struct straight straight = {ARENA_NEW(&scratch, double, widest + 1),
                                ARENA_NEW(&scratch, uint32_t, widest + 1),
                                ARENA_NEW(&scratch, uint32_t, widest + 1)};
    for (uint32_t l = 0; l + 1 < layers->layer_count; l++) {
        join_layer(columns, &straight, l);
        if (!budget_spend(columns->budget, layers->starts[l + 1] - layers->starts[l], error))
            return false;
    }
    number_blocks(columns);
    return true;
}

/* ---------------------------------------------------------------- what keeps blocks apart */

static double gap_between(const struct columns *columns, uint32_t a, uint32_t b)
{
    bool lines = is_bend(columns, a) || is_bend(columns, b);
    return half_width(columns, a) + half_width(columns, b) +
           (lines ? columns->graph->line_gap : columns->graph->node_gap);
}

/* Starts of runs from counts: counts[i + 1] holds how many i has. */
static void sum_up(uint32_t *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        starts[i + 1] += starts[i];
}

/* Lists indices by key: `starts` (count + 1 of them) and the list. */
#define LIST_BY(columns, count, items, item_count, key, starts, list)                              \
    do {                                                                                           \
        (starts) = ARENA_NEW((columns)->arena, uint32_t, (size_t)(count) + 1);                     \
        (list) = ARENA_NEW((columns)->arena, uint32_t, (item_count));                              \
        uint32_t *at_ = ARENA_NEW((columns)->arena, uint32_t, (count));                            \
        for (size_t i_ = 0; i_ < (item_count); i_++)                                               \
            (starts)[(items)[i_].key + 1]++;                                                       \
        sum_up((starts), (count));                                                                 \
        for (size_t i_ = 0; i_ < (item_count); i_++)                                               \
            (list)[(starts)[(items)[i_].key] + at_[(items)[i_].key]++] = (uint32_t)i_;             \
    } while (0)

/* Pairs that several layers ask for become one, of the largest gap. */
static void merge_aparts(struct columns *columns)
{
    uint32_t *starts, *list;
    LIST_BY(columns, columns->block_count, columns->aparts, columns->apart_count, left, starts,
            list);
    struct apart *merged = ARENA_NEW(columns->arena, struct apart, columns->apart_count);
    uint32_t *seen = ARENA_NEW(columns->arena, uint32_t, columns->block_count);
    size_t count = 0;
    for (uint32_t block = 0; block < columns->block_count; block++) {
        size_t first = count;
        for (uint32_t i = starts[block]; i < starts[block + 1]; i++) {
            const struct apart *apart = &columns->aparts[list[i]];
            uint32_t at = seen[apart->right];
            if (at > first && at <= count && merged[at - 1].right == apart->right) {
                if (apart->gap > merged[at - 1].gap)
                    merged[at - 1].gap = apart->gap;
                continue;
            }
            merged[count++] = *apart;
            seen[apart->right] = (uint32_t)count;
        }
    }
    columns->aparts = merged;
    columns->apart_count = count;
}

static void keep_apart(struct columns *columns)
{
    const struct layers *layers = columns->layers;
    columns->aparts = ARENA_NEW(columns->arena, struct apart, layers->slot_count);
    for (uint32_t l = 0; l < layers->layer_count; l++)
        for (uint32_t i = layers->starts[l] + 1; i < layers->starts[l + 1]; i++) {
            uint32_t a = layers->order[i - 1], b = layers->order[i];
            columns->aparts[columns->apart_count++] =
                (struct apart){columns->block[a], columns->block[b], gap_between(columns, a, b)};
        }
    merge_aparts(columns);
    LIST_BY(columns, columns->block_count, columns->aparts, columns->apart_count, left,
            columns->right_starts, columns->rights);
    LIST_BY(columns, columns->block_count, columns->aparts, columns->apart_count, right,
            columns->left_starts, columns->lefts);
}

/* Blocks in an order in which left ones come first. */
static void sort_blocks(struct columns *columns)
{
    uint32_t *order = ARENA_NEW(columns->arena, uint32_t, columns->block_count);
    uint32_t *waiting = ARENA_NEW(columns->arena, uint32_t, columns->block_count), count = 0;
    for (uint32_t block = 0; block < columns->block_count; block++) {
        waiting[block] = columns->left_starts[block + 1] - columns->left_starts[block];
        if (!waiting[block])
            order[count++] = block;
    }
    for (uint32_t done = 0; done < count; done++)
        for (uint32_t i = columns->right_starts[order[done]];
             i < columns->right_starts[order[done] + 1]; i++) {
            uint32_t right = columns->aparts[columns->rights[i]].right;
            if (!--waiting[right])
                order[count++] = right;
        }
    columns->topological = order;
}

/* ---------------------------------------------------------------- what pulls them together */

/* Where lines meet a node, from the middle of its box. */
static double end_of(const struct columns *columns, uint32_t slot, bool below)
{
    if (is_bend(columns, slot))
        return 0;
    const struct digraph_node *node = &columns->graph->nodes[slot];
    return (below ? node->exit_left + node->exit_right : node->left + node->right) / 2 -
           node->width / 2;
}

static void add_pull(struct columns *columns, uint32_t upper, uint32_t lower, double weight)
{
    bool bends[2] = {is_bend(columns, upper), is_bend(columns, lower)};
    double straight = bends[0] && bends[1] ? 8 : bends[0] || bends[1] ? 2 : 1;
    if (columns->block[upper] == columns->block[lower])
        return;
    weight = weight < 1 ? 1 : weight > HEAVIEST ? HEAVIEST : weight;
    columns->pulls[columns->pull_count++] =
        (struct pull){columns->block[upper], columns->block[lower], end_of(columns, upper, true),
                      end_of(columns, lower, false), weight * straight};
}

static void pull_together(struct columns *columns)
{
    const struct layers *layers = columns->layers;
    size_t bends = layers->slot_count - layers->node_count;
    columns->pulls = ARENA_NEW(columns->arena, struct pull, layers->edge_count + bends);
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        double weight = columns->graph->edges[e].weight;
        uint32_t above = layers->upper[e];
        for (uint32_t bend = layers->chains[e]; bend < layers->chains[e + 1]; bend++) {
            add_pull(columns, above, bend, weight);
            above = bend;
        }
        add_pull(columns, above, layers->lower[e], weight);
    }
}

/* By block: the pulls at either end of it. */
static void list_pulls(struct columns *columns)
{
    uint32_t *starts = ARENA_NEW(columns->arena, uint32_t, (size_t)columns->block_count + 1);
    uint32_t *at = ARENA_NEW(columns->arena, uint32_t, columns->block_count);
    columns->pulls_of = ARENA_NEW(columns->arena, uint32_t, 2 * columns->pull_count);
    for (size_t i = 0; i < columns->pull_count; i++) {
        starts[columns->pulls[i].a + 1]++;
        starts[columns->pulls[i].b + 1]++;
    }
    sum_up(starts, columns->block_count);
    for (uint32_t i = 0; i < columns->pull_count; i++) {
        uint32_t a = columns->pulls[i].a, b = columns->pulls[i].b;
        columns->pulls_of[starts[a] + at[a]++] = i;
        columns->pulls_of[starts[b] + at[b]++] = i;
    }
    columns->pull_starts = starts;
}

/* ---------------------------------------------------------------- a first placement */

static double left_limit(const struct columns *columns, const double *x, uint32_t block)
{
    double limit = -1e300;
    for (uint32_t i = columns->left_starts[block]; i < columns->left_starts[block + 1]; i++) {
        const struct apart *apart = &columns->aparts[columns->lefts[i]];
        double least = x[apart->left] + apart->gap;
        limit = least > limit ? least : limit;
    }
    return limit;
}

static double right_limit(const struct columns *columns, const double *x, uint32_t block)
{
    double limit = 1e300;
    for (uint32_t i = columns->right_starts[block]; i < columns->right_starts[block + 1]; i++) {
        const struct apart *apart = &columns->aparts[columns->rights[i]];
        double most = x[apart->right] - apart->gap;
        limit = most < limit ? most : limit;
    }
    return limit;
}

/* The average of all as far left, and as far right, as they go. */
static void first_placement(struct columns *columns)
{
    double *left = ARENA_NEW(columns->arena, double, columns->block_count);
    double *right = ARENA_NEW(columns->arena, double, columns->block_count), width = 0;
    for (uint32_t i = 0; i < columns->block_count; i++) {
        uint32_t block = columns->topological[i];
        double limit = left_limit(columns, left, block);
        left[block] = limit > 0 ? limit : 0;
        width = left[block] > width ? left[block] : width;
    }
    for (uint32_t i = columns->block_count; i-- > 0;) {
        uint32_t block = columns->topological[i];
        double limit = right_limit(columns, right, block);
        right[block] = limit < width ? limit : width;
    }
    for (uint32_t block = 0; block < columns->block_count; block++)
        columns->x[block] = (left[block] + right[block]) / 2;
}

/* ---------------------------------------------------------------- medians */

struct target {
    double x, weight;
};

static void sort_targets(struct target *targets, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct target target = targets[i];
        size_t at = i;
        for (; at && targets[at - 1].x > target.x; at--)
            targets[at] = targets[at - 1];
        targets[at] = target;
    }
}

enum { MOST_TARGETS = 64 };

/* Where the block would like to be: the weighted median of the first neighbours. */
static double wanted(const struct columns *columns, uint32_t block)
{
    struct target targets[MOST_TARGETS];
    size_t count = 0;
    double total = 0, sum = 0;
    for (uint32_t i = columns->pull_starts[block];
         i < columns->pull_starts[block + 1] && count < MOST_TARGETS; i++) {
        const struct pull *pull = &columns->pulls[columns->pulls_of[i]];
        double at = pull->a == block ? columns->x[pull->b] + pull->at_b - pull->at_a
                                     : columns->x[pull->a] + pull->at_a - pull->at_b;
        targets[count++] = (struct target){at, pull->weight};
        total += pull->weight;
    }
    if (!count)
        return columns->x[block];
    sort_targets(targets, count);
    for (size_t i = 0; i < count; i++) {
        sum += targets[i].weight;
        if (2 * sum == total && i + 1 < count)
            return (targets[i].x + targets[i + 1].x) / 2;
        if (2 * sum > total)
            return targets[i].x;
    }
    return targets[count - 1].x;
}

static void move_block(struct columns *columns, uint32_t block)
{
    double least = left_limit(columns, columns->x, block);
    double most = right_limit(columns, columns->x, block);
    double x = wanted(columns, block);
    columns->x[block] = x < least ? least : x > most ? most : x;
}

static bool sweep(struct columns *columns, struct error *error)
{
    for (int round = 0; round < SWEEPS; round++) {
        for (uint32_t i = 0; i < columns->block_count; i++)
            move_block(columns, columns->topological[round % 2 ? i : columns->block_count - 1 - i]);
        if (!budget_spend(columns->budget, columns->pull_count + columns->apart_count, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- the best placement */

/* Half up, with a floor that needs no library. */
static int64_t rounded(double value)
{
    int64_t whole = (int64_t)(value + 0.5);
    return (double)whole > value + 0.5 ? whole - 1 : whole;
}

static int64_t rounded_up(double value)
{
    int64_t whole = (int64_t)value;
    return (double)whole < value ? whole + 1 : whole;
}

/* A node of the simplex for each block, and one for each pull, left of both its ends. */
static bool improve(struct columns *columns, struct error *error)
{
    size_t nodes = columns->block_count + columns->pull_count;
    size_t count = columns->apart_count + 2 * columns->pull_count, used = 0;
    struct simplex_edge *edges = ARENA_NEW(columns->arena, struct simplex_edge, count);
    int64_t *values = ARENA_NEW(columns->arena, int64_t, nodes);
    for (uint32_t i = 0; i < columns->block_count; i++) {
        uint32_t block = columns->topological[i];
        values[block] = rounded(columns->x[block] * UNITS);
        for (uint32_t k = columns->left_starts[block]; k < columns->left_starts[block + 1]; k++) {
            const struct apart *apart = &columns->aparts[columns->lefts[k]];
            int64_t gap = rounded_up(apart->gap * UNITS), least = values[apart->left] + gap;
            edges[used++] = (struct simplex_edge){apart->left, block, gap, 0};
            values[block] = values[block] < least ? least : values[block];
        }
    }
    for (size_t i = 0; i < columns->pull_count; i++) {
        const struct pull *pull = &columns->pulls[i];
        uint32_t own = columns->block_count + (uint32_t)i;
        int64_t at_a = rounded(pull->at_a * UNITS), at_b = rounded(pull->at_b * UNITS);
        int64_t weight = rounded(pull->weight);
        int64_t a = values[pull->a] + at_a, b = values[pull->b] + at_b;
        edges[used++] = (struct simplex_edge){own, pull->a, -at_a, weight};
        edges[used++] = (struct simplex_edge){own, pull->b, -at_b, weight};
        values[own] = a < b ? a : b;
    }
    struct simplex problem = {edges, used, nodes, 0};
    if (!simplex_solve(&problem, values, true, columns->arena, columns->budget, error))
        return false;
    for (uint32_t block = 0; block < columns->block_count; block++)
        columns->x[block] = (double)values[block] / UNITS;
    return true;
}

/* ---------------------------------------------------------------- whole */

static double *by_slot(const struct columns *columns)
{
    const struct layers *layers = columns->layers;
    double *x = ARENA_NEW(columns->arena, double, layers->slot_count), least = 1e300;
    for (uint32_t slot = 0; slot < layers->slot_count; slot++) {
        x[slot] = columns->x[columns->block[slot]];
        double left = x[slot] - half_width(columns, slot);
        least = left < least ? left : least;
    }
    for (uint32_t slot = 0; slot < layers->slot_count; slot++)
        x[slot] -= least;
    return x;
}

double *columns_assign(const struct digraph *graph, const struct layers *layers,
                       struct arena *arena, struct budget *budget, struct error *error)
{
    struct columns columns = {.graph = graph, .layers = layers, .arena = arena, .budget = budget};
    if (!make_blocks(&columns, error))
        return NULL;
    keep_apart(&columns);
    sort_blocks(&columns);
    pull_together(&columns);
    list_pulls(&columns);
    columns.x = ARENA_NEW(arena, double, columns.block_count);
    first_placement(&columns);
    if (!sweep(&columns, error) || !improve(&columns, error))
        return NULL;
    return by_slot(&columns);
}
