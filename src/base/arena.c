/* Arenas over a list of chunks; a large allocation has a chunk of its own, which can grow in place.
 */
#include "base/arena.h"
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The exit code of ERROR_LIMIT, which this file lies below. */
enum { EXIT_LIMIT = 4 };

enum { CHUNK_MIN = 64 * 1024, CHUNK_MAX = 4 * 1024 * 1024, CHUNK_HEAD = 64 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size; /* bytes after the head */
};

_Static_assert(sizeof(struct arena_chunk) <= CHUNK_HEAD, "the head holds the chunk's fields");

static char *chunk_bytes(struct arena_chunk *chunk)
{
    return (char *)chunk + CHUNK_HEAD;
}

static void out_of_memory(size_t size)
{
    fprintf(stderr, "render: the machine has no memory for %zu more bytes\n", size);
    _Exit(EXIT_LIMIT);
}

static void store_charge(struct arena_store *store, size_t more, size_t less)
{
    store->reserved += more;
    store->reserved -= less;
    if (store->reserved > store->ceiling)
        store->exceeded = true;
}

struct arena arena_init(struct arena_store *store, size_t ceiling)
{
    *store = (struct arena_store){.ceiling = ceiling};
    return (struct arena){.store = store};
}

void arena_fini(struct arena_store *store)
{
    struct arena_chunk *next;
    for (struct arena_chunk *chunk = store->first; chunk; chunk = next) {
        next = chunk->next;
        memory_free(chunk, CHUNK_HEAD + chunk->size);
    }
    store->first = NULL;
    store->reserved = 0;
}

/* The chunk after the arena's, if it can hold `size` bytes; otherwise a new one put between. */
static void arena_advance(struct arena *arena, size_t size)
{
    struct arena_store *store = arena->store;
    struct arena_chunk **link = arena->chunk ? &arena->chunk->next : &store->first;
    if (!*link || (*link)->size < size) {
        size_t room = store->reserved / 4;
        room = room < CHUNK_MIN ? CHUNK_MIN : room > CHUNK_MAX ? CHUNK_MAX : room;
        room = size > room / 2 ? size : room;
        struct arena_chunk *chunk =
            room <= SIZE_MAX - CHUNK_HEAD ? memory_alloc(CHUNK_HEAD + room) : NULL;
        if (!chunk)
            out_of_memory(room);
        *chunk = (struct arena_chunk){.next = *link, .size = room};
        *link = chunk;
        store_charge(store, room, 0);
    }
    arena->chunk = *link;
    arena->used = 0;
}

void *arena_alloc(struct arena *arena, size_t size, size_t align)
{
    size_t start = (arena->used + align - 1) & ~(align - 1);
    if (!arena->chunk || start > arena->chunk->size || size > arena->chunk->size - start) {
        arena_advance(arena, size);
        start = 0;
    }
    arena->used = start + size;
    return chunk_bytes(arena->chunk) + start;
}

void *arena_zero(struct arena *arena, size_t count, size_t size, size_t align)
{
    if (size && count > SIZE_MAX / size)
        out_of_memory(SIZE_MAX);
    void *at = arena_alloc(arena, count * size, align);
    if (count && size)
        memset(at, 0, count * size);
    return at;
}

/* Reallocates the chunk that holds only `old`; NULL if there is none such. */
static void *chunk_grow(struct arena *arena, void *old, size_t old_size, size_t size)
{
    struct arena_chunk **link = &arena->store->first;
    for (struct arena_chunk *chunk = *link; chunk; link = &chunk->next, chunk = *link) {
        if (chunk_bytes(chunk) != old || chunk->size != old_size)
            continue;
        bool current = arena->chunk == chunk;
        struct arena_chunk *grown =
            size <= SIZE_MAX - CHUNK_HEAD
                ? memory_grow(chunk, CHUNK_HEAD + chunk->size, CHUNK_HEAD + size)
                : NULL;
        if (!grown)
            out_of_memory(size);
        grown->size = size;
        *link = grown;
        if (current) {
            arena->chunk = grown;
            arena->used = size;
        }
        store_charge(arena->store, size, old_size);
        return chunk_bytes(grown);
    }
    return NULL;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t size, size_t align)
{
    if (old && arena->chunk && (char *)old + old_size == chunk_bytes(arena->chunk) + arena->used) {
        size_t start = (size_t)((char *)old - chunk_bytes(arena->chunk));
        if (size <= arena->chunk->size - start) {
            arena->used = start + size;
            return old;
        }
    }
    if (old && old_size >= CHUNK_MIN) {
        void *grown = chunk_grow(arena, old, old_size, size);
        if (grown)
            return grown;
    }
    void *fresh = arena_alloc(arena, size, align);
    if (old_size)
        memcpy(fresh, old, old_size < size ? old_size : size);
    return fresh;
}
