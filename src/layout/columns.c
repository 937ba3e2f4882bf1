/* x of every slot: the sum of weight * |dx| over all segments is made least by network simplex,
 * where segments between bends weigh most, so that long lines are straight rather than short ones
 * (Gansner, Koutsofios, North, Vo: A technique for drawing directed graphs, 1993, section 4.2). It
 * starts from the average of all as far left and all as far right as they go, with every slot moved
 * to the weighted median of its neighbours a few times. */
#include "layout/columns.h"
#include "base/arena.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "layout/simplex.h"

/* A pixel has so many simplex units. */
static const double UNITS = 8;
enum { SWEEPS = 8, HEAVIEST = 1000, MOST_TARGETS = 64 };
/* Exchanges of the simplex: real graphs come to the optimum, the largest only near it. */
enum { EFFORT_A_NODE = 2000, MOST_EFFORT = 100000000 };

/* A segment that is to be vertical: upper's centre + at_upper, and likewise lower. */
struct pull {
    uint32_t upper, lower;
    double at_upper, at_lower, weight;
};

struct columns {
    const struct digraph *graph;
    const struct layers *layers;
    struct arena *arena;
    struct budget *budget;
    struct pull *pulls;
    size_t pull_count;
    uint32_t *starts, *pulls_of; /* by slot: pulls_of[starts[s] .. starts[s + 1]) */
    double *x;                   /* by slot: its centre */
};

static bool is_bend(const struct columns *columns, uint32_t slot)
{
    return slot >= columns->layers->node_count;
}

static double half_width(const struct columns *columns, uint32_t slot)
{
    const struct layers *layers = columns->layers;
    if (!is_bend(columns, slot))
        return columns->graph->nodes[slot].width / 2;
    return columns->graph->edges[layers->edge_of[slot - layers->node_count]].thickness / 2;
}

/* ---------------------------------------------------------------- what keeps slots apart */

static double gap_between(const struct columns *columns, uint32_t a, uint32_t b)
{
    bool lines = is_bend(columns, a) || is_bend(columns, b);
    return half_width(columns, a) + half_width(columns, b) +
           (lines ? columns->graph->line_gap : columns->graph->node_gap);
}

/* The place in `order` of a slot, and the slots of its layer. */
struct row {
    uint32_t at, first, end;
};

static struct row row_of(const struct columns *columns, uint32_t slot)
{
    const struct layers *layers = columns->layers;
    uint32_t layer = layers->layer[slot], first = layers->starts[layer];
    return (struct row){first + layers->place[slot], first, layers->starts[layer + 1]};
}

static double within(const struct columns *columns, uint32_t slot, double x)
{
    struct row row = row_of(columns, slot);
    if (row.at > row.first) {
        uint32_t left = columns->layers->order[row.at - 1];
        double least = columns->x[left] + gap_between(columns, left, slot);
        x = x < least ? least : x;
    }
    if (row.at + 1 < row.end) {
        uint32_t right = columns->layers->order[row.at + 1];
        double most = columns->x[right] - gap_between(columns, slot, right);
        x = x > most ? most : x;
    }
    return x;
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
    weight = weight < 1 ? 1 : weight > HEAVIEST ? HEAVIEST : weight;
    columns->pulls[columns->pull_count++] =
        (struct pull){upper, lower, end_of(columns, upper, true), end_of(columns, lower, false),
                      weight * straight};
}

static void add_pulls(struct columns *columns)
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

/* By slot: the pulls at either end of it. */
static void list_pulls(struct columns *columns)
{
    uint32_t slots = columns->layers->slot_count;
    struct arena *arena = columns->arena;
    columns->starts = ARENA_NEW(arena, uint32_t, (size_t)slots + 1);
    columns->pulls_of = ARENA_NEW(arena, uint32_t, 2 * columns->pull_count);
    uint32_t *used = ARENA_NEW(arena, uint32_t, slots);
    for (size_t i = 0; i < columns->pull_count; i++) {
        columns->starts[columns->pulls[i].upper + 1]++;
        columns->starts[columns->pulls[i].lower + 1]++;
    }
    for (uint32_t slot = 0; slot < slots; slot++)
        columns->starts[slot + 1] += columns->starts[slot];
    for (uint32_t i = 0; i < columns->pull_count; i++) {
        uint32_t a = columns->pulls[i].upper, b = columns->pulls[i].lower;
        columns->pulls_of[columns->starts[a] + used[a]++] = i;
        columns->pulls_of[columns->starts[b] + used[b]++] = i;
    }
}

/* ---------------------------------------------------------------- a first placement */

/* Each layer in the middle between as far left, and as far right, as it goes. */
static void first_placement(struct columns *columns)
{
    const struct layers *layers = columns->layers;
    double widest = 0;
    columns->x = ARENA_NEW(columns->arena, double, layers->slot_count);
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        uint32_t first = layers->starts[l], end = layers->starts[l + 1];
        for (uint32_t i = first + 1; i < end; i++)
            columns->x[layers->order[i]] =
                columns->x[layers->order[i - 1]] +
                gap_between(columns, layers->order[i - 1], layers->order[i]);
        if (end > first && columns->x[layers->order[end - 1]] > widest)
            widest = columns->x[layers->order[end - 1]];
    }
    for (uint32_t l = 0; l < layers->layer_count; l++) {
        uint32_t first = layers->starts[l], end = layers->starts[l + 1];
        double own = end > first ? columns->x[layers->order[end - 1]] : 0;
        for (uint32_t i = first; i < end; i++)
            columns->x[layers->order[i]] += (widest - own) / 2;
    }
}

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

