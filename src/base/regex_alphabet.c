/* The letters of a regular expression: characters fall into the same letter when each set of the
 * program has all or none of them, so that a table of states needs one column for them. */
#include "base/regex_program.h"

#include <stdlib.h>
#include <string.h>

/* Beyond these a table of states would not pay. */
enum { STRETCHES_MAX = 1 << 15, LETTERS_MAX = 1 << 12, WORK_MAX = 1 << 25 };

/* A partition of the stretches; a set splits each block it has only a part of. */
struct partition {
    uint32_t *block;               /* of each stretch */
    uint32_t *size, *hits, *fresh; /* by block */
    uint32_t *touched;
    uint32_t count;
    size_t work;
};

static int point_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Where the stretches start: at 0, and at each end of a range. 0 if there are too many. */
static size_t collect_starts(const struct regex_classes *classes, uint32_t *starts)
{
    size_t count = 0;
    starts[count++] = 0;
    for (size_t i = 0; i < classes->list.count; i++) {
        const struct regex_class *class = &classes->list.at[i];
        if (!class->used)
            continue;
        for (uint32_t k = 0; k < class->count; k++) {
            struct regex_range range = classes->ranges.at[class->first + k];
            if (count + 2 > 2 * STRETCHES_MAX)
                return 0;
            starts[count++] = range.low;
            if (range.high < REGEX_POINT_MAX)
                starts[count++] = range.high + 1;
        }
    }
    qsort(starts, count, sizeof *starts, point_order);
    size_t last = 0;
    for (size_t i = 1; i < count; i++)
        if (starts[i] != starts[last])
            starts[++last] = starts[i];
    return last + 1 > STRETCHES_MAX ? 0 : last + 1;
}

/* Index of the stretch a point is in. */
static size_t stretch_find(const uint32_t *starts, size_t count, uint32_t point)
{
    size_t from = 0, to = count;
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (starts[middle] <= point)
            from = middle;
        else
            to = middle;
    }
    return from;
}

/* Calls for each stretch of a range: counts hits, or moves the stretch to its block's fresh one. */
static void range_visit(struct partition *partition, const struct regex_alphabet *alphabet,
                        struct regex_range range, bool moving, uint32_t *touched)
{
    size_t i = stretch_find(alphabet->starts, alphabet->stretches, range.low);
    for (; i < alphabet->stretches && alphabet->starts[i] <= range.high; i++, partition->work++) {
        uint32_t block = partition->block[i];
        if (moving)
            partition->block[i] = partition->fresh[block];
        else if (partition->hits[block]++ == 0)
            partition->touched[(*touched)++] = block;
    }
}

static void partition_split(struct partition *partition, const struct regex_alphabet *alphabet,
                            const struct regex_range *ranges, uint32_t count)
{
    uint32_t touched = 0;
    for (uint32_t i = 0; i < count; i++)
        range_visit(partition, alphabet, ranges[i], false, &touched);
    for (uint32_t i = 0; i < touched; i++) {
        uint32_t block = partition->touched[i], hits = partition->hits[block];
        partition->hits[block] = 0;
        partition->fresh[block] = block;
        if (hits == partition->size[block])
            continue;
        partition->size[block] -= hits;
        partition->size[partition->count] = hits;
        partition->fresh[block] = partition->count++;
    }
    for (uint32_t i = 0; i < count; i++)
        range_visit(partition, alphabet, ranges[i], true, &touched);
}

static bool partition_all(struct partition *partition, const struct regex_alphabet *alphabet,
                          const struct regex_classes *classes)
{
    for (size_t i = 0; i < classes->list.count; i++) {
        const struct regex_class *class = &classes->list.at[i];
        if (!class->used)
            continue;
        partition_split(partition, alphabet, classes->ranges.at + class->first, class->count);
        if (partition->work > WORK_MAX)
            return false;
    }
    return partition->count <= LETTERS_MAX;
}

static void partition_init(struct partition *partition, size_t stretches, struct arena *scratch)
{
    *partition = (struct partition){.count = 1};
    partition->block = ARENA_NEW(scratch, uint32_t, stretches);
    partition->size = ARENA_NEW(scratch, uint32_t, stretches);
    partition->hits = ARENA_NEW(scratch, uint32_t, stretches);
    partition->fresh = ARENA_NEW(scratch, uint32_t, stretches);
    partition->touched = ARENA_NEW(scratch, uint32_t, stretches);
    partition->size[0] = (uint32_t)stretches;
}

void regex_alphabet_build(struct regex_alphabet *alphabet, const struct regex_classes *classes,
                          struct arena *arena)
{
    size_t room = 2 * classes->ranges.count + 1;
    room = room < 2 * STRETCHES_MAX ? room : 2 * STRETCHES_MAX;
    alphabet->starts = ARENA_NEW(arena, uint32_t, room);
    size_t stretches = collect_starts(classes, alphabet->starts);
    alphabet->stretches = stretches;
    if (!stretches)
        return;
    alphabet->letters = ARENA_NEW(arena, uint16_t, stretches);
    struct arena scratch = *arena;
    struct partition partition;
    partition_init(&partition, stretches, &scratch);
    if (!partition_all(&partition, alphabet, classes))
        return;
    alphabet->count = partition.count;
    for (size_t i = 0; i < stretches; i++)
        alphabet->letters[i] = (uint16_t)partition.block[i];
    for (uint32_t point = 0; point < 128; point++)
        alphabet->ascii[point] =
            alphabet->letters[stretch_find(alphabet->starts, stretches, point)];
}
