/* Ids to slots: an array for small ids, a hash table for the others. */
#include "input/idmap.h"

#include <string.h>

enum { DIRECT_IDS = 1 << 22 };

void idmap_init(struct idmap *map, struct arena *arena)
{
    *map = (struct idmap){.arena = arena};
    hash_table_init(&map->table, arena);
}

static uint32_t new_slot(struct idmap *map, uint64_t id, uint64_t offset)
{
    array_push(map->arena, &map->entries,
               ((struct idmap_entry){.id = id, .offset = offset, .index = HASH_EMPTY}));
    return (uint32_t)map->entries.count - 1;
}

static uint32_t direct_slot(struct idmap *map, size_t id, uint64_t offset)
{
    if (id >= map->direct.count) {
        size_t more = id + 1 - map->direct.count;
        array_reserve(map->arena, &map->direct, more);
        memset(map->direct.at + map->direct.count, 0, more * sizeof *map->direct.at);
        map->direct.count += more;
    }
    uint32_t slot = new_slot(map, id, offset);
    map->direct.at[id] = slot + 1;
    return slot;
}

uint32_t idmap_slot_slow(struct idmap *map, uint64_t id, uint64_t offset)
{
    if (id < DIRECT_IDS)
        return direct_slot(map, (size_t)id, offset);
    uint64_t hash = hash_u64(id);
    size_t at = hash_start(hash);
    uint32_t slot;
    while ((slot = hash_table_next(&map->table, hash, &at)) != HASH_EMPTY)
        if (map->entries.at[slot].id == id)
            return slot;
    slot = new_slot(map, id, offset);
    hash_table_add(&map->table, hash, slot);
    return slot;
}

bool idmap_define(struct idmap *map, uint32_t slot)
{
    bool fresh = !map->entries.at[slot].defined;
    map->entries.at[slot].defined = true;
    return fresh;
}

void idmap_place(struct idmap *map, uint32_t slot, uint32_t index)
{
    map->entries.at[slot].index = index;
}

uint32_t idmap_index(const struct idmap *map, uint32_t slot)
{
    return map->entries.at[slot].index;
}

uint32_t idmap_undefined(const struct idmap *map)
{
    for (size_t i = 0; i < map->entries.count; i++)
        if (!map->entries.at[i].defined)
            return (uint32_t)i;
    return HASH_EMPTY;
}

uint64_t idmap_offset(const struct idmap *map, uint32_t slot)
{
    return map->entries.at[slot].offset;
}

uint64_t idmap_id(const struct idmap *map, uint32_t slot)
{
    return map->entries.at[slot].id;
}
