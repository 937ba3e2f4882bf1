/* From a source to a profile. */
#include "input/input.h"
#include "profile/profile.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

int input_tests(void);

static struct str small_profile(struct arena *arena)
{
    struct proto proto;
    proto_init(&proto, arena);
    proto_type(&proto, "cpu", "nanoseconds");
    proto_path(&proto, "main;f", 1, (int64_t[]){7}, NULL);
    return proto_end(&proto);
}

static void a_profile_is_named_by_its_source(void **state)
{
    (void)state;
    static const char *const NAMES[][2] = {{"a/b/cpu.pb.gz", "cpu.pb.gz"}, {"-", "profile"}};
    for (size_t i = 0; i < 2; i++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct memory memory = {.bytes = small_profile(&arena)};
        struct host host = memory_host(&memory);
        struct budget budget = {0};
        struct input_limits limits = {0};
        struct error error = {0};
        const struct profile *profile =
            input_load(&host, str_from_c(NAMES[i][0]), &limits, &arena, &budget, &error);
        assert_non_null(profile);
        assert_str(profile->name, NAMES[i][1]);
        assert_int_equal(profile->sample_count, 1);
        assert_int_equal(memory.opened, 0);
        arena_fini(&store);
    }
}

static void expect_refused(struct str bytes, enum error_kind kind, const char *words)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct memory memory = {.bytes = bytes};
    struct host host = memory_host(&memory);
    struct budget budget = {0};
    struct input_limits limits = {0};
    struct error error = {0};
    assert_null(input_load(&host, STR("dir/x\x1b.pb"), &limits, &arena, &budget, &error));
    assert_int_equal(error.kind, kind);
    if (!strstr(error.text, words) || !str_starts(str_from_c(error.text), STR("dir/x\\x1b.pb: ")))
        fail_msg("%s", error.text);
    assert_int_equal(memory.opened, 0);
    arena_fini(&store);
}

static void errors_begin_with_the_name_and_say_what_it_is(void **state)
{
    (void)state;
    expect_refused(STR(""), ERROR_INPUT, "empty");
    expect_refused(STR("x"), ERROR_INPUT, "text");
    expect_refused(STR("\x1f\x8b"), ERROR_INPUT, "ends early");
    expect_refused(STR("<html><body>404</body></html>"), ERROR_INPUT, "HTML");
    expect_refused(STR("{\"a\": 1}"), ERROR_INPUT, "JSON");
    expect_refused(STR("\x0a\x80\xff\xff\xff\xff\xff"), ERROR_INPUT, "byte ");
    expect_refused(STR("\x32\x00\x00"), ERROR_INPUT, "byte ");
}

static void a_source_that_trickles_gives_the_same_profile(void **state)
{
    (void)state;
    for (size_t block = 1; block < 4; block++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct memory memory = {.bytes = small_profile(&arena), .block = block};
        struct host host = memory_host(&memory);
        struct budget budget = {0};
        struct input_limits limits = {0};
        struct error error = {0};
        const struct profile *profile =
            input_load(&host, STR("x"), &limits, &arena, &budget, &error);
        assert_non_null(profile);
        assert_int_equal(profile->values[0], 7);
        assert_int_equal(profile->location_count, 2);
        arena_fini(&store);
    }
}

static void the_ceiling_is_by_limit_or_by_size(void **state)
{
    (void)state;
    struct input_limits limits = {0}, narrow = {.max_memory = 12345};
    assert_int_equal(input_base_ceiling(&limits), 256 << 20);
    assert_int_equal(input_base_ceiling(&narrow), 12345);
    struct arena_store store;
    struct arena arena = arena_init(&store, 1000);
    struct memory memory = {.bytes = small_profile(&arena)};
    struct host host = memory_host(&memory);
    struct budget budget = {0};
    assert_non_null(input_load(&host, STR("x"), &limits, &arena, &budget, NULL));
    assert_int_equal(store.ceiling, 1000 + 64 * memory.bytes.size);
    memory.used = 0;
    assert_non_null(input_load(&host, STR("x"), &narrow, &arena, &budget, NULL));
    assert_int_equal(store.ceiling, 1000 + 64 * memory.bytes.size);
    arena_fini(&store);
}

int input_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_profile_is_named_by_its_source),
        cmocka_unit_test(errors_begin_with_the_name_and_say_what_it_is),
        cmocka_unit_test(a_source_that_trickles_gives_the_same_profile),
        cmocka_unit_test(the_ceiling_is_by_limit_or_by_size),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
