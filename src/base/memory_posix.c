/* Memory from the C library, and large blocks from the kernel, aligned for huge pages. */
#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20, LARGE = 4 << 20 };

static size_t rounded(size_t size)
{
    return (size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
}

/* Addresses on a huge page's border; what the kernel gave beyond them goes back. */
static void *map_aligned(size_t size)
{
    if (size > SIZE_MAX - 2 * (size_t)HUGE_PAGE)
        return NULL;
    char *at =
        mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        return NULL;
    size_t before = (HUGE_PAGE - (uintptr_t)at % HUGE_PAGE) % HUGE_PAGE;
    if (before)
        munmap(at, before);
    if (before < HUGE_PAGE)
        munmap(at + before + size, HUGE_PAGE - before);
    return at + before;
}

static void ask_for_huge_pages(void *block, size_t size)
{
#ifdef MADV_HUGEPAGE
    madvise(block, size, MADV_HUGEPAGE);
#else
    (void)block;
    (void)size;
#endif
}

void *memory_alloc(size_t size)
{
    if (size < LARGE)
        return malloc(size);
    void *block = size <= SIZE_MAX - HUGE_PAGE ? map_aligned(rounded(size)) : NULL;
    if (block)
        ask_for_huge_pages(block, rounded(size));
    return block;
}

/* Moves the pages, not their bytes, where the kernel can. */
static bool move(void *from, void *to, size_t old_size, size_t size)
{
#ifdef MREMAP_FIXED
    return mremap(from, rounded(old_size), rounded(size), MREMAP_MAYMOVE | MREMAP_FIXED, to) == to;
#else
    (void)size;
    memcpy(to, from, old_size);
    return munmap(from, rounded(old_size)) == 0;
#endif
}

void *memory_grow(void *block, size_t old_size, size_t size)
{
    if (old_size < LARGE && size < LARGE)
        return realloc(block, size);
    if (old_size >= LARGE && size >= LARGE && rounded(size) == rounded(old_size))
        return block;
    void *fresh = memory_alloc(size);
    if (!fresh)
        return NULL;
    if (old_size >= LARGE && size > old_size && move(block, fresh, old_size, size)) {
        ask_for_huge_pages(fresh, rounded(size));
        return fresh;
    }
    memcpy(fresh, block, old_size < size ? old_size : size);
    memory_free(block, old_size);
    return fresh;
}

void memory_free(void *block, size_t size)
{
    if (size < LARGE)
        free(block);
    else
        munmap(block, rounded(size));
}
