/* Samples' labels, added up first by stack and then by node. */
#include "tree/node_tags.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "profile/measure.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"

/* What a label set gives to a node. */
struct tag {
    struct str name;
    uint32_t group;
    bool is_number;
};

/* A tag of a label set, with the number that it is the name of. */
struct use {
    uint32_t tag;
    int64_t value;
};

/* What the samples of a stack with one tag weigh. */
struct stack_tag {
    uint32_t use;
    uint32_t sample; /* the first */
    int64_t weight[2];
};

struct stack_tags {
    const struct selection *selection;
    struct str bytes_unit;
    const struct tag *tags;
    const struct use *uses;
    size_t tag_count;
    const struct stack_tag *items;
    const size_t *starts; /* by stack */
};

/* ---------------------------------------------------------------- label sets to tags */

struct label_tags {
    const struct selection *selection;
    struct str unit, bytes_unit;
    struct arena *arena;
    struct hash_table group_table, tag_table;
    ARRAY(struct tag) tags;
    ARRAY(struct str) groups;
    ARRAY(struct use) uses;
    uint32_t *set_starts, *set_counts; /* by label set: its uses; start UINT32_MAX: not yet */
    struct str *texts;                 /* by label: "key:value", once it was needed */
    ARRAY(uint32_t) ids;               /* of the set at hand: its text labels */
    struct sink joined;
};

static bool text_before(const void *context, uint32_t a, uint32_t b)
{
    const struct str *texts = context;
    return str_compare(texts[a], texts[b]) < 0;
}

static void load_text(struct label_tags *labels, uint32_t id)
{
    const struct profile *profile = labels->selection->profile;
    struct sink sink;
    if (labels->texts[id].size)
        return;
    sink_init_buffer(&sink, labels->arena, UINT64_MAX);
    sink_text(&sink, profile_string(profile, profile->labels[id].key));
    sink_char(&sink, ':');
    sink_text(&sink, profile_string(profile, profile->labels[id].text));
    labels->texts[id] = sink_str(&sink);
}

/* "key:value" of each text label, sorted and joined by \n. Overwritten by the next call. */
static struct str joined_labels(struct label_tags *labels, uint32_t set)
{
    const struct profile *profile = labels->selection->profile;
    labels->ids.count = 0;
    for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        uint32_t id = profile->label_ids[i];
        const struct label *label = &profile->labels[id];
        if (label->is_number || str_equal(profile_string(profile, label->key), STR("pprof::base")))
            continue;
        load_text(labels, id);
        array_push(labels->arena, &labels->ids, id);
    }
    if (labels->ids.count > 1)
        sort_ids(labels->ids.at, labels->ids.count, text_before, labels->texts, *labels->arena);
    labels->joined.used = 0;
    for (size_t i = 0; i < labels->ids.count; i++) {
        sink_text(&labels->joined, i ? STR("\\n") : STR(""));
        sink_text(&labels->joined, labels->texts[labels->ids.at[i]]);
    }
    return sink_str(&labels->joined);
}

static uint32_t group_of(struct label_tags *labels, struct str joined)
{
    uint64_t hash = hash_bytes(joined.at, joined.size);
    size_t at = hash_start(hash);
    uint32_t id;
    if (!joined.size)
        return 0;
    while ((id = hash_table_next(&labels->group_table, hash, &at)) != HASH_EMPTY)
        if (str_equal(labels->groups.at[id], joined))
            return id;
    id = (uint32_t)labels->groups.count;
    array_push(labels->arena, &labels->groups,
               labels->ids.count == 1 ? labels->texts[labels->ids.at[0]]
                                      : str_copy(joined, labels->arena));
    hash_table_add(&labels->group_table, hash, id);
    return id;
}

