/* Changed copies of a profile. */
#include "base/arena.h"
#include "profile/builder.h"
#include "unit/unit.h"

int profile_tests(void);

struct work {
    struct arena_store store;
    struct arena arena;
    struct builder builder;
};

static int start(void **state)
{
    static struct work work;
    memset(&work, 0, sizeof work);
    work.arena = arena_init(&work.store, SIZE_MAX);
    builder_init(&work.builder, &work.arena);
    *state = &work;
    return 0;
}

static int stop(void **state)
{
    arena_fini(&((struct work *)*state)->store);
    return 0;
}

static struct profile *two_locations(struct work *work, bool with_mapping)
{
    struct builder *builder = &work->builder;
    struct location location = {.id = 1, .mapping = with_mapping ? 0 : ID_NONE};
    array_push(&work->arena, &builder->locations, location);
    location = (struct location){.id = 2, .mapping = ID_NONE};
    array_push(&work->arena, &builder->locations, location);
    if (with_mapping) {
        struct mapping mapping = {.id = 7, .file = builder_string(builder, STR("old"))};
        array_push(&work->arena, &builder->mappings, mapping);
    }
    array_push(&work->arena, &builder->comments, builder_string(builder, STR("first")));
    return builder_finish(builder);
}

static void a_profile_without_mappings_gets_an_empty_one(void **state)
{
    struct work *work = *state;
    struct profile *profile = two_locations(work, false);
    const struct profile *with = profile_with_mapping(profile, &work->arena);
    assert_int_equal(with->mapping_count, 1);
    assert_int_equal(with->mappings[0].id, 1);
    assert_int_equal(with->mappings[0].file, 0);
    assert_int_equal(with->mappings[0].start, 0);
    assert_false(with->mappings[0].has_functions);
    assert_int_equal(with->locations[0].mapping, 0);
    assert_int_equal(with->locations[1].mapping, 0);
    assert_int_equal(profile->mapping_count, 0);
    assert_int_equal(profile->locations[0].mapping, ID_NONE);
}

static void a_profile_with_mappings_stays(void **state)
{
    struct work *work = *state;
    struct profile *profile = two_locations(work, true);
    assert_ptr_equal(profile_with_mapping(profile, &work->arena), profile);
    assert_int_equal(profile->locations[1].mapping, ID_NONE);
}

static void the_binary_is_replaced_and_the_build_id_added(void **state)
{
    struct work *work = *state;
    struct profile *profile = two_locations(work, true);
    assert_ptr_equal(profile_with_binary(profile, STR(""), STR(""), &work->arena), profile);
    const struct profile *with =
        profile_with_binary(profile, STR("/bin/new"), STR("c0ffee"), &work->arena);
    assert_str(profile_binary(with), "/bin/new");
    assert_str(profile_build_id(with), "c0ffee");
    assert_str(profile_binary(profile), "old");
    with = profile_with_binary(with, STR("old"), STR("beef"), &work->arena);
    assert_str(profile_binary(with), "old");
    assert_int_equal(with->mappings[0].file, profile->mappings[0].file);
    assert_str(profile_build_id(with), "c0ffee");
}

static void a_comment_is_added_at_the_end(void **state)
{
    struct work *work = *state;
    struct profile *profile = two_locations(work, true);
    const struct profile *with = profile_with_comment(profile, STR("second"), &work->arena);
    with = profile_with_comment(with, STR("first"), &work->arena);
    assert_int_equal(profile->comment_count, 1);
    assert_int_equal(with->comment_count, 3);
    assert_str(profile_string(with, with->comments[0]), "first");
    assert_str(profile_string(with, with->comments[1]), "second");
    assert_int_equal(with->comments[2], with->comments[0]);
}

static void expressions_of_frames_are_forgotten(void **state)
{
    struct work *work = *state;
    work->builder.profile.drop_frames = builder_string(&work->builder, STR("malloc"));
    struct profile *profile = two_locations(work, true);
    assert_int_not_equal(profile->drop_frames, 0);
    assert_int_equal(profile_with_all_frames(profile, &work->arena)->drop_frames, 0);
    assert_int_not_equal(profile->drop_frames, 0);
}

int profile_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_profile_without_mappings_gets_an_empty_one, start, stop),
        cmocka_unit_test_setup_teardown(a_profile_with_mappings_stays, start, stop),
        cmocka_unit_test_setup_teardown(the_binary_is_replaced_and_the_build_id_added, start, stop),
        cmocka_unit_test_setup_teardown(expressions_of_frames_are_forgotten, start, stop),
        cmocka_unit_test_setup_teardown(a_comment_is_added_at_the_end, start, stop),
    };
    return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
