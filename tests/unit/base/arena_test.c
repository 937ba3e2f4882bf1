/* Lifetimes, scratch, growth and ceilings. */
#include "base/arena.h"
#include "base/array.h"
#include "unit/unit.h"

int arena_tests(void);

static void allocations_are_aligned_and_apart(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char *one = arena_alloc(&arena, 1, 1);
    uint64_t *eight = arena_alloc(&arena, 8, 8);
    max_align_t *most = arena_alloc(&arena, sizeof *most, _Alignof(max_align_t));
    assert_int_equal((uintptr_t)eight % 8, 0);
    assert_int_equal((uintptr_t)most % _Alignof(max_align_t), 0);
    memset(one, 1, 1);
    memset(eight, 2, 8);
    memset(most, 3, sizeof *most);
    assert_int_equal(*one, 1);
    assert_int_equal(*eight, 0x0202020202020202);
    arena_fini(&store);
}

static void nothing_is_still_an_address(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    assert_non_null(arena_alloc(&arena, 0, 1));
    assert_non_null(ARENA_NEW(&arena, int, 0));
    arena_fini(&store);
}

static void new_things_are_zero_also_in_used_memory(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX), scratch = arena;
    memset(arena_alloc(&scratch, 1000, 1), 0xff, 1000);
    unsigned char *at = ARENA_NEW(&arena, unsigned char, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(at[i], 0);
    arena_fini(&store);
}

static char *use_scratch(struct arena scratch)
{
    return arena_alloc(&scratch, 100, 1);
}

static void scratch_is_given_back_by_returning(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char *kept = arena_alloc(&arena, 10, 1);
    memset(kept, 'k', 10);
    char *first = use_scratch(arena);
    assert_ptr_equal(first, use_scratch(arena));
    assert_ptr_equal(first, arena_alloc(&arena, 100, 1));
    assert_memory_equal(kept, "kkkkkkkkkk", 10);
    arena_fini(&store);
}

static void large_scratch_does_not_pile_up(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    arena_alloc(&arena, 10, 1);
    for (int i = 0; i < 1000; i++) {
        struct arena scratch = arena;
        memset(arena_alloc(&scratch, 50000, 1), i, 50000);
        memset(arena_alloc(&scratch, 200000, 1), i, 200000);
    }
    assert_true(store.reserved < 2000000);
    arena_fini(&store);
}

static void a_passed_ceiling_marks_the_store_and_serves_on(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 100000);
    memset(arena_alloc(&arena, 60000, 1), 1, 60000);
    assert_false(store.exceeded);
    char *more = arena_alloc(&arena, 60000, 1);
    assert_non_null(more);
    memset(more, 1, 60000);
    assert_true(store.exceeded);
    arena_fini(&store);
}

static void growth_keeps_the_content(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    unsigned char *at = NULL;
    size_t size = 0;
    uint64_t random = 1;
    for (int i = 0; i < 60; i++) {
        size_t more = size + 1 + unit_random(&random) % (size + 10);
        at = arena_grow(&arena, at, size, more, 1);
        for (size_t n = size; n < more; n++)
            at[n] = (unsigned char)(n * 7);
        size = more;
        if (i % 3 == 0)
            arena_alloc(&arena, 5, 1);
        if (size > 4000000)
            break;
    }
    for (size_t n = 0; n < size; n++)
        assert_int_equal(at[n], (unsigned char)(n * 7));
    arena_fini(&store);
}

static void the_last_allocation_grows_in_place(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char *at = arena_alloc(&arena, 10, 1);
    assert_ptr_equal(at, arena_grow(&arena, at, 10, 100, 1));
    char *next = arena_alloc(&arena, 1, 1);
    assert_ptr_equal(next, at + 100);
    arena_fini(&store);
}

static void an_array_grows_from_nothing(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    ARRAY(uint32_t) array = {0};
    for (uint32_t i = 0; i < 100000; i++)
        array_push(&arena, &array, i * 3);
    assert_int_equal(array.count, 100000);
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(array.at[i], i * 3);
    arena_fini(&store);
}

static void a_store_may_be_closed_twice(void **state)
{
    (void)state;
    struct arena_store store = {0};
    arena_fini(&store);
    struct arena arena = arena_init(&store, SIZE_MAX);
    arena_alloc(&arena, 1, 1);
    arena_fini(&store);
    arena_fini(&store);
    assert_int_equal(store.reserved, 0);
}

int arena_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_aligned_and_apart),
        cmocka_unit_test(nothing_is_still_an_address),
        cmocka_unit_test(new_things_are_zero_also_in_used_memory),
        cmocka_unit_test(scratch_is_given_back_by_returning),
        cmocka_unit_test(large_scratch_does_not_pile_up),
        cmocka_unit_test(a_passed_ceiling_marks_the_store_and_serves_on),
        cmocka_unit_test(growth_keeps_the_content),
        cmocka_unit_test(the_last_allocation_grows_in_place),
        cmocka_unit_test(an_array_grows_from_nothing),
        cmocka_unit_test(a_store_may_be_closed_twice),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
