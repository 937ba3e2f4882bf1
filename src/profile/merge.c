/* One profile out of several: each entity is interned by the key that makes it the same. */
#include "profile/merge.h"
#include "base/arena.h"
#include "base/number.h"
#include "base/sort.h"
#include "profile/builder.h"

#include <math.h>
#include <string.h>

enum { PAGE = 4096 };

/* What is known of the source being merged: its ids in the result, ID_NONE where not yet. */
struct side {
    const struct merge_part *part;
    const struct profile *profile;
    bool lacks_mappings; /* while others have some */
    uint32_t *strings, *mappings, *functions, *locations, *stacks, *labels, *label_ids;
};

struct merger {
    struct builder builder;
    struct arena *arena;
    struct intern mapping_keys, function_keys, location_keys, label_keys;
    struct hash_table stacks, samples; /* their keys are the builder's columns */
    struct side side;
    size_t types;
    int64_t *values;     /* of the sample being added */
    ARRAY(uint64_t) key; /* of the entity being looked up */
    ARRAY(uint32_t) ids; /* of the label set being looked up */
};

/* ---------------------------------------------------------------- entities */

static uint32_t *unset(struct arena *arena, size_t count)
{
    uint32_t *ids = arena_alloc(arena, count * sizeof *ids, _Alignof(uint32_t));
    if (count)
        memset(ids, 0xff, count * sizeof *ids);
    return ids;
}

static void side_init(struct side *side, const struct merge_part *part, struct arena *arena)
{
    const struct profile *profile = part->profile;
    *side = (struct side){.part = part,
                          .profile = profile,
                          .strings = unset(arena, profile->string_count),
                          .mappings = unset(arena, profile->mapping_count),
                          .functions = unset(arena, profile->function_count),
                          .locations = unset(arena, profile->location_count),
                          .stacks = unset(arena, profile->stack_count),
                          .labels = unset(arena, profile->label_set_count),
                          .label_ids = unset(arena, profile->label_count)};
}

static string_id map_string(struct merger *merger, string_id id)
{
    uint32_t *mapped = &merger->side.strings[id];
    if (*mapped == ID_NONE)
        *mapped = builder_string(&merger->builder, profile_string(merger->side.profile, id));
    return *mapped;
}

static uint32_t add_mapping(struct merger *merger, struct mapping mapping)
{
    uint64_t size = mapping.limit - mapping.start + PAGE - 1;
    uint64_t key[3] = {size - size % PAGE, mapping.offset,
                       mapping.build_id ? mapping.build_id : mapping.file};
    bool fresh;
    uint32_t id = intern_add(&merger->mapping_keys, key, sizeof key, &fresh);
    if (fresh) {
        mapping.id = id + 1;
        array_push(merger->arena, &merger->builder.mappings, mapping);
    }
    return id;
}

static uint32_t map_mapping(struct merger *merger, uint32_t index)
{
    if (merger->side.mappings[index] != ID_NONE)
        return merger->side.mappings[index];
    struct mapping mapping = merger->side.profile->mappings[index];
    mapping.file = map_string(merger, mapping.file);
    mapping.build_id = map_string(merger, mapping.build_id);
    return merger->side.mappings[index] = add_mapping(merger, mapping);
}

/* The mapping of a location of this side: in a profile without any, pprof puts all into an empty
 * one. *start is where the mapping started here. */
static uint32_t location_mapping(struct merger *merger, uint32_t index, uint64_t *start)
{
    *start = index == ID_NONE ? 0 : merger->side.profile->mappings[index].start;
    if (index != ID_NONE)
        return map_mapping(merger, index);
    return merger->side.lacks_mappings ? add_mapping(merger, (struct mapping){0}) : ID_NONE;
}

static uint32_t map_function(struct merger *merger, uint32_t index)
{
    if (merger->side.functions[index] != ID_NONE)
        return merger->side.functions[index];
    struct function function = merger->side.profile->functions[index];
    function.name = map_string(merger, function.name);
    function.system_name = map_string(merger, function.system_name);
    function.file = map_string(merger, function.file);
    uint64_t key[3] = {(uint64_t)function.start_line,
                       (uint64_t)function.name << 32 | function.system_name, function.file};
    bool fresh;
    uint32_t id = intern_add(&merger->function_keys, key, sizeof key, &fresh);
    if (fresh) {
        function.id = id + 1;
        array_push(merger->arena, &merger->builder.functions, function);
    }
    return merger->side.functions[index] = id;
}

