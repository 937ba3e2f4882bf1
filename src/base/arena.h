/* Memory by lifetime: allocations that are given back all at once.
 *
 * An arena is a position in a store. Passed by pointer, what is allocated stays; passed by value it
 * is scratch: when the function returns, the caller's position is as before and the space is used
 * again. A store has a ceiling. Passing it does not fail the allocation (only a machine without
 * memory does, and that ends the program); it marks the store, and the loop that allocates learns
 * it from its budget (budget.h) as an ordinary error. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_chunk;
struct arena_block;

struct arena_store {
    struct arena_chunk *first;
    struct arena_block *blocks; /* large allocations, the last one first */
    size_t block_count;
    size_t reserved; /* bytes taken from the system */
    size_t ceiling;
    bool exceeded; /* `reserved` has passed the ceiling */
};

struct arena {
    struct arena_store *store;
    struct arena_chunk *chunk;
    size_t used;   /* bytes of `chunk` */
    size_t blocks; /* large allocations up to this position */
};

/* A fresh store that may reserve `ceiling` bytes, and the arena at its start. */
struct arena arena_init(struct arena_store *store, size_t ceiling);
/* Gives everything back to the system. Fine on a zeroed store, and twice. */
void arena_fini(struct arena_store *store);

/* `size` bytes, not set, aligned for any type up to `align` (a power of two). Never NULL. */
void *arena_alloc(struct arena *arena, size_t size, size_t align);
/* The same, set to zero, for `count` things of `size` bytes. */
void *arena_zero(struct arena *arena, size_t count, size_t size, size_t align);
/* `old` (of old_size bytes, from this arena or NULL) with room for `size` bytes; content kept,
 * moved only if it must. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t size, size_t align);

/* Gives back an allocation before its time: at once if it is large, otherwise not at all. */
void arena_release(struct arena *arena, void *at, size_t size);

/* Gives back large scratch that is over. */
void arena_trim(struct arena *arena);

/* `count` zeroed things of a type. */
#define ARENA_NEW(arena, type, count)                                                              \
    ((type *)arena_zero((arena), (count), sizeof(type), _Alignof(type)))

#endif
