/* Growing columns become a profile. */
#include "profile/builder.h"

#include <string.h>

void intern_init(struct intern *intern, struct arena *arena)
{
    *intern = (struct intern){.items = {0}};
    hash_table_init(&intern->table, arena);
}

uint32_t intern_add(struct intern *intern, const void *bytes, size_t size, bool *fresh)
{
    uint64_t hash = hash_bytes(bytes, size);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&intern->table, hash, &at)) != HASH_EMPTY) {
        struct str item = intern->items.at[id];
        if (item.size == size && (size == 0 || memcmp(item.at, bytes, size) == 0)) {
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
    intern_init(&builder->strings, arena);
    builder_string(builder, STR(""));
    array_push(arena, &builder->stack_starts, 0);
    array_push(arena, &builder->label_starts, 0);
    builder_labels_end(builder);
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

uint32_t builder_labels_end(struct builder *builder)
{
    array_push(builder->arena, &builder->label_starts, builder->labels.count);
    return (uint32_t)(builder->label_starts.count - 2);
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
    profile->label_starts = b->label_starts.at;
    profile->label_set_count = b->label_starts.count - 1;
    profile->sample_stacks = b->sample_stacks.at;
    profile->sample_labels = b->sample_labels.at;
    profile->values = b->values.at;
    profile->sample_count = b->sample_stacks.count;
    return profile;
}
