/* The tags of stacks, added up by node. */
#include "tree/node_tags.h"
#include "base/array.h"
#include "base/number.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/stack_tags.h"
#include "tree/tree.h"

/* ---------------------------------------------------------------- stacks of nodes */

/* The stacks that pass the nodes asked for. */
struct passing {
    const struct graph *graph;
    uint32_t *rank;   /* by node: which of those asked for, from 1; 0: none */
    size_t *starts;   /* by rank - 1 */
    uint32_t *stacks; /* NULL: they are only counted */
    uint32_t *seen;   /* by rank - 1: the last stack, plus one */
    uint32_t *leaves; /* by stack: the rank of its leaf; 0: none */
};

static void pass(struct passing *passing, uint32_t node, uint32_t stack)
{
    uint32_t rank = node == ID_NONE ? 0 : passing->rank[node];
    if (!rank || passing->seen[rank - 1] == stack + 1)
        return;
    passing->seen[rank - 1] = stack + 1;
    size_t at = passing->starts[rank]++;
    if (passing->stacks)
        passing->stacks[at] = stack;
}

/* The leaf's node; ID_NONE: none. */
static uint32_t leaf_node(const struct graph *graph, uint32_t stack)
{
    size_t depth, count;
    const uint32_t *locations = profile_stack(graph->frames->profile, stack, &depth);
    if (graph->tree)
        return graph->node_of[graph->tree->leaves[stack]];
    return depth ? graph->node_of[frames_at(graph->frames, locations[0], &count)[0]] : ID_NONE;
}

/* Returns the number of nodes passed. */
static uint64_t pass_all(struct passing *passing, uint32_t stack)
{
    const struct graph *graph = passing->graph;
    const struct tree *tree = graph->source;
    uint64_t passed = 1;
    for (uint32_t at = tree->leaves[stack]; at; at = tree->parents[at], passed++)
        pass(passing, graph->node_of[graph->tree ? at : tree->node_frames[at]], stack);
    uint32_t leaf = leaf_node(graph, stack);
    passing->leaves[stack] = leaf == ID_NONE ? 0 : passing->rank[leaf];
    return passed;
}

static bool pass_stacks(struct passing *passing, const struct stack_tags *stacks, size_t count,
                        struct budget *budget, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        passing->seen[i] = 0;
    for (uint32_t i = 0; i < stacks->selection->profile->stack_count; i++) {
        if (stacks->starts[i] == stacks->starts[i + 1])
            continue;
        if (!budget_spend(budget, pass_all(passing, i), error))
            return false;
    }
    return true;
}

/* Twice over the stacks: the first time to see how many there are of each node. */
static bool find_stacks(struct passing *passing, const struct stack_tags *stacks,
                        const uint32_t *nodes, size_t count, struct arena *arena,
                        struct budget *budget, struct error *error)
{
    size_t sum = 0, own;
    passing->rank = ARENA_NEW(arena, uint32_t, passing->graph->all_nodes);
    passing->starts = ARENA_NEW(arena, size_t, count + 2);
    passing->seen = ARENA_NEW(arena, uint32_t, count);
    passing->leaves = ARENA_NEW(arena, uint32_t, stacks->selection->profile->stack_count);
    for (uint32_t i = 0; i < count; i++)
        passing->rank[nodes[i]] = i + 1;
    if (!pass_stacks(passing, stacks, count, budget, error))
        return false;
    for (size_t i = 1; i <= count; i++, sum += own) {
        own = passing->starts[i];
        passing->starts[i] = sum;
    }
    passing->stacks = ARENA_NEW(arena, uint32_t, sum);
    /* What counted is now where to write, and afterwards where the next one begins. */
    return pass_stacks(passing, stacks, count, budget, error);
}

/* ---------------------------------------------------------------- by node */

static struct node_tag tag_of_sum(const struct stack_tags *stacks, const struct sum *sum)
{
    const struct use *use = &stacks->uses[sum->use];
    const struct tag *tag = &stacks->tags[use->tag];
    return (struct node_tag){.name = tag->name,
                             .unit = tag->is_number ? stacks->bytes_unit : STR(""),
                             .value = use->value,
                             .group = tag->group,
                             .is_number = tag->is_number,
                             .flat = {sum->flat[0], sum->flat[1]},
                             .cum = {sum->cum[0], sum->cum[1]}};
}

/* Adds up what the stacks of node `rank` have. */
static bool add_node(const struct stack_tags *stacks, const struct passing *passing, uint32_t rank,
                     struct sums *sums, struct budget *budget, struct error *error)
{
    sums->touched.count = 0;
    for (size_t i = passing->starts[rank - 1]; i < passing->starts[rank]; i++) {
        uint32_t stack = passing->stacks[i];
        bool is_flat = passing->leaves[stack] == rank;
        size_t end = stacks->starts[stack + 1];
        for (size_t item = stacks->starts[stack]; item < end; item++)
            sums_add(sums, rank, stacks->uses[stacks->items[item].use].tag, &stacks->items[item],
                     is_flat);
        if (!budget_spend(budget, end - stacks->starts[stack], error))
            return false;
    }
    return true;
}

static bool is_heavy(const struct sum *sum, int64_t cutoff)
{
    return number_abs(sum->flat[0]) >= cutoff || number_abs(sum->cum[0]) >= cutoff;
}

