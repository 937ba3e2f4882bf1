/* Hashes that outputs depend on, and the table of ids. */
#include "base/hash.h"
#include "unit/unit.h"

int hash_tests(void);

static void colours_depend_on_known_hashes(void **state)
{
    (void)state;
    assert_int_equal(hash_fnv1a("", 0), 0x811c9dc5u);
    assert_int_equal(hash_fnv1a("a", 1), 0xe40c292cu);
    assert_int_equal(hash_fnv1a("foobar", 6), 0xbf9cf968u);
    assert_int_equal(hash_mix32(0), 0);
    assert_int_equal(hash_mix32(1), 0x514e28b7u);
}

static void lengths_and_tails_make_a_difference(void **state)
{
    (void)state;
    char zeros[40] = {0};
    for (size_t a = 0; a < 40; a++)
        for (size_t b = 0; b < a; b++)
            assert_true(hash_bytes(zeros, a) != hash_bytes(zeros, b));
    for (size_t i = 0; i < 40; i++) {
        uint64_t before = hash_bytes(zeros, 40);
        zeros[i] = 1;
        assert_true(hash_bytes(zeros, 40) != before);
        zeros[i] = 0;
    }
    assert_true(hash_bytes(NULL, 0) == hash_bytes("", 0));
}

static uint32_t find(const struct hash_table *table, const uint64_t *keys, uint64_t hash,
                     uint64_t key)
{
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(table, hash, &at)) != HASH_EMPTY)
        if (keys[id] == key)
            break;
    return id;
}

static void every_id_is_found_again(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    static uint64_t keys[COUNT];
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct hash_table table;
    hash_table_init(&table, &arena);
    uint64_t random = 3;
    assert_true(find(&table, keys, hash_u64(1), 1) == HASH_EMPTY);
    for (uint32_t i = 0; i < COUNT; i++) {
        keys[i] = unit_random(&random);
        hash_table_add(&table, hash_u64(keys[i]), i);
    }
    assert_int_equal(table.count, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(find(&table, keys, hash_u64(keys[i]), keys[i]), i);
        assert_true(find(&table, keys, hash_u64(keys[i] ^ 1), keys[i] ^ 1) == HASH_EMPTY);
    }
    arena_fini(&store);
}

static void equal_hashes_are_told_apart_by_their_owner(void **state)
{
    (void)state;
    uint64_t keys[200];
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct hash_table table;
    hash_table_init(&table, &arena);
    for (uint32_t i = 0; i < 200; i++) {
        keys[i] = i;
        hash_table_add(&table, 0xffffffff00000000u, i);
    }
    for (uint32_t i = 0; i < 200; i++)
        assert_int_equal(find(&table, keys, 0xffffffff00000000u, i), i);
    assert_true(find(&table, keys, 0xffffffff00000000u, 200) == HASH_EMPTY);
    arena_fini(&store);
}

int hash_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_depend_on_known_hashes),
        cmocka_unit_test(lengths_and_tails_make_a_difference),
        cmocka_unit_test(every_id_is_found_again),
        cmocka_unit_test(equal_hashes_are_told_apart_by_their_owner),
    };
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