/* Address from the mapping's start, mapping, fold, and function, line and column of each line. */
static void location_key(struct merger *merger, const struct location *location, uint64_t address)
{
    merger->key.count = 0;
    array_push(merger->arena, &merger->key, address);
    array_push(merger->arena, &merger->key, location->mapping);
    array_push(merger->arena, &merger->key, location->is_folded);
    for (uint32_t i = 0; i < location->line_count; i++) {
        const struct line *line = &merger->builder.lines.at[location->line_first + i];
        array_push(merger->arena, &merger->key, line->function);
        array_push(merger->arena, &merger->key, (uint64_t)line->line);
        array_push(merger->arena, &merger->key, (uint64_t)line->column);
    }
}

/* The id of the key just made. */
static uint32_t intern_key(struct merger *merger, struct intern *intern, bool *fresh)
{
    return intern_add(intern, merger->key.at, merger->key.count * sizeof *merger->key.at, fresh);
}

static uint32_t map_location(struct merger *merger, uint32_t index)
{
    struct builder *builder = &merger->builder;
    if (merger->side.locations[index] != ID_NONE)
        return merger->side.locations[index];
    const struct profile *profile = merger->side.profile;
    struct location location = profile->locations[index];
    uint64_t start;
    location.mapping = location_mapping(merger, location.mapping, &start);
    uint64_t address = location.address - start;
    if (location.mapping != ID_NONE)
        location.address = address + builder->mappings.at[location.mapping].start;
    uint32_t first = location.line_first;
    location.line_first = (uint32_t)builder->lines.count;
    for (uint32_t i = 0; i < location.line_count; i++) {
        struct line line = profile->lines[first + i];
        line.function = map_function(merger, line.function);
        array_push(merger->arena, &builder->lines, line);
    }
    bool fresh;
    location_key(merger, &location, address);
    uint32_t id = intern_key(merger, &merger->location_keys, &fresh);
    if (fresh) {
        location.id = id + 1;
        array_push(merger->arena, &builder->locations, location);
    } else {
        builder->lines.count = location.line_first;
    }
    return merger->side.locations[index] = id;
}

/* The stack of the frames from `start` on, which stay if it is a new one. */
static uint32_t end_stack(struct merger *merger, size_t start)
{
    struct builder *builder = &merger->builder;
    const uint32_t *frames = builder->stack_frames.at;
    size_t count = builder->stack_frames.count - start;
    uint64_t hash = hash_bytes(frames + start, count * sizeof *frames);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&merger->stacks, hash, &at)) != HASH_EMPTY) {
        size_t first = builder->stack_starts.at[id];
        if (builder->stack_starts.at[id + 1] - first == count &&
            hash_equal(frames + first, frames + start, count * sizeof *frames)) {
            builder->stack_frames.count = start;
            return id;
        }
    }
    id = builder_stack_end(builder);
    hash_table_add(&merger->stacks, hash, id);
    return id;
}

static uint32_t map_stack(struct merger *merger, uint32_t index)
{
    struct builder *builder = &merger->builder;
    if (merger->side.stacks[index] != ID_NONE)
        return merger->side.stacks[index];
    const struct profile *profile = merger->side.profile;
    size_t start = builder->stack_frames.count;
    for (size_t i = profile->stack_starts[index]; i < profile->stack_starts[index + 1]; i++)
        array_push(merger->arena, &builder->stack_frames,
                   map_location(merger, profile->stack_frames[i]));
    return merger->side.stacks[index] = end_stack(merger, start);
}

static uint32_t add_label(struct merger *merger, struct label label)
{
    uint64_t key[3] = {(uint64_t)label.key << 32 | label.text,
                       (uint64_t)label.unit << 1 | label.is_number, (uint64_t)label.number};
    bool fresh;
    uint32_t id = intern_add(&merger->label_keys, key, sizeof key, &fresh);
    if (fresh)
        array_push(merger->arena, &merger->builder.labels, label);
    return id;
}

static uint32_t map_label(struct merger *merger, uint32_t index)
{
    if (merger->side.label_ids[index] != ID_NONE)
        return merger->side.label_ids[index];
    struct label label = merger->side.profile->labels[index];
    label.key = map_string(merger, label.key);
    label.text = map_string(merger, label.text);
    label.unit = map_string(merger, label.unit);
    return merger->side.label_ids[index] = add_label(merger, label);
}

/* The label of a part's samples replaces the texts under its key in the set being looked up. */
static void mark(struct merger *merger)
{
    const struct merge_part *part = merger->side.part;
    struct label mark = {.key = builder_string(&merger->builder, part->label_key),
                         .text = builder_string(&merger->builder, part->label_text)};
    const struct label *labels = merger->builder.labels.at;
    size_t kept = 0;
    for (size_t i = 0; i < merger->ids.count; i++)
        if (labels[merger->ids.at[i]].is_number || labels[merger->ids.at[i]].key != mark.key)
            merger->ids.at[kept++] = merger->ids.at[i];
    merger->ids.count = kept;
    array_push(merger->arena, &merger->ids, add_label(merger, mark));
}