/* The tag of a group; or, with a name, of a number in it. */
static uint32_t tag_of(struct label_tags *labels, uint32_t group, bool is_number, struct str name)
{
    uint64_t hash = hash_bytes(name.at, name.size) ^ hash_u64((uint64_t)group << 1 | is_number);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&labels->tag_table, hash, &at)) != HASH_EMPTY) {
        const struct tag *tag = &labels->tags.at[id];
        if (tag->group == group && tag->is_number == is_number &&
            (!is_number || str_equal(tag->name, name)))
            return id;
    }
    id = (uint32_t)labels->tags.count;
    name = is_number ? str_copy(name, labels->arena) : labels->groups.at[group];
    array_push(labels->arena, &labels->tags, ((struct tag){name, group, is_number}));
    hash_table_add(&labels->tag_table, hash, id);
    return id;
}

static void add_use(struct label_tags *labels, uint32_t tag, int64_t value)
{
    array_push(labels->arena, &labels->uses, ((struct use){tag, value}));
}

static void load_set(struct label_tags *labels, uint32_t set)
{
    const struct profile *profile = labels->selection->profile;
    if (labels->set_starts[set] != UINT32_MAX)
        return;
    labels->set_starts[set] = (uint32_t)labels->uses.count;
    uint32_t group = group_of(labels, joined_labels(labels, set));
    if (group)
        add_use(labels, tag_of(labels, group, false, STR("")), 0);
    for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        const struct label *label = profile_label(profile, i);
        if (!label->is_number || !str_equal(profile_string(profile, label->key), STR("bytes")))
            continue;
        labels->bytes_unit = labels->selection->label_units[label->key];
        struct measure_text text = measure_label(label->number, labels->bytes_unit, labels->unit);
        add_use(labels, tag_of(labels, group, true, measure_str(&text)), label->number);
    }
    labels->set_counts[set] = (uint32_t)labels->uses.count - labels->set_starts[set];
}

