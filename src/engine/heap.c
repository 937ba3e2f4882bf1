/* The heap: arenas take few and large blocks, for which a list of the free ones by place is enough.
 * The C library's is ten times as long. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 64 * 1024, HEAD = 16, SPLIT_MIN = 64 };

struct block {
    size_t size;        /* with the head */
    struct block *next; /* free blocks: the one behind */
};

static struct block *first;

static char *end_of(struct block *block)
{
    return (char *)block + block->size;
}

/* 0 where no memory can be so large. */
static size_t whole_size(size_t size)
{
    return size <= SIZE_MAX - HEAD - PAGE ? (size + HEAD + HEAD - 1) & ~(size_t)(HEAD - 1) : 0;
}

/* Makes one of a free block and that behind it, where they touch. */
static void join(struct block *block)
{
    struct block *next = block->next;
    if (!next || end_of(block) != (char *)next)
        return;
    block->size += next->size;
    block->next = next->next;
}

static void give_back(struct block *block)
{
    struct block *before = NULL, *next = first;
    while (next && next < block) {
        before = next;
        next = next->next;
    }
    block->next = next;
    *(before ? &before->next : &first) = block;
    join(block);
    if (before)
        join(before);
}

static char *memory_end(void)
{
    return (char *)((size_t)__builtin_wasm_memory_size(0) * PAGE);
}

static bool grow(size_t size)
{
    size_t pages = (size + PAGE - 1) / PAGE, old = __builtin_wasm_memory_grow(0, pages);
    if (old == SIZE_MAX)
        return false;
    struct block *block = (struct block *)(old * PAGE);
    block->size = pages * PAGE;
    give_back(block);
    return true;
}

/* What a block has more than it needs is free again. */
static void *shorten(struct block *block, size_t size)
{
    if (block->size - size >= SPLIT_MIN) {
        struct block *rest = (struct block *)((char *)block + size);
        rest->size = block->size - size;
        block->size = size;
        give_back(rest);
    }
    return (char *)block + HEAD;
}

void *malloc(size_t size)
{
    size = whole_size(size);
    for (bool has_grown = false; size; has_grown = true) {
        struct block **link = &first, *last = NULL;
        for (; *link && (*link)->size < size; link = &(*link)->next)
            last = *link;
        struct block *block = *link;
        if (block) {
            *link = block->next;
            return shorten(block, size);
        }
        size_t has = last && end_of(last) == memory_end() ? last->size : 0;
        if (has_grown || !grow(size - has))
            break;
    }
    return NULL;
}

void free(void *at)
{
    if (at)
        give_back((struct block *)((char *)at - HEAD));
}

/* Takes the free block behind, at the end of the memory also what is not there yet. */
static bool stretch(struct block *block, size_t size)
{
    struct block **link = &first;
    while (*link && *link < block)
        link = &(*link)->next;
    struct block *next = *link && (char *)*link == end_of(block) ? *link : NULL;
    size_t has = block->size + (next ? next->size : 0);
    if (has < size) {
        if (end_of(next ? next : block) != memory_end() || !grow(size - has))
            return false;
        next = *link;
    }
    *link = next->next;
    block->size += next->size;
    return true;
}

void *realloc(void *at, size_t size)
{
    struct block *block = (struct block *)((char *)at - HEAD);
    size_t whole = whole_size(size);
    if (!at)
        return malloc(size);
    if (!whole)
        return NULL;
    if (block->size >= whole || stretch(block, whole))
        return shorten(block, whole);
    void *made = malloc(size);
    if (made) {
        memcpy(made, at, block->size - HEAD);
        free(at);
    }
    return made;
}

void *calloc(size_t count, size_t size)
{
    size_t whole;
    void *at = __builtin_mul_overflow(count, size, &whole) ? NULL : malloc(whole);
    return at ? memset(at, 0, whole) : NULL;
}
