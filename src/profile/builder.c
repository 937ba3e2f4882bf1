/* Growing columns become a profile. */
#include "profile/builder.h"

#include <string.h>

void intern_init(struct intern *intern, struct arena *arena)
{
    *intern = (struct intern){.items = {0}};
    hash_table_init(&intern->table, arena);
}

void intern_prefetch_slot(const struct intern *intern, uint64_t hash)
{
    hash_table_prefetch(&intern->table, hash);
}

void intern_prefetch_item(const struct intern *intern, uint64_t hash)
{
    size_t at = hash_start(hash);
    uint32_t id = hash_table_next(&intern->table, hash, &at);
    if (id != HASH_EMPTY)
        __builtin_prefetch(&intern->items.at[id]);
}

void intern_prefetch_bytes(const struct intern *intern, uint64_t hash)
{
    size_t at = hash_start(hash);
    uint32_t id = hash_table_next(&intern->table, hash, &at);
    if (id != HASH_EMPTY)
        __builtin_prefetch(intern->items.at[id].at);
}

uint32_t intern_add(struct intern *intern, const void *bytes, size_t size, bool *fresh)
{
    return intern_add_hashed(intern, bytes, size, hash_bytes(bytes, size), fresh);
}

uint32_t intern_add_hashed(struct intern *intern, const void *bytes, size_t size, uint64_t hash,
                           bool *fresh)
{
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&intern->table, hash, &at)) != HASH_EMPTY) {
        struct str item = intern->items.at[id];
        if (item.size == size && hash_equal(item.at, bytes, size)) {
            *fresh = false;
            return id;
        }
    }
    struct arena *arena = intern->table.arena;
    char *copy = arena_alloc(arena, size, 1);
    if (size)
        memcpy(copy, bytes, size);
    id = (uint32_t)intern->items.count;
    array_push(arena, &intern->items, ((struct str){copy, size}));
    hash_table_add(&intern->table, hash, id);
    *fresh = true;
    return id;
}

void builder_init(struct builder *builder, struct arena *arena)
{
    *builder = (struct builder){.arena = arena};
    /* A place in a column is never an offset from NULL. */
    array_reserve(arena, &builder->label_ids, 1);
    array_reserve(arena, &builder->stack_frames, 1);
    array_reserve(arena, &builder->values, 1);
    array_reserve(arena, &builder->lines, 1);
    intern_init(&builder->strings, arena);
    builder_string(builder, STR(""));
    array_push(arena, &builder->stack_starts, 0);
    array_push(arena, &builder->label_starts, 0);
    hash_table_init(&builder->label_sets, arena);
    builder_label_set(builder, NULL, 0, hash_bytes("", 0));
}

string_id builder_string(struct builder *builder, struct str text)
{
    bool fresh;
    return intern_add(&builder->strings, text.at, text.size, &fresh);
}

uint32_t builder_stack_end(struct builder *builder)
{
    array_push(builder->arena, &builder->stack_starts, builder->stack_frames.count);
    return (uint32_t)(builder->stack_starts.count - 2);
}

uint32_t builder_label_set(struct builder *builder, const uint32_t *ids, size_t count,
                           uint64_t hash)
{
    size_t at = hash_start(hash);
    uint32_t set;
    while ((set = hash_table_next(&builder->label_sets, hash, &at)) != HASH_EMPTY) {
        uint32_t start = builder->label_starts.at[set];
        if (builder->label_starts.at[set + 1] - start == count &&
            hash_equal(builder->label_ids.at + start, ids, count * sizeof *ids))
            return set;
    }
    set = (uint32_t)builder->label_starts.count - 1;
    array_reserve(builder->arena, &builder->label_ids, count);
    if (count)
        memcpy(builder->label_ids.at + builder->label_ids.count, ids, count * sizeof *ids);
    builder->label_ids.count += count;
    array_push(builder->arena, &builder->label_starts, (uint32_t)builder->label_ids.count);
    hash_table_add(&builder->label_sets, hash, set);
    return set;
}

struct profile *builder_finish(struct builder *b)
{
    struct profile *profile = ARENA_NEW(b->arena, struct profile, 1);
    *profile = b->profile;
    profile->strings = b->strings.items.at;
    profile->string_count = b->strings.items.count;
    profile->types = b->types.at;
    profile->type_count = b->types.count;
    profile->comments = b->comments.at;
    profile->comment_count = b->comments.count;
    profile->mappings = b->mappings.at;
    profile->mapping_count = b->mappings.count;
    profile->functions = b->functions.at;
    profile->function_count = b->functions.count;
    profile->locations = b->locations.at;
    profile->location_count = b->locations.count;
    profile->lines = b->lines.at;
    profile->line_count = b->lines.count;
    profile->stack_frames = b->stack_frames.at;
    profile->stack_starts = b->stack_starts.at;
    profile->stack_count = b->stack_starts.count - 1;
    profile->labels = b->labels.at;
    profile->label_count = b->labels.count;
    profile->label_ids = b->label_ids.at;
    profile->label_starts = b->label_starts.at;
    profile->label_set_count = b->label_starts.count - 1;
    profile->sample_stacks = b->sample_stacks.at;
    profile->sample_labels = b->sample_labels.at;
    profile->values = b->values.at;
    profile->sample_count = b->sample_stacks.count;
    return profile;
}
