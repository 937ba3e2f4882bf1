/* Memory from the C library. */
#include "base/memory.h"

#include <stdlib.h>

void *memory_alloc(size_t size)
{
    return malloc(size);
}

void *memory_grow(void *block, size_t old_size, size_t size)
{
    (void)old_size;
    return realloc(block, size);
}

void memory_free(void *block, size_t size)
{
    (void)size;
    free(block);
}