/* Text labels before numbers, each by key, so that equal sets look equal. */
static bool label_before(const void *context, uint32_t a, uint32_t b)
{
    const struct label *labels = context;
    return labels[a].is_number != labels[b].is_number ? labels[b].is_number
                                                      : labels[a].key < labels[b].key;
}

static uint32_t map_labels(struct merger *merger, uint32_t index)
{
    if (merger->side.labels[index] != ID_NONE)
        return merger->side.labels[index];
    const struct profile *profile = merger->side.profile;
    merger->ids.count = 0;
    for (size_t i = profile->label_starts[index]; i < profile->label_starts[index + 1]; i++)
        array_push(merger->arena, &merger->ids, map_label(merger, profile->label_ids[i]));
    if (merger->side.part->label_key.size)
        mark(merger);
    size_t size = merger->ids.count * sizeof *merger->ids.at;
    sort_ids(merger->ids.at, merger->ids.count, label_before, merger->builder.labels.at,
             *merger->arena);
    uint64_t hash = hash_bytes(merger->ids.at, size);
    return merger->side.labels[index] =
               builder_label_set(&merger->builder, merger->ids.at, merger->ids.count, hash);
}

/* ---------------------------------------------------------------- samples and header */

static bool is_zero(const int64_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i])
            return false;
    return true;
}

static int64_t scaled(int64_t value, double ratio)
{
    return number_trunc(round((double)value * ratio));
}

static bool negate(int64_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] = scaled(values[i], -1);
    return !is_zero(values, count);
}

/* False where all values that were scaled have become 0, whatever the others are. */
static bool scale(int64_t *values, const double *ratios, size_t count)
{
    bool keeps = false;
    for (size_t i = 0; i < count; i++) {
        if (ratios[i] == 1)
            continue;
        values[i] = scaled(values[i], ratios[i]);
        keeps |= values[i] != 0;
    }
    return keeps;
}

/* The values with which a sample enters; NULL if it does not. */
static const int64_t *sample_values(struct merger *merger, size_t index)
{
    const struct merge_part *part = merger->side.part;
    const int64_t *values = part->profile->values + index * part->profile->type_count;
    if (part->columns || part->ratios || part->is_negated) {
        for (size_t i = 0; i < merger->types; i++)
            merger->values[i] = values[part->columns ? part->columns[i] : i];
        if ((part->is_negated && !negate(merger->values, merger->types)) ||
            (part->ratios && !scale(merger->values, part->ratios, merger->types)))
            return NULL;
        values = merger->values;
    }
    return is_zero(values, merger->types) ? NULL : values;
}

/* The sample of the stack and label set; a new one has values of 0. */
static uint32_t find_sample(struct merger *merger, uint32_t stack, uint32_t labels)
{
    struct builder *builder = &merger->builder;
    uint64_t hash = hash_u64((uint64_t)stack << 32 | labels);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&merger->samples, hash, &at)) != HASH_EMPTY)
        if (builder->sample_stacks.at[id] == stack && builder->sample_labels.at[id] == labels)
            return id;
    id = (uint32_t)builder->sample_stacks.count;
    array_push(merger->arena, &builder->sample_stacks, stack);
    array_push(merger->arena, &builder->sample_labels, labels);
    array_reserve(merger->arena, &builder->values, merger->types);
    for (size_t i = 0; i < merger->types; i++)
        builder->values.at[builder->values.count++] = 0;
    hash_table_add(&merger->samples, hash, id);
    return id;
}

static void add_sample(struct merger *merger, size_t index)
{
    struct builder *builder = &merger->builder;
    const struct profile *profile = merger->side.profile;
    const int64_t *values = sample_values(merger, index);
    if (!values)
        return;
    uint32_t stack = map_stack(merger, profile->sample_stacks[index]);
    size_t sample = find_sample(merger, stack, map_labels(merger, profile->sample_labels[index]));
    for (size_t i = 0; i < merger->types; i++) {
        int64_t *sum = &builder->values.at[sample * merger->types + i];
        *sum = number_add(*sum, values[i]);
    }
}

static void add_comment(struct merger *merger, string_id comment)
{
    for (size_t i = 0; i < merger->builder.comments.count; i++)
        if (merger->builder.comments.at[i] == comment)
            return;
    array_push(merger->arena, &merger->builder.comments, comment);
}