/* Where a slot would like to be: the weighted median of its first neighbours. */
static double wanted(const struct columns *columns, uint32_t slot)
{
    struct target targets[MOST_TARGETS];
    size_t count = 0;
    double total = 0, sum = 0;
    for (uint32_t i = columns->starts[slot]; i < columns->starts[slot + 1] && count < MOST_TARGETS;
         i++) {
        const struct pull *pull = &columns->pulls[columns->pulls_of[i]];
        double at = pull->upper == slot ? columns->x[pull->lower] + pull->at_lower - pull->at_upper
                                        : columns->x[pull->upper] + pull->at_upper - pull->at_lower;
        targets[count++] = (struct target){at, pull->weight};
        total += pull->weight;
    }
    sort_targets(targets, count);
    for (size_t i = 0; i < count; i++) {
        sum += targets[i].weight;
        if (2 * sum == total && i + 1 < count)
            return (targets[i].x + targets[i + 1].x) / 2;
        if (2 * sum > total)
            return targets[i].x;
    }
    return columns->x[slot];
}

/* Up and down in turns. */
static bool sweep(struct columns *columns, struct error *error)
{
    uint32_t slots = columns->layers->slot_count;
    for (int round = 0; round < SWEEPS; round++) {
        for (uint32_t i = 0; i < slots; i++) {
            uint32_t slot = columns->layers->order[round % 2 ? i : slots - 1 - i];
            columns->x[slot] = within(columns, slot, wanted(columns, slot));
        }
        if (!budget_spend(columns->budget, 2 * columns->pull_count, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- the best placement */

/* Half up. */
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

/* Slots as values that keep their distances. */
static size_t round_slots(const struct columns *columns, int64_t *values,
                          struct simplex_edge *edges)
{
    const struct layers *layers = columns->layers;
    size_t count = 0;
    for (uint32_t i = 0; i < layers->slot_count; i++) {
        uint32_t slot = layers->order[i];
        values[slot] = rounded(columns->x[slot] * UNITS);
        if (i == layers->starts[layers->layer[slot]])
            continue;
        uint32_t left = layers->order[i - 1];
        int64_t gap = rounded_up(gap_between(columns, left, slot) * UNITS);
        edges[count++] = (struct simplex_edge){left, slot, gap, 0};
        if (values[slot] < values[left] + gap)
            values[slot] = values[left] + gap;
    }
    return count;
}

/* A node of the simplex for each slot, and one for each pull, left of both its ends. */
static bool improve(struct columns *columns, struct error *error)
{
    uint32_t slots = columns->layers->slot_count;
    size_t nodes = slots + columns->pull_count;
    struct simplex_edge *edges =
        ARENA_NEW(columns->arena, struct simplex_edge, slots + 2 * columns->pull_count);
    int64_t *values = ARENA_NEW(columns->arena, int64_t, nodes);
    size_t count = round_slots(columns, values, edges);
    for (size_t i = 0; i < columns->pull_count; i++) {
        const struct pull *pull = &columns->pulls[i];
        uint32_t own = slots + (uint32_t)i;
        int64_t at_upper = rounded(pull->at_upper * UNITS);
        int64_t at_lower = rounded(pull->at_lower * UNITS);
        int64_t upper = values[pull->upper] + at_upper, lower = values[pull->lower] + at_lower;
        int64_t weight = rounded(pull->weight);
        edges[count++] = (struct simplex_edge){own, pull->upper, -at_upper, weight};
        edges[count++] = (struct simplex_edge){own, pull->lower, -at_lower, weight};
        values[own] = upper < lower ? upper : lower;
    }
    uint64_t effort = (uint64_t)nodes * EFFORT_A_NODE;
    struct simplex problem = {edges, count, nodes, effort < MOST_EFFORT ? effort : MOST_EFFORT};
    if (!simplex_solve(&problem, values, true, columns->arena, columns->budget, error))
        return false;
    for (uint32_t slot = 0; slot < slots; slot++)
        columns->x[slot] = (double)values[slot] / UNITS;
    return true;
}

/* ---------------------------------------------------------------- whole */

static void start_at_zero(struct columns *columns)
{
    double least = 1e300;
    for (uint32_t slot = 0; slot < columns->layers->slot_count; slot++) {
        double left = columns->x[slot] - half_width(columns, slot);
        least = left < least ? left : least;
    }
    for (uint32_t slot = 0; slot < columns->layers->slot_count; slot++)
        columns->x[slot] -= least;
}

double *columns_assign(const struct digraph *graph, const struct layers *layers,
                       struct arena *arena, struct budget *budget, struct error *error)
{
    struct columns columns = {.graph = graph, .layers = layers, .arena = arena, .budget = budget};
    add_pulls(&columns);
    list_pulls(&columns);
    first_placement(&columns);
    if (!sweep(&columns, error) || !improve(&columns, error))
        return NULL;
    start_at_zero(&columns);
    return columns.x;
}
