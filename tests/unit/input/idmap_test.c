/* Ids of every kind. */
#include "input/idmap.h"
#include "unit/unit.h"

int idmap_tests(void);

static void expect_slots(uint64_t (*id_of)(uint64_t))
{
    enum { COUNT = 20000 };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct idmap map;
    idmap_init(&map, &arena);
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(idmap_slot(&map, id_of(i), i + 100), i);
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(idmap_slot(&map, id_of(i), 7), i);
        assert_true(idmap_id(&map, i) == id_of(i));
        assert_int_equal(idmap_offset(&map, i), i + 100);
        assert_int_equal(idmap_index(&map, i), 0xffffffff);
    }
    arena_fini(&store);
}

static uint64_t dense(uint64_t i)
{
    return i + 1;
}

static uint64_t descending(uint64_t i)
{
    return 1000000 - i;
}

static uint64_t sparse(uint64_t i)
{
    return i * 1048573;
}

static uint64_t huge(uint64_t i)
{
    return UINT64_MAX - i * 0x100000001;
}

static uint64_t around_the_border(uint64_t i)
{
    return (1 << 22) - 10000 + i;
}

static void dense_ids_have_slots(void **state)
{
    (void)state;
    expect_slots(dense);
    expect_slots(descending);
}

static void sparse_ids_have_slots(void **state)
{
    (void)state;
    expect_slots(sparse);
    expect_slots(around_the_border);
}

static void huge_ids_have_slots(void **state)
{
    (void)state;
    expect_slots(huge);
}

static void a_slot_is_defined_once(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct idmap map;
    idmap_init(&map, &arena);
    assert_int_equal(idmap_undefined(&map), 0xffffffff);
    uint32_t a = idmap_slot(&map, 5, 11), b = idmap_slot(&map, UINT64_MAX, 22);
    assert_int_equal(idmap_undefined(&map), a);
    assert_true(idmap_define(&map, a));
    assert_false(idmap_define(&map, a));
    idmap_place(&map, a, 77);
    assert_int_equal(idmap_index(&map, a), 77);
    assert_int_equal(idmap_undefined(&map), b);
    assert_true(idmap_define(&map, b));
    assert_int_equal(idmap_undefined(&map), 0xffffffff);
    arena_fini(&store);
}

int idmap_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense_ids_have_slots),
        cmocka_unit_test(sparse_ids_have_slots),
        cmocka_unit_test(huge_ids_have_slots),
        cmocka_unit_test(a_slot_is_defined_once),
    };
    return cmocka_run_group_tests_name("idmap", tests, NULL, NULL);
}
