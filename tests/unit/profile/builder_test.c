/* Interning, and growing columns that become a profile. */
#include "profile/builder.h"
#include "unit/unit.h"

int builder_tests(void);

static void equal_bytes_have_one_id(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct intern intern;
    bool fresh;
    intern_init(&intern, &arena);
    assert_int_equal(intern_add(&intern, "abc", 3, &fresh), 0);
    assert_true(fresh);
    assert_int_equal(intern_add(&intern, "ab", 2, &fresh), 1);
    assert_int_equal(intern_add(&intern, NULL, 0, &fresh), 2);
    assert_true(fresh);
    assert_int_equal(intern_add(&intern, "", 0, &fresh), 2);
    assert_false(fresh);
    assert_int_equal(intern_add(&intern, "ab\0", 3, &fresh), 3);
    assert_int_equal(intern_add(&intern, "abc", 3, &fresh), 0);
    assert_false(fresh);
    assert_str(intern.items.at[1], "ab");
    arena_fini(&store);
}

static void what_is_interned_is_copied(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct intern intern;
    bool fresh;
    intern_init(&intern, &arena);
    for (uint32_t i = 0; i < 50000; i++)
        assert_int_equal(intern_add(&intern, &i, sizeof i, &fresh), i);
    for (uint32_t i = 0; i < 50000; i++) {
        assert_int_equal(intern_add(&intern, &i, sizeof i, &fresh), i);
        assert_false(fresh);
    }
    arena_fini(&store);
}

static void an_empty_profile_has_an_empty_string_and_label_set(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct builder builder;
    builder_init(&builder, &arena);
    const struct profile *profile = builder_finish(&builder);
    assert_int_equal(profile->string_count, 1);
    assert_str(profile_string(profile, 0), "");
    assert_int_equal(profile->label_set_count, 1);
    assert_int_equal(profile->stack_count, 0);
    assert_int_equal(profile->sample_count, 0);
    assert_str(profile_binary(profile), "");
    assert_str(profile_build_id(profile), "");
    arena_fini(&store);
}

static void stacks_and_label_sets_are_ranges(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct builder builder;
    builder_init(&builder, &arena);
    array_push(&arena, &builder.stack_frames, 7);
    array_push(&arena, &builder.stack_frames, 8);
    assert_int_equal(builder_stack_end(&builder), 0);
    assert_int_equal(builder_stack_end(&builder), 1);
    struct label label = {.key = builder_string(&builder, STR("k")),
                          .text = builder_string(&builder, STR("v"))};
    uint32_t id = 0;
    uint64_t hash = hash_bytes(&id, sizeof id);
    array_push(&arena, &builder.labels, label);
    assert_int_equal(builder_label_set(&builder, &id, 1, hash), 1);
    assert_int_equal(builder_label_set(&builder, &id, 1, hash), 1);
    assert_int_equal(builder_label_set(&builder, NULL, 0, hash_bytes(NULL, 0)), 0);
    const struct profile *profile = builder_finish(&builder);
    assert_int_equal(profile->stack_count, 2);
    assert_int_equal(profile->stack_starts[1], 2);
    assert_int_equal(profile->stack_starts[2], 2);
    assert_int_equal(profile->stack_frames[1], 8);
    assert_true(profile_has_label(profile, 1, STR("k"), STR("v")));
    assert_false(profile_has_label(profile, 1, STR("k"), STR("w")));
    assert_false(profile_has_label(profile, 0, STR("k"), STR("v")));
    arena_fini(&store);
}

int builder_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_bytes_have_one_id),
        cmocka_unit_test(what_is_interned_is_copied),
        cmocka_unit_test(an_empty_profile_has_an_empty_string_and_label_set),
        cmocka_unit_test(stacks_and_label_sets_are_ranges),
    };
    return cmocka_run_group_tests_name("builder", tests, NULL, NULL);
}
