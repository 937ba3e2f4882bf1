/* Arenas: small allocations fill chunks one after the other; a large one is a block of its own,
 * which can grow where it is. Blocks are a stack: those above an arena's position belong to scratch
 * that is over, and go when the next one comes. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The exit code of ERROR_LIMIT, which this file lies below. */
enum { EXIT_LIMIT = 4 };

enum { CHUNK_MIN = 64 * 1024, CHUNK_MAX = 1024 * 1024, HEAD = 64, LARGE = 32 * 1024 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size; /* bytes after the head */
};

struct arena_block {
    struct arena_block *below;
    size_t size; /* bytes after the head */
};

_Static_assert(sizeof(struct arena_chunk) <= HEAD, "the head holds the chunk's fields");
_Static_assert(sizeof(struct arena_block) <= HEAD, "the head holds the block's fields");

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

/* Memory for a head and `size` bytes. */
static void *store_take(struct arena_store *store, size_t size)
{
    void *memory = size <= SIZE_MAX - HEAD ? malloc(HEAD + size) : NULL;
    if (!memory)
        out_of_memory(size);
    store_charge(store, size, 0);
    return memory;
}

struct arena arena_init(struct arena_store *store, size_t ceiling)
{
    *store = (struct arena_store){.ceiling = ceiling};
    return (struct arena){.store = store};
}

/* Takes the top block away. */
static void pop_block(struct arena_store *store)
{
    struct arena_block *block = store->blocks;
    store->blocks = block->below;
    store->block_count--;
    store_charge(store, 0, block->size);
    free(block);
}

void arena_fini(struct arena_store *store)
{
    struct arena_chunk *next;
    while (store->blocks)
        pop_block(store);
    for (struct arena_chunk *chunk = store->first; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    store->first = NULL;
    store->reserved = 0;
}

/* Goes to the chunk after the arena's; makes one where there is none. Every chunk holds any small
 * allocation. */
static void arena_advance(struct arena *arena)
{
    struct arena_store *store = arena->store;
    struct arena_chunk **link = arena->chunk ? &arena->chunk->next : &store->first;
    if (!*link) {
        size_t room = store->reserved / 8;
        room = room < CHUNK_MIN ? CHUNK_MIN : room > CHUNK_MAX ? CHUNK_MAX : room;
        struct arena_chunk *chunk = store_take(store, room);
        *chunk = (struct arena_chunk){.size = room};
        *link = chunk;
    }
    arena->chunk = *link;
    arena->used = 0;
}

void arena_trim(struct arena *arena)
{
    while (arena->store->block_count > arena->blocks)
        pop_block(arena->store);
}

static void *push_block(struct arena *arena, size_t size)
{
    struct arena_store *store = arena->store;
    arena_trim(arena);
    struct arena_block *block = store_take(store, size);
    *block = (struct arena_block){store->blocks, size};
    store->blocks = block;
    arena->blocks = ++store->block_count;
    return (char *)block + HEAD;
}

void *arena_alloc(struct arena *arena, size_t size, size_t align)
{
    if (size >= LARGE)
        return push_block(arena, size);
    size_t start = (arena->used + align - 1) & ~(align - 1);
    if (!arena->chunk || start > arena->chunk->size || size > arena->chunk->size - start) {
        arena_advance(arena);
        start = 0;
    }
    arena->used = start + size;
    return (char *)arena->chunk + HEAD + start;
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

/* Where the block is linked; NULL if there is none at this place. */
static struct arena_block **find_block(struct arena_store *store, void *at)
{
    struct arena_block **link = &store->blocks;
    while (*link && (char *)*link + HEAD != at)
        link = &(*link)->below;
    return *link ? link : NULL;
}

static void *grow_block(struct arena_store *store, struct arena_block **link, size_t size)
{
    struct arena_block *block = *link;
    size_t old_size = block->size;
    block = size <= SIZE_MAX - HEAD ? realloc(block, HEAD + size) : NULL;
    if (!block)
        out_of_memory(size);
    block->size = size;
    *link = block;
    store_charge(store, size, old_size);
    return (char *)block + HEAD;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t size, size_t align)
{
    struct arena_block **link = old && old_size >= LARGE ? find_block(arena->store, old) : NULL;
    if (link)
        return size > old_size ? grow_block(arena->store, link, size) : old;
    bool last =
        old && arena->chunk && (char *)old + old_size == (char *)arena->chunk + HEAD + arena->used;
    size_t start = last ? arena->used - old_size : 0;
    if (last && size < LARGE && size <= arena->chunk->size - start) {
        arena->used = start + size;
        return old;
    }
    void *fresh = arena_alloc(arena, size, align);
    if (old_size)
        memcpy(fresh, old, old_size < size ? old_size : size);
    return fresh;
}

void arena_release(struct arena *arena, void *at, size_t size)
{
    struct arena_store *store = arena->store;
    struct arena_block **link = at && size >= LARGE ? find_block(store, at) : NULL;
    if (!link)
        return;
    struct arena_block *block = *link;
    *link = block->below;
    store->block_count--;
    arena->blocks -= arena->blocks > 0;
    store_charge(store, 0, block->size);
    free(block);
}
