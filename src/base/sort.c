/* Bottom-up merge sort over runs that start as short insertion sorts. */
#include "base/sort.h"

#include <string.h>

enum { RUN = 12 };

static void sort_run(uint32_t *ids, size_t count, sort_before *before, const void *context)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t id = ids[i];
        size_t j = i;
        for (; j > 0 && before(context, id, ids[j - 1]); j--)
            ids[j] = ids[j - 1];
        ids[j] = id;
    }
}

static void merge(const uint32_t *from, size_t middle, size_t end, uint32_t *to,
                  sort_before *before, const void *context)
{
    size_t a = 0, b = middle;
    for (size_t i = 0; i < end; i++) {
        bool take_b = a == middle || (b < end && before(context, from[b], from[a]));
        to[i] = from[take_b ? b++ : a++];
    }
}

void sort_ids(uint32_t *ids, size_t count, sort_before *before, const void *context,
              struct arena scratch)
{
    for (size_t i = 0; i < count; i += RUN)
        sort_run(ids + i, count - i < RUN ? count - i : RUN, before, context);
    if (count <= RUN)
        return;
    uint32_t *from = ids;
    uint32_t *to = arena_alloc(&scratch, count * sizeof *to, _Alignof(uint32_t));
    for (size_t width = RUN; width < count; width *= 2) {
        for (size_t i = 0; i < count; i += 2 * width) {
            size_t end = count - i < 2 * width ? count - i : 2 * width;
            merge(from + i, end < width ? end : width, end, to + i, before, context);
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != ids)
        memcpy(ids, from, count * sizeof *ids);
}
