/* Order, stability, and every small length. */
#include "base/sort.h"
#include "unit/unit.h"

#include <stdlib.h>

int sort_tests(void);

enum { MOST = 5000 };

static uint32_t keys[MOST];

static bool key_before(const void *context, uint32_t a, uint32_t b)
{
    const uint32_t *by = context;
    return by[a] < by[b];
}

/* Equal keys in the order of their ids: what a stable sort of 0, 1, 2 ... gives. */
static int by_key_and_id(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (keys[x] != keys[y])
        return keys[x] < keys[y] ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void expect_sorted(size_t count, struct arena scratch)
{
    static uint32_t ids[MOST], expected[MOST];
    for (uint32_t i = 0; i < count; i++)
        ids[i] = expected[i] = i;
    qsort(expected, count, sizeof *expected, by_key_and_id);
    sort_ids(ids, count, key_before, keys, scratch);
    if (memcmp(ids, expected, count * sizeof *ids))
        fail_msg("%zu ids came out in another order", count);
}

static void every_short_length_is_sorted(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    uint64_t random = 11;
    for (size_t count = 0; count < 300; count++) {
        for (size_t i = 0; i < count; i++)
            keys[i] = (uint32_t)(unit_random(&random) % (count + 1));
        expect_sorted(count, arena);
    }
    arena_fini(&store);
}

static void equal_keys_keep_their_order(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    uint64_t random = 12;
    for (uint32_t kinds = 1; kinds < 40; kinds += 6) {
        for (size_t i = 0; i < MOST; i++)
            keys[i] = (uint32_t)(unit_random(&random) % kinds);
        expect_sorted(MOST, arena);
    }
    arena_fini(&store);
}

static void sorted_and_reversed_inputs_are_sorted(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (uint32_t i = 0; i < MOST; i++)
        keys[i] = i;
    expect_sorted(MOST, arena);
    for (uint32_t i = 0; i < MOST; i++)
        keys[i] = MOST - i;
    expect_sorted(MOST, arena);
    arena_fini(&store);
}

int sort_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_short_length_is_sorted),
        cmocka_unit_test(equal_keys_keep_their_order),
        cmocka_unit_test(sorted_and_reversed_inputs_are_sorted),
    };
    return cmocka_run_group_tests_name("sort", tests, NULL, NULL);
}
