/* Label sets to tags, and their weights by stack. */
#include "tree/stack_tags.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/sort.h"
#include "profile/measure.h"
#include "profile/runs.h"
#include "select/selection.h"

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
        struct str key = profile_string(profile, label->key);
        if (label->is_number || str_equal(key, STR("pprof::base")) || str_equal(key, RUNS_KEY))
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

struct sums sums_new(size_t tags, struct arena *arena)
{
    return (struct sums){.arena = arena, .by_tag = ARENA_NEW(arena, struct sum, tags)};
}

void sums_free(struct sums *sums, size_t tags)
{
    arena_release(sums->arena, sums->by_tag, tags * sizeof(struct sum));
}

static void add(int64_t sums[2], const int64_t weight[2])
{
    sums[0] = number_add(sums[0], weight[0]);
    sums[1] = number_add(sums[1], weight[1]);
}

void sums_add(struct sums *sums, uint32_t owner, uint32_t tag, const struct stack_tag *item,
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
