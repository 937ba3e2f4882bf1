/* Hashing of bytes, and a table that maps hashes to ids. */
#include "base/hash.h"

#include <string.h>

uint32_t hash_fnv1a(const char *bytes, size_t size)
{
    uint32_t hash = 0x811c9dc5u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x01000193u;
    return hash;
}

uint32_t hash_mix32(uint32_t hash)
{
    hash = (hash ^ hash >> 16) * 0x85ebca6bu;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
    return hash ^ hash >> 16;
}

void hash_table_init(struct hash_table *table, struct arena *arena)
{
    *table = (struct hash_table){.arena = arena};
}

static void table_put(struct hash_table *table, struct hash_slot slot)
{
    size_t at = slot.hash;
    while (table->slots[at & (table->room - 1)].id != HASH_EMPTY)
        at++;
    table->slots[at & (table->room - 1)] = slot;
}

static void table_double(struct hash_table *table)
{
    struct hash_slot *old = table->slots;
    size_t old_room = table->room;
    table->room = old_room ? old_room * 2 : 64;
    table->slots = arena_alloc(table->arena, table->room * sizeof *old, _Alignof(struct hash_slot));
    memset(table->slots, 0xff, table->room * sizeof *old);
    for (size_t i = 0; i < old_room; i++)
        if (old[i].id != HASH_EMPTY)
            table_put(table, old[i]);
    arena_release(table->arena, old, old_room * sizeof *old);
}

void hash_table_add(struct hash_table *table, uint64_t hash, uint32_t id)
{
    if (table->count * 4 >= table->room * 3)
        table_double(table);
    table_put(table, (struct hash_slot){(uint32_t)(hash >> 32), id});
    table->count++;
}
