/* Samples' labels, added up at the nodes of their stacks. */
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

struct tag_use {
    uint32_t tag;
    int64_t value;
};

struct tagging {
    const struct selection *selection;
    const struct graph *graph;
    struct str unit, bytes_unit;
    struct arena *arena;
    struct hash_table group_table, tag_table, item_table;
    ARRAY(struct tag) tags;
    ARRAY(struct str) groups;
    ARRAY(struct tag_use) uses;
    uint32_t *set_starts, *set_counts; /* by label set: its uses; start UINT32_MAX: not yet */
    ARRAY(struct node_tag) items;
    ARRAY(uint32_t) item_nodes;
    ARRAY(uint32_t) item_tags;
    struct frame_path path;
    ARRAY(uint32_t) nodes; /* of the stack at hand: distinct, root first */
    uint32_t leaf;         /* ID_NONE: it was left out */
    uint32_t *seen;        /* by node: the last sample that touched it */
};

/* ---------------------------------------------------------------- label sets to tags */

static bool text_before(const void *context, uint32_t a, uint32_t b)
{
    const struct str *texts = context;
    return str_compare(texts[a], texts[b]) < 0;
}

/* "key:value" of each text label, sorted and joined by \n. */
static struct str joined_labels(struct tagging *tagging, uint32_t set)
{
    const struct profile *profile = tagging->selection->profile;
    uint32_t first = profile->label_starts[set], end = profile->label_starts[set + 1];
    struct str *texts = ARENA_NEW(tagging->arena, struct str, end - first);
    uint32_t *order = ARENA_NEW(tagging->arena, uint32_t, end - first), count = 0;
    struct sink sink;
    for (uint32_t i = first; i < end; i++) {
        const struct label *label = profile_label(profile, i);
        struct str key = profile_string(profile, label->key);
        if (label->is_number || str_equal(key, STR("pprof::base")))
            continue;
        sink_init_buffer(&sink, tagging->arena, UINT64_MAX);
        sink_text(&sink, key);
        sink_char(&sink, ':');
        sink_text(&sink, profile_string(profile, label->text));
        order[count] = count;
        texts[count++] = sink_str(&sink);
    }
    sort_ids(order, count, text_before, texts, *tagging->arena);
    sink_init_buffer(&sink, tagging->arena, UINT64_MAX);
    for (uint32_t i = 0; i < count; i++) {
        sink_text(&sink, i ? STR("\\n") : STR(""));
        sink_text(&sink, texts[order[i]]);
    }
    return sink_str(&sink);
}

static uint32_t group_of(struct tagging *tagging, struct str labels)
{
    uint64_t hash = hash_bytes(labels.at, labels.size);
    size_t at = hash_start(hash);
    uint32_t id;
    if (!labels.size)
        return 0;
    while ((id = hash_table_next(&tagging->group_table, hash, &at)) != HASH_EMPTY)
        if (str_equal(tagging->groups.at[id], labels))
            return id;
    id = (uint32_t)tagging->groups.count;
    array_push(tagging->arena, &tagging->groups, labels);
    hash_table_add(&tagging->group_table, hash, id);
    return id;
}

static uint32_t tag_of(struct tagging *tagging, struct str name, uint32_t group, bool is_number)
{
    uint64_t hash = hash_bytes(name.at, name.size) ^ hash_u64((uint64_t)group << 1 | is_number);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&tagging->tag_table, hash, &at)) != HASH_EMPTY) {
        const struct tag *tag = &tagging->tags.at[id];
        if (tag->group == group && tag->is_number == is_number && str_equal(tag->name, name))
            return id;
    }
    id = (uint32_t)tagging->tags.count;
    array_push(tagging->arena, &tagging->tags, ((struct tag){name, group, is_number}));
    hash_table_add(&tagging->tag_table, hash, id);
    return id;
}

static void add_use(struct tagging *tagging, uint32_t tag, int64_t value)
{
    array_push(tagging->arena, &tagging->uses, ((struct tag_use){tag, value}));
}

