/* memcmp by words: the C library's goes byte by byte, which sorting names feels. */
#include <stdint.h>
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
