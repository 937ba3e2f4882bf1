/* malloc in little code, as arenas want few blocks and large ones: the free ones in a list by
 * address, neighbours joined, the best fit taken. The C library's is ten times this. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT = 16, PAGE = 65536 };

struct block {
    size_t size;        /* with this head */
    struct block *next; /* while it is free */
    char unused[UNIT - 2 * sizeof(size_t)];
};

extern char __heap_base;
static struct block *free_blocks;
static bool is_started;

static char *end_of(const struct block *block)
{
    return (char *)block + block->size;
}

static char *end_of_memory(void)
{
    return (char *)(__builtin_wasm_memory_size(0) * PAGE);
}

static void join(struct block *block)
{
    if (end_of(block) != (char *)block->next)
        return;
    block->size += block->next->size;
    block->next = block->next->next;
}

static void release(struct block *block, size_t size)
{
    struct block **at = &free_blocks, *before = NULL;
    while (*at && *at < block) {
        before = *at;
        at = &before->next;
    }
    *block = (struct block){.size = size, .next = *at};
    *at = block;
    join(block);
    if (before)
        join(before);
}

/* What cannot be had is so large that no sum with it overflows. */
static bool grow(size_t size)
{
    char *end = end_of_memory();
    size_t pages = (size + PAGE - 1) / PAGE;
    if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX)
        return false;
    release((struct block *)end, pages * PAGE);
    return true;
}

static void start(void)
{
    char *first = (char *)(((uintptr_t)&__heap_base + UNIT - 1) & ~(uintptr_t)(UNIT - 1));
    is_started = true;
    if (end_of_memory() - first > UNIT)
        release((struct block *)first, (size_t)(end_of_memory() - first));
}

static size_t whole(size_t size)
{
    return (size + 2 * UNIT - 1) & ~(size_t)(UNIT - 1);
}

static void trim(struct block *block, size_t size)
{
    size_t rest = block->size - size;
    if (rest < 2 * UNIT)
        return;
    block->size = size;
    release((struct block *)end_of(block), rest);
}

static struct block **best_fit(size_t size)
{
    struct block **best = NULL;
    for (struct block **at = &free_blocks; *at; at = &(*at)->next)
        if ((*at)->size >= size && (!best || (*at)->size < (*best)->size))
            best = at;
    return best;
}

/* The free block that starts at an address, and with `is_last` one that ends with the memory. */
static struct block **find(const char *start, bool is_last)
{
    struct block **at = &free_blocks;
    while (*at && (is_last ? end_of(*at) : (char *)*at) != start)
        at = &(*at)->next;
    return *at ? at : NULL;
}

static struct block *taken(struct block **at, size_t size)
{
    struct block *block = *at;
    *at = block->next;
    trim(block, size);
    return block;
}

void *malloc(size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    if (!is_started)
        start();
    size = whole(size);
    struct block **at = best_fit(size);
    if (!at) {
        struct block **last = find(end_of_memory(), true);
        if (!grow(last ? size - (*last)->size : size))
            return NULL;
        at = best_fit(size);
    }
    return taken(at, size) + 1;
}

void free(void *memory)
{
    struct block *block = memory;
    if (memory)
        release(block - 1, block[-1].size);
}

void *calloc(size_t count, size_t size)
{
    size_t all;
    void *memory = __builtin_mul_overflow(count, size, &all) ? NULL : malloc(all);
    return memory ? memset(memory, 0, all) : NULL;
}

/* Into what is free behind it, which grows where the memory ends. */
static void extend(struct block *block, size_t size)
{
    struct block **next = find(end_of(block), false);
    size_t have = block->size + (next ? (*next)->size : 0);
    if (have < size && (char *)block + have == end_of_memory() && grow(size - have)) {
        next = find(end_of(block), false);
        have = block->size + (*next)->size;
    }
    if (have < size || !next)
        return;
    struct block *rest = *next;
    *next = rest->next;
    block->size += rest->size;
    trim(block, size);
}

void *realloc(void *memory, size_t size)
{
    if (!memory)
        return malloc(size);
    if (size > SIZE_MAX / 2)
        return NULL;
    struct block *block = (struct block *)memory - 1;
    size_t used = block->size - UNIT;
    if (whole(size) > block->size)
        extend(block, whole(size));
    else
        trim(block, whole(size));
    if (whole(size) <= block->size)
        return memory;
    void *copy = malloc(size);
    if (!copy)
        return NULL;
    memcpy(copy, memory, used);
    free(memory);
    return copy;
}