static void load_set(struct tagging *tagging, uint32_t set)
{
    const struct profile *profile = tagging->selection->profile;
    if (tagging->set_starts[set] != UINT32_MAX)
        return;
    tagging->set_starts[set] = (uint32_t)tagging->uses.count;
    uint32_t group = group_of(tagging, joined_labels(tagging, set));
    if (group)
        add_use(tagging, tag_of(tagging, tagging->groups.at[group], group, false), 0);
    for (uint32_t i = profile->label_starts[set]; i < profile->label_starts[set + 1]; i++) {
        const struct label *label = profile_label(profile, i);
        if (!label->is_number || !str_equal(profile_string(profile, label->key), STR("bytes")))
            continue;
        tagging->bytes_unit = tagging->selection->label_units[label->key];
        struct measure_text text = measure_label(label->number, tagging->bytes_unit, tagging->unit);
        struct str name = str_copy(measure_str(&text), tagging->arena);
        add_use(tagging, tag_of(tagging, name, group, true), label->number);
    }
    tagging->set_counts[set] = (uint32_t)tagging->uses.count - tagging->set_starts[set];
}

/* ---------------------------------------------------------------- stacks to nodes */

static void push_node(struct tagging *tagging, uint32_t node, uint32_t stamp)
{
    if (tagging->seen[node] == stamp)
        return;
    tagging->seen[node] = stamp;
    array_push(tagging->arena, &tagging->nodes, node);
}

static void load_path(struct tagging *tagging, uint32_t stack, uint32_t stamp)
{
    const struct graph *graph = tagging->graph;
    const struct tree *tree = graph->tree;
    tagging->nodes.count = 0;
    tagging->leaf = ID_NONE;
    if (tree) {
        for (uint32_t node = tree->leaves[stack]; node; node = tree->parents[node])
            push_node(tagging, graph->node_of[node], stamp);
        tagging->leaf = tree->leaves[stack] ? graph->node_of[tree->leaves[stack]] : ID_NONE;
        return;
    }
    frame_path_load(&tagging->path, graph->frames, stack);
    for (size_t i = 0; i < tagging->path.count; i++) {
        tagging->leaf = graph->node_of[tagging->path.frames[i]];
        if (tagging->leaf != ID_NONE)
            push_node(tagging, tagging->leaf, stamp);
    }
}

static struct node_tag *item_of(struct tagging *tagging, uint32_t node, const struct tag_use *use)
{
    uint64_t hash = hash_u64((uint64_t)node << 32 | use->tag);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&tagging->item_table, hash, &at)) != HASH_EMPTY)
        if (tagging->item_nodes.at[id] == node && tagging->item_tags.at[id] == use->tag)
            return &tagging->items.at[id];
    const struct tag *tag = &tagging->tags.at[use->tag];
    struct node_tag item = {.name = tag->name,
                            .unit = tag->is_number ? tagging->bytes_unit : STR(""),
                            .value = use->value,
                            .group = tag->group,
                            .is_number = tag->is_number};
    id = (uint32_t)tagging->items.count;
    array_push(tagging->arena, &tagging->items, item);
    array_push(tagging->arena, &tagging->item_nodes, node);
    array_push(tagging->arena, &tagging->item_tags, use->tag);
    hash_table_add(&tagging->item_table, hash, id);
    return &tagging->items.at[id];
}

static void add(int64_t sums[2], const int64_t weight[2])
{
    sums[0] = number_add(sums[0], weight[0]);
    sums[1] = number_add(sums[1], weight[1]);
}

static void add_sample(struct tagging *tagging, uint32_t set, const int64_t weight[2])
{
    const struct tag_use *uses = tagging->uses.at + tagging->set_starts[set];
    for (uint32_t u = 0; u < tagging->set_counts[set]; u++) {
        for (size_t i = 0; i < tagging->nodes.count; i++)
            add(item_of(tagging, tagging->nodes.at[i], &uses[u])->cum, weight);
        if (tagging->leaf != ID_NONE)
            add(item_of(tagging, tagging->leaf, &uses[u])->flat, weight);
    }
}

