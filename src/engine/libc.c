/* What the C library has larger or slower: its memcmp goes byte by byte, which sorting names feels,
 * its words for errors are never read, and its qsort is made for more than is sorted by it here. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *x = a, *y = b;
    uint64_t first, second;
    for (; size >= 8; size -= 8, x += 8, y += 8) {
        memcpy(&first, x, 8);
        memcpy(&second, y, 8);
        if (first != second)
            break;
    }
    for (; size > 0; size--, x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}

char *strerror(int number)
{
    (void)number;
    return (char *)"";
}

static void swap(char *a, char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char byte = a[i];
        a[i] = b[i];
        b[i] = byte;
    }
}

/* Shell's, with Knuth's gaps. */
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    char *at = base;
    size_t gap = 1;
    while (gap < count / 3)
        gap = gap * 3 + 1;
    for (; gap; gap /= 3)
        for (size_t i = gap; i < count; i++)
            for (size_t j = i; j >= gap; j -= gap) {
                char *a = at + (j - gap) * size, *b = at + j * size;
                if (compare(a, b) <= 0)
                    break;
                swap(a, b, size);
            }
}
