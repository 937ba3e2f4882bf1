/* What is tried, in which order, and what all formats share. */
#include "base/arena.h"
#include "base/budget.h"
#include "input/legacy.h"
#include "input/said.h"
#include "unit/unit.h"

int legacy_tests(void);

static struct profile *read(struct str bytes, struct arena *arena)
{
    struct budget budget = {0};
    struct profile *profile = NULL;
    assert_int_equal(legacy_read(bytes, arena, &budget, &profile, NULL), LEGACY_READ);
    return profile;
}

static void frames_to_drop_follow_the_types(void **state)
{
    (void)state;
    static const struct {
        struct str text;
        const char *drop, *keep;
    } CASES[] = {
        {STR_INIT("heap profile: 1: 1 [1: 1] @ heap/2\n"), "calloc|cfree|", "runtime\\.panic|"},
        {STR_INIT("heap profile: 1: 1 [2: 2] @ heap/2\n"), "calloc|cfree|", "runtime\\.panic|"},
        {STR_INIT("--- heapz 1 ---\nresolution = bytes\n"), "calloc|cfree|", "runtime\\.panic|"},
        {STR_INIT("--- mutex:\n"), "RecordLockProfileData|", ""},
        {STR_INIT("goroutine profile: total 1\n"), "ProfileData::Add|", ""}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        const struct profile *profile = read(CASES[i].text, &arena);
        struct str keep = profile_string(profile, profile->keep_frames);
        assert_true(
            str_starts(profile_string(profile, profile->drop_frames), str_from_c(CASES[i].drop)));
        assert_true(CASES[i].keep[0] ? str_starts(keep, str_from_c(CASES[i].keep)) : !keep.size);
        arena_fini(&store);
    }
}

static void equal_stacks_are_one_and_samples_stay(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    const struct profile *profile =
        read(STR("x profile: total 1\n1 @ 0x5 0x6\n2 @ 0x6\n3 @ 0x5 0x6\n"), &arena);
    assert_int_equal(profile->sample_count, 3);
    assert_int_equal(profile->stack_count, 2);
    assert_int_equal(profile->location_count, 2);
    assert_int_equal(profile->sample_stacks[2], profile->sample_stacks[0]);
    arena_fini(&store);
}

static void negative_values_are_noted(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    const struct profile *profile =
        read(STR("heap profile: 1: 1 [1: 1] @ heapprofile\n-1: -5 [0: 0] @ 0x3\n"), &arena);
    assert_int_equal(profile->notes.cases[NOTE_NEGATIVE_VALUES], 2);
    arena_fini(&store);
}

static void a_budget_ends_the_work(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct error error = {.kind = ERROR_NONE};
    struct profile *profile = NULL;
    struct budget budget = {.limit = 2};
    assert_int_equal(legacy_read(STR("x profile: total 1\n1 @ 0x5 0x6\n1 @ 0x5 0x6\n"), &arena,
                                 &budget, &profile, &error),
                     LEGACY_REFUSED);
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_null(profile);
    arena_fini(&store);
}

static void beginnings_say_what_may_be_read(void **state)
{
    (void)state;
    assert_true(legacy_may_be(STR("heap profile: 1: ")));
    assert_true(legacy_may_be(STR("\n# x\nmine profile: total 5\n\1\2")));
    assert_true(legacy_may_be(STR("# only comments so far\n# and")));
    assert_true(legacy_may_be(STR("\0\0\0\0\0\0\0\3\0\0\0\0\0\0\x27\x10\0\0\0\0")));
    assert_false(legacy_may_be(STR("\0\0\0\0\0\0\0\3\0\0\0\0\0\0\x27\x10\0\0\0\1")));
    assert_false(legacy_may_be(STR("\n\4\x08\1\x10\2\x12\1x")));
    assert_false(legacy_may_be(STR("text\nheap profile: 1: 1 [1: 1] @ heap/2\n")));
    assert_false(legacy_may_be(STR("")));
}

static void other_data_is_unknown(void **state)
{
    (void)state;
    assert_unknown(STR(""));
    assert_unknown(STR("\n"));
    assert_unknown(STR("<html>"));
    assert_unknown(STR("main;f 5\n"));
}

int legacy_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_to_drop_follow_the_types),
        cmocka_unit_test(equal_stacks_are_one_and_samples_stay),
        cmocka_unit_test(negative_values_are_noted),
        cmocka_unit_test(a_budget_ends_the_work),
        cmocka_unit_test(beginnings_say_what_may_be_read),
        cmocka_unit_test(other_data_is_unknown),
    };
    return cmocka_run_group_tests_name("legacy", tests, NULL, NULL);
}