static bool add_samples(struct tagging *tagging, struct budget *budget, struct error *error)
{
    const struct selection *selection = tagging->selection;
    const struct profile *profile = selection->profile;
    for (uint32_t i = 0; i < profile->sample_count; i++) {
        const int64_t *values = profile->values + i * profile->type_count;
        int64_t weight[2] = {values[selection->type_index], selection->is_mean ? values[0] : 0};
        uint32_t set = profile->sample_labels[i];
        if (!budget_spend(budget, 1, error))
            return false;
        if (!weight[0] && !weight[1])
            continue;
        load_set(tagging, set);
        if (!tagging->set_counts[set])
            continue;
        load_path(tagging, profile->sample_stacks[i], i + 1);
        add_sample(tagging, set, weight);
        if (!budget_spend(budget, tagging->nodes.count, error))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- by node */

static bool item_before(const void *context, uint32_t a, uint32_t b)
{
    const struct tagging *tagging = context;
    uint32_t x = tagging->item_nodes.at[a], y = tagging->item_nodes.at[b];
    return x != y ? x < y : tagging->items.at[a].is_number < tagging->items.at[b].is_number;
}

static const struct node_tags *by_node(struct tagging *tagging, int64_t cutoff)
{
    size_t count = 0, nodes = tagging->graph->all_nodes;
    uint32_t *order = ARENA_NEW(tagging->arena, uint32_t, tagging->items.count);
    for (uint32_t i = 0; i < tagging->items.count; i++) {
        const struct node_tag *item = &tagging->items.at[i];
        if (number_abs(item->flat[0]) >= cutoff || number_abs(item->cum[0]) >= cutoff)
            order[count++] = i;
    }
    sort_ids(order, count, item_before, tagging, *tagging->arena);
    struct node_tag *items = ARENA_NEW(tagging->arena, struct node_tag, count);
    size_t *starts = ARENA_NEW(tagging->arena, size_t, nodes + 1);
    for (size_t i = 0; i < count; i++) {
        items[i] = tagging->items.at[order[i]];
        starts[tagging->item_nodes.at[order[i]] + 1]++;
    }
    for (size_t i = 0; i < nodes; i++)
        starts[i + 1] += starts[i];
    struct node_tags *tags = ARENA_NEW(tagging->arena, struct node_tags, 1);
    *tags = (struct node_tags){items, starts};
    return tags;
}

const struct node_tags *node_tags_new(const struct selection *selection, const struct graph *graph,
                                      struct str unit, int64_t cutoff, struct arena *arena,
                                      struct budget *budget, struct error *error)
{
    size_t sets = selection->profile->label_set_count;
    struct tagging tagging = {.selection = selection,
                              .graph = graph,
                              .unit = unit,
                              .bytes_unit = STR(""),
                              .arena = arena,
                              .path = {.arena = arena},
                              .seen = ARENA_NEW(arena, uint32_t, graph->all_nodes),
                              .set_starts = ARENA_NEW(arena, uint32_t, sets),
                              .set_counts = ARENA_NEW(arena, uint32_t, sets)};
    for (size_t i = 0; i < sets; i++)
        tagging.set_starts[i] = UINT32_MAX;
    hash_table_init(&tagging.group_table, arena);
    hash_table_init(&tagging.tag_table, arena);
    hash_table_init(&tagging.item_table, arena);
    array_reserve(arena, &tagging.uses, 1);
    array_push(arena, &tagging.groups, STR(""));
    return add_samples(&tagging, budget, error) ? by_node(&tagging, cutoff) : NULL;
}

int64_t node_tag_mean(const int64_t sums[2])
{
    if (!sums[1])
        return sums[0];
    /* The least integer by -1 is itself, as in Go. */
    return sums[1] == -1 ? (int64_t)(0 - (uint64_t)sums[0]) : sums[0] / sums[1];
}