/* The texts of a node that may be drawn: the heaviest by cum and those by flat. */
struct leading {
    const struct stack_tags *stacks;
    const struct sum *sums[2][NODE_TAGS_DRAWN];
};

static const struct tag *sum_tag(const struct stack_tags *stacks, const struct sum *sum)
{
    return &stacks->tags[stacks->uses[sum->use].tag];
}

/* pprof's order of tags. */
static bool sum_before(const struct leading *leading, const struct sum *a, const struct sum *b,
                       bool by_flat)
{
    if (!by_flat && a->cum[0] != b->cum[0])
        return number_abs(a->cum[0]) > number_abs(b->cum[0]);
    if (a->flat[0] != b->flat[0])
        return number_abs(a->flat[0]) > number_abs(b->flat[0]);
    return str_compare(sum_tag(leading->stacks, a)->name, sum_tag(leading->stacks, b)->name) < 0;
}

static void leading_add(struct leading *leading, const struct sum *sum)
{
    for (size_t by_flat = 0; by_flat < 2; by_flat++) {
        const struct sum **first = leading->sums[by_flat], *next = sum;
        for (size_t i = 0; i < NODE_TAGS_DRAWN && next; i++)
            if (!first[i] || next != sum || sum_before(leading, next, first[i], by_flat)) {
                const struct sum *moved = first[i];
                first[i] = next;
                next = moved;
            }
    }
}

/* Whether it is one of these texts, or a number at one of them or at none. */
static bool may_be_drawn(const struct leading *leading, const struct sum *sum)
{
    uint32_t group = sum_tag(leading->stacks, sum)->group;
    const struct sum *const *all = &leading->sums[0][0];
    bool found = group == 0;
    for (size_t i = 0; i < 2 * NODE_TAGS_DRAWN && !found; i++)
        found = all[i] && sum_tag(leading->stacks, all[i])->group == group;
    return found;
}

struct tagging {
    const struct stack_tags *stacks;
    struct sums sums;
    struct arena *arena;
    ARRAY(struct node_tag) items;
    int64_t cutoff;
};

/* Keeps the tags of the node at hand that may be drawn. */
static struct node_range keep_tags(struct tagging *tagging)
{
    struct leading leading = {.stacks = tagging->stacks};
    struct node_range range = {.first = tagging->items.count};
    size_t count = tagging->sums.touched.count;
    for (size_t i = 0; i < count; i++) {
        const struct sum *sum = &tagging->sums.by_tag[tagging->sums.touched.at[i]];
        if (!is_heavy(sum, tagging->cutoff))
            continue;
        range.with_flat += sum->flat[0] != 0;
        if (!sum_tag(tagging->stacks, sum)->is_number)
            leading_add(&leading, sum);
    }
    for (size_t i = 0; i < count; i++) {
        const struct sum *sum = &tagging->sums.by_tag[tagging->sums.touched.at[i]];
        if (is_heavy(sum, tagging->cutoff) && may_be_drawn(&leading, sum))
            array_push(tagging->arena, &tagging->items, tag_of_sum(tagging->stacks, sum));
    }
    range.end = tagging->items.count;
    return range;
}

/* The tags of all nodes asked for, in the order of the nodes. */
static bool add_nodes(struct tagging *tagging, const struct passing *passing, const uint32_t *nodes,
                      size_t count, struct node_tags *tags, struct budget *budget,
                      struct error *error)
{
    struct node_range *ranges =
        ARENA_NEW(tagging->arena, struct node_range, passing->graph->all_nodes);
    tagging->sums = sums_new(tagging->stacks->tag_count, tagging->arena);
    for (uint32_t rank = 1; rank <= count; rank++) {
        if (!add_node(tagging->stacks, passing, rank, &tagging->sums, budget, error))
            return false;
        ranges[nodes[rank - 1]] = keep_tags(tagging);
        if (!budget_spend(budget, tagging->sums.touched.count, error))
            return false;
    }
    sums_free(&tagging->sums, tagging->stacks->tag_count);
    *tags = (struct node_tags){tagging->items.at, ranges};
    return true;
}

const struct node_tags *node_tags_new(const struct stack_tags *stacks, const struct graph *graph,
                                      const uint32_t *nodes, size_t count, int64_t cutoff,
                                      struct arena *arena, struct budget *budget,
                                      struct error *error)
{
    struct node_tags *tags = ARENA_NEW(arena, struct node_tags, 1);
    struct passing passing = {.graph = graph};
    struct tagging tagging = {.stacks = stacks, .arena = arena, .cutoff = cutoff};
    if (!stacks->tag_count) {
        tags->ranges = ARENA_NEW(arena, struct node_range, graph->all_nodes);
        return tags;
    }
    return find_stacks(&passing, stacks, nodes, count, arena, budget, error) &&
                   add_nodes(&tagging, &passing, nodes, count, tags, budget, error)
               ? tags
               : NULL;
}

int64_t node_tag_mean(const int64_t sums[2])
{
    if (!sums[1])
        return sums[0];
    /* The least integer by -1 is itself, as in Go. */
    return sums[1] == -1 ? (int64_t)(0 - (uint64_t)sums[0]) : sums[0] / sums[1];
}
