/* Blocks of memory from the system, for arenas. The posix file asks for huge pages where a block is
 * large, which halves the cost of touching it; the none file is the C library's heap. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* NULL where the machine has no more. */
void *memory_alloc(size_t size);
/* The block with room for `size` bytes, perhaps elsewhere; NULL, the block unharmed, where there is
 * no room. */
void *memory_grow(void *block, size_t old_size, size_t size);
void memory_free(void *block, size_t size);

#endif