/* What the first part alone decides. */
static void start_header(struct merger *merger, const struct merge_plan *plan)
{
    const struct profile *from = merger->side.profile;
    const uint32_t *columns = merger->side.part->columns;
    struct profile *to = &merger->builder.profile;
    to->name = from->name;
    to->drop_frames = map_string(merger, from->drop_frames);
    to->keep_frames = map_string(merger, from->keep_frames);
    to->period_type.type = map_string(merger, from->period_type.type);
    to->period_type.unit = builder_string(&merger->builder, plan->period_unit);
    for (size_t i = 0; i < plan->type_count; i++) {
        string_id name = from->types[columns ? columns[i] : i].type;
        struct value_type type = {map_string(merger, name),
                                  builder_string(&merger->builder, plan->units[i])};
        array_push(merger->arena, &merger->builder.types, type);
    }
}

static void add_header(struct merger *merger)
{
    const struct merge_part *part = merger->side.part;
    const struct profile *from = part->profile;
    struct profile *to = &merger->builder.profile;
    if (!to->time_ns || from->time_ns < to->time_ns)
        to->time_ns = from->time_ns;
    to->duration_ns = number_add(to->duration_ns, from->duration_ns);
    if (!to->period || to->period < part->period)
        to->period = part->period;
    for (size_t i = 0; i < from->comment_count; i++)
        add_comment(merger, map_string(merger, from->comments[i]));
    if (!to->default_type)
        to->default_type = map_string(merger, part->default_type);
    if (!to->doc_url)
        to->doc_url = map_string(merger, from->doc_url);
    for (int i = 0; i < NOTE_COUNT; i++)
        notes_add(&to->notes, (enum note)i, from->notes.cases[i]);
}

static void merger_init(struct merger *merger, struct arena *arena, size_t types)
{
    *merger = (struct merger){.arena = arena, .types = types};
    merger->values = ARENA_NEW(arena, int64_t, types);
    builder_init(&merger->builder, arena);
    struct intern *interns[] = {&merger->mapping_keys, &merger->function_keys,
                                &merger->location_keys, &merger->label_keys};
    for (size_t i = 0; i < sizeof interns / sizeof *interns; i++)
        intern_init(interns[i], arena);
    hash_table_init(&merger->stacks, arena);
    hash_table_init(&merger->samples, arena);
}

static bool has_mappings(const struct merge_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->parts[i].profile->mapping_count)
            return true;
    return false;
}

/* The first mapping of all stays the first: it is the main binary. */
static void add_main_mapping(struct merger *merger)
{
    if (merger->builder.mappings.count)
        return;
    if (merger->side.profile->mapping_count)
        map_mapping(merger, 0);
    else if (merger->side.lacks_mappings)
        add_mapping(merger, (struct mapping){0});
}

static const struct profile *merge_once(const struct merge_plan *plan, struct arena *arena,
                                        struct budget *budget, struct error *error)
{
    struct merger merger;
    merger_init(&merger, arena, plan->type_count);
    bool mapped = has_mappings(plan);
    for (size_t i = 0; i < plan->count; i++) {
        const struct profile *profile = plan->parts[i].profile;
        side_init(&merger.side, &plan->parts[i], arena);
        merger.side.lacks_mappings = mapped && !profile->mapping_count;
        if (i == 0)
            start_header(&merger, plan);
        add_header(&merger);
        add_main_mapping(&merger);
        for (size_t n = 0; n < profile->sample_count; n++) {
            add_sample(&merger, n);
            if (!budget_spend(budget, 1, error))
                return NULL;
        }
    }
    return builder_finish(&merger.builder);
}

const struct profile *merge_planned(const struct merge_plan *plan, struct arena *arena,
                                    struct budget *budget, struct error *error)
{
    const struct profile *merged = merge_once(plan, arena, budget, error);
    for (size_t i = 0; merged && i < merged->sample_count; i++)
        if (is_zero(merged->values + i * merged->type_count, merged->type_count))
            return merge(&merged, 1, arena, budget, error);
    return merged;
}

const struct profile *merge(const struct profile *const *profiles, size_t count,
                            struct arena *arena, struct budget *budget, struct error *error)
{
    const struct profile *first = profiles[0];
    struct merge_part *parts = ARENA_NEW(arena, struct merge_part, count);
    struct str *units = ARENA_NEW(arena, struct str, first->type_count);
    for (size_t i = 0; i < count; i++)
        parts[i] = (struct merge_part){.profile = profiles[i],
                                       .default_type = profiles[i]->default_type,
                                       .period = profiles[i]->period};
    for (size_t i = 0; i < first->type_count; i++)
        units[i] = profile_string(first, first->types[i].unit);
    struct merge_plan plan = {parts, count, first->type_count, units,
                              profile_string(first, first->period_type.unit)};
    return merge_planned(&plan, arena, budget, error);
}
