/* Hashes and a table of ids by hash. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

/* A 64-bit hash of bytes: eight at a time, multiplied and folded (after wyhash by Wang Yi). Only for
 * tables in memory: no output depends on it. */
uint64_t hash_bytes(const void *bytes, size_t size);
/* The same of one number. */
uint64_t hash_u64(uint64_t value);
/* FNV-1a over bytes and murmur3's finaliser: 32 bits that outputs may depend on (colours). */
uint32_t hash_fnv1a(const char *bytes, size_t size);
uint32_t hash_mix32(uint32_t hash);

/* Ids under their hashes, open addressing. The owner compares keys. */
struct hash_table {
    struct hash_slot *slots; /* `room` of them, a power of two */
    size_t count, room;
    struct arena *arena;
};

struct hash_slot {
    uint32_t hash; /* the upper half: where the search starts, and what must be equal */
    uint32_t id;   /* HASH_EMPTY where free */
};

#define HASH_EMPTY 0xffffffffu

void hash_table_init(struct hash_table *table, struct arena *arena);

/* Walks the ids whose key may be the one with this hash: start with *at = hash_start(hash), call
 * until it returns HASH_EMPTY; each other return is an id to compare. */
static inline size_t hash_start(uint64_t hash)
{
    return (size_t)(hash >> 32);
}

static inline uint32_t hash_table_next(const struct hash_table *table, uint64_t hash, size_t *at)
{
    if (!table->room)
        return HASH_EMPTY;
    for (;; ++*at) {
        const struct hash_slot *slot = &table->slots[*at & (table->room - 1)];
        if (slot->id == HASH_EMPTY)
            return HASH_EMPTY;
        if (slot->hash == (uint32_t)(hash >> 32)) {
            ++*at;
            return slot->id;
        }
    }
}

/* Adds an id whose key is not in the table. */
void hash_table_add(struct hash_table *table, uint64_t hash, uint32_t id);

#endif
