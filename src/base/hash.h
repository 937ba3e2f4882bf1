/* Hashes and a table of ids by hash. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HASH_A 0xa0761d6478bd642full
#define HASH_B 0xe7037ed1a0b428dbull

__extension__ typedef unsigned __int128 hash_wide;

static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
    hash_wide product = (hash_wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_load(const unsigned char *at, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, at, size);
    return word;
}

/* First and last bytes of at most 16, overlapping where there are fewer. */
static inline void hash_ends(const unsigned char *at, size_t size, uint64_t *first, uint64_t *last)
{
    if (size >= 8) {
        *first = hash_load(at, 8);
        *last = hash_load(at + size - 8, 8);
    } else if (size >= 4) {
        *first = hash_load(at, 4);
        *last = hash_load(at + size - 4, 4);
    } else {
        *first = size ? (uint64_t)at[0] << 16 | (uint64_t)at[size / 2] << 8 | at[size - 1] : 0;
        *last = 0;
    }
}

/* A 64-bit hash of bytes: words, multiplied and folded (after wyhash by Wang Yi). Only for tables
 * in memory: no output depends on it. */
static inline uint64_t hash_bytes(const void *bytes, size_t size)
{
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t hash = HASH_A ^ size, first, last;
    for (size_t rest = size; rest > 16; rest -= 16, at += 16)
        hash = hash_fold(hash_load(at, 8) ^ HASH_B, hash_load(at + 8, 8) ^ hash);
    hash_ends(at, size > 16 ? size - (size - 1) / 16 * 16 : size, &first, &last);
    return hash_fold(hash_fold(first ^ HASH_B, last ^ hash), HASH_A ^ size);
}

/* The same of one number. */
static inline uint64_t hash_u64(uint64_t value)
{
    return hash_fold(value ^ HASH_A, HASH_B);
}

/* Whether two runs of bytes of one size are equal; fast where they are short. */
static inline bool hash_equal(const void *a, const void *b, size_t size)
{
    uint64_t x, y, v, w;
    if (size > 16)
        return memcmp(a, b, size) == 0;
    hash_ends((const unsigned char *)a, size, &x, &y);
    hash_ends((const unsigned char *)b, size, &v, &w);
    return x == v && y == w;
}

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

/* Asks for the cache line where the search of a hash will start. */
static inline void hash_table_prefetch(const struct hash_table *table, uint64_t hash)
{
    if (table->room)
        __builtin_prefetch(&table->slots[hash_start(hash) & (table->room - 1)]);
}

/* Adds an id whose key is not in the table. */
void hash_table_add(struct hash_table *table, uint64_t hash, uint32_t id);

#endif