static bool load_sets(struct label_tags *labels, struct budget *budget, struct error *error)
{
    const struct profile *profile = labels->selection->profile;
    size_t sets = profile->label_set_count;
    labels->set_starts = ARENA_NEW(labels->arena, uint32_t, sets);
    labels->set_counts = ARENA_NEW(labels->arena, uint32_t, sets);
    labels->texts = ARENA_NEW(labels->arena, struct str, profile->label_count);
    for (size_t i = 0; i < sets; i++)
        labels->set_starts[i] = UINT32_MAX;
    hash_table_init(&labels->group_table, labels->arena);
    hash_table_init(&labels->tag_table, labels->arena);
    sink_init_buffer(&labels->joined, labels->arena, UINT64_MAX);
    array_push(labels->arena, &labels->groups, STR(""));
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint32_t set = profile->sample_labels[i];
        load_set(labels, set);
        if (!budget_spend(budget, labels->set_counts[set] + 1, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- sums by tag */

/* What was added up of each tag for the stack or node at hand. */
struct sum {
    uint32_t owner; /* the last stack or node, plus one, that the rest is of */
    uint32_t use, sample;
    int64_t flat[2], cum[2];
};

struct sums {
    struct arena *arena;
    struct sum *by_tag;
    ARRAY(uint32_t) touched; /* tags of the owner, in the order that they came */
};

static struct sums sums_new(size_t tags, struct arena *arena)
{
    return (struct sums){.arena = arena, .by_tag = ARENA_NEW(arena, struct sum, tags)};
}

static void sums_free(struct sums *sums, size_t tags)
{
    arena_release(sums->arena, sums->by_tag, tags * sizeof(struct sum));
}

static void add(int64_t sums[2], const int64_t weight[2])
{
    sums[0] = number_add(sums[0], weight[0]);
    sums[1] = number_add(sums[1], weight[1]);
}

static void sums_add(struct sums *sums, uint32_t owner, uint32_t tag, const struct stack_tag *item,
                     bool is_flat)
{
    struct sum *sum = &sums->by_tag[tag];
    if (sum->owner != owner + 1) {
        *sum = (struct sum){.owner = owner + 1, .use = item->use, .sample = item->sample};
        array_push(sums->arena, &sums->touched, tag);
    }
    if (item->sample < sum->sample) {
        sum->sample = item->sample;
        sum->use = item->use;
    }
    add(sum->cum, item->weight);
    if (is_flat)
        add(sum->flat, item->weight);
}

/* ---------------------------------------------------------------- by stack */

/* The samples of each stack that have a weight and a tag, in their order. */
struct by_stack {
    uint32_t *samples;
    size_t *starts;
};

static void sample_weight(const struct selection *selection, size_t sample, int64_t weight[2])
{
    const struct profile *profile = selection->profile;
    const int64_t *values = profile->values + sample * profile->type_count;
    weight[0] = values[selection->type_index];
    weight[1] = selection->is_mean ? values[0] : 0;
}

static bool is_tagged(const struct label_tags *labels, size_t sample)
{
    int64_t weight[2];
    sample_weight(labels->selection, sample, weight);
    return (weight[0] || weight[1]) &&
           labels->set_counts[labels->selection->profile->sample_labels[sample]];
}

static struct by_stack sort_samples(const struct label_tags *labels, struct arena *arena)
{
    const struct profile *profile = labels->selection->profile;
    size_t *starts = ARENA_NEW(arena, size_t, profile->stack_count + 2);
    uint32_t *samples = ARENA_NEW(arena, uint32_t, profile->sample_count);
    for (size_t i = 0; i < profile->sample_count; i++)
        starts[profile->sample_stacks[i] + 2] += is_tagged(labels, i);
    for (size_t i = 0; i < profile->stack_count; i++)
        starts[i + 2] += starts[i + 1];
    for (uint32_t i = 0; i < profile->sample_count; i++)
        if (is_tagged(labels, i))
            samples[starts[profile->sample_stacks[i] + 1]++] = i;
    return (struct by_stack){samples, starts};
}

static bool add_stacks(const struct label_tags *labels, struct stack_tags *stacks,
                       const struct by_stack *by_stack, struct sums *sums, struct budget *budget,
                       struct error *error)
{
    const struct profile *profile = labels->selection->profile;
    ARRAY(struct stack_tag) items = {.count = 0};
    size_t *starts = ARENA_NEW(labels->arena, size_t, profile->stack_count + 1);
    for (uint32_t stack = 0; stack < profile->stack_count; stack++) {
        sums->touched.count = 0;
        for (size_t i = by_stack->starts[stack]; i < by_stack->starts[stack + 1]; i++) {
            uint32_t sample = by_stack->samples[i], set = profile->sample_labels[sample];
            struct stack_tag item = {.sample = sample};
            sample_weight(labels->selection, sample, item.weight);
            for (uint32_t u = 0; u < labels->set_counts[set]; u++) {
                item.use = labels->set_starts[set] + u;
                sums_add(sums, stack, labels->uses.at[item.use].tag, &item, false);
            }
            if (!budget_spend(budget, labels->set_counts[set], error))
                return false;
        }
        for (size_t i = 0; i < sums->touched.count; i++) {
            const struct sum *sum = &sums->by_tag[sums->touched.at[i]];
            array_push(labels->arena, &items,
                       ((struct stack_tag){sum->use, sum->sample, {sum->cum[0], sum->cum[1]}}));
        }
        starts[stack + 1] = items.count;
    }
    stacks->items = items.at;
    stacks->starts = starts;
    return true;
}

const struct stack_tags *stack_tags_new(const struct selection *selection, struct str unit,
                                        struct arena *arena, struct budget *budget,
                                        struct error *error)
{
    const struct profile *profile = selection->profile;
    struct stack_tags *stacks = ARENA_NEW(arena, struct stack_tags, 1);
    struct label_tags labels = {
        .selection = selection, .unit = unit, .bytes_unit = STR(""), .arena = arena};
    if (!load_sets(&labels, budget, error))
        return NULL;
    struct by_stack by_stack = sort_samples(&labels, arena);
    struct sums sums = sums_new(labels.tags.count, arena);
    if (!add_stacks(&labels, stacks, &by_stack, &sums, budget, error))
        return NULL;
    sums_free(&sums, labels.tags.count);
    arena_release(arena, by_stack.samples, profile->sample_count * sizeof(uint32_t));
    arena_release(arena, by_stack.starts, (profile->stack_count + 2) * sizeof(size_t));
    stacks->selection = selection;
    stacks->bytes_unit = labels.bytes_unit;
    stacks->tags = labels.tags.at;
    stacks->uses = labels.uses.at;
    stacks->tag_count = labels.tags.count;
    return stacks;
}

/* ---------------------------------------------------------------- stacks of nodes */

/* The stacks that pass the nodes asked for. */
struct passing {
    const struct graph *graph;
    uint32_t *rank;   /* by node: which of those asked for, from 1; 0: none */
    size_t *starts;   /* by rank - 1 */
    uint32_t *stacks; /* NULL: they are only counted */
    uint32_t *seen;   /* by rank - 1: the last stack, plus one */
    uint32_t *leaves; /* by stack: the rank of its leaf; 0: none */
    struct frame_path path;
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

static void pass_all(struct passing *passing, uint32_t stack)
{
    const struct graph *graph = passing->graph;
    const struct tree *tree = graph->tree;
    uint32_t leaf = ID_NONE;
    if (tree) {
        leaf = graph->node_of[tree->leaves[stack]];
        for (uint32_t node = tree->leaves[stack]; node; node = tree->parents[node])
            pass(passing, graph->node_of[node], stack);
    } else {
        frame_path_load(&passing->path, graph->frames, stack);
        for (size_t i = 0; i < passing->path.count; i++) {
            leaf = graph->node_of[passing->path.frames[i]];
            pass(passing, leaf, stack);
        }
    }
    passing->leaves[stack] = leaf == ID_NONE ? 0 : passing->rank[leaf];
}

static bool pass_stacks(struct passing *passing, const struct stack_tags *stacks, size_t count,
                        struct budget *budget, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        passing->seen[i] = 0;
    for (uint32_t i = 0; i < stacks->selection->profile->stack_count; i++) {
        if (stacks->starts[i] == stacks->starts[i + 1])
            continue;
        pass_all(passing, i);
        if (!budget_spend(budget, passing->path.count + 1, error))
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
    passing->path.arena = arena;
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

/* The tags of all nodes asked for, in the order of the nodes. */
static bool add_nodes(const struct stack_tags *stacks, const struct passing *passing,
                      const uint32_t *nodes, size_t count, int64_t cutoff, struct node_tags *tags,
                      struct arena *arena, struct budget *budget, struct error *error)
{
    ARRAY(struct node_tag) items = {.count = 0};
    struct node_range *ranges = ARENA_NEW(arena, struct node_range, passing->graph->all_nodes);
    struct sums sums = sums_new(stacks->tag_count, arena);
    for (uint32_t rank = 1; rank <= count; rank++) {
        if (!add_node(stacks, passing, rank, &sums, budget, error))
            return false;
        ranges[nodes[rank - 1]].first = items.count;
        for (size_t i = 0; i < sums.touched.count; i++) {
            const struct sum *sum = &sums.by_tag[sums.touched.at[i]];
            if (is_heavy(sum, cutoff))
                array_push(arena, &items, tag_of_sum(stacks, sum));
        }
        ranges[nodes[rank - 1]].end = items.count;
    }
    sums_free(&sums, stacks->tag_count);
    *tags = (struct node_tags){items.at, ranges};
    return true;
}

const struct node_tags *node_tags_new(const struct stack_tags *stacks, const struct graph *graph,
                                      const uint32_t *nodes, size_t count, int64_t cutoff,
                                      struct arena *arena, struct budget *budget,
                                      struct error *error)
{
    struct node_tags *tags = ARENA_NEW(arena, struct node_tags, 1);
    struct passing passing = {.graph = graph};
    if (!stacks->tag_count) {
        tags->ranges = ARENA_NEW(arena, struct node_range, graph->all_nodes);
        return tags;
    }
    return find_stacks(&passing, stacks, nodes, count, arena, budget, error) &&
                   add_nodes(stacks, &passing, nodes, count, cutoff, tags, arena, budget, error)
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
