/* Which type a request means. */
#include "select/sample_type.h"
#include "unit/memory.h"
#include "unit/proto.h"
#include "unit/unit.h"

int sample_type_tests(void);

static const struct profile *heap(struct arena *arena, const char *default_type)
{
    struct proto proto;
    struct error error = {0};
    proto_init(&proto, arena);
    proto_type(&proto, "alloc_objects", "count");
    proto_type(&proto, "space", "bytes");
    proto_type(&proto, "inuse_objects", "count");
    proto_type(&proto, "inuse_space", "bytes");
    if (default_type)
        proto_number(&proto, 14, proto_text(&proto, default_type));
    return memory_profile(proto_end(&proto), arena, &error);
}

static void types_are_found_as_pprof_finds_them(void **state)
{
    (void)state;
    static const struct {
        const char *initial, *wanted;
        size_t index;
    } CASES[] = {
        {NULL, "", 3},
        {"space", "", 1},
        {"no_such", "", 3},
        {NULL, "0", 0},
        {NULL, "3", 3},
        {NULL, "alloc_objects", 0},
        {NULL, "space", 1},
        {NULL, "inuse_space", 1},
        {NULL, "inuse_objects", 2},
        {"space", "inuse_objects", 2},
        {NULL, "inuse_alloc_objects", 0},
        {NULL, "+2", 2},
    };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t index = 99;
        struct error error = {0};
        if (!sample_type_find(heap(&arena, CASES[i].initial), str_from_c(CASES[i].wanted), &index,
                              &error) ||
            index != CASES[i].index)
            fail_msg("%s: %zu, not %zu; %s", CASES[i].wanted, index, CASES[i].index, error.text);
    }
    arena_fini(&store);
}

static void what_is_not_there_is_refused_with_the_choice(void **state)
{
    (void)state;
    static const char *const WANTED[] = {"4", "-1", "9223372036854775807", "objects", "SPACE", " "};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    const struct profile *profile = heap(&arena, NULL);
    for (size_t i = 0; i < 6; i++) {
        size_t index;
        struct error error = {0};
        assert_false(sample_type_find(profile, str_from_c(WANTED[i]), &index, &error));
        assert_int_equal(error.kind, ERROR_USAGE);
        assert_non_null(strstr(error.text, i < 3 ? "[0..3]" : "alloc_objects, space"));
    }
    arena_fini(&store);
}

static void a_profile_without_types_has_nothing_to_show(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct proto proto;
    struct error error = {0};
    size_t index;
    proto_init(&proto, &arena);
    const struct profile *profile = memory_profile(proto_end(&proto), &arena, &error);
    assert_non_null(profile);
    assert_false(sample_type_find(profile, STR(""), &index, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    arena_fini(&store);
}

int sample_type_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_found_as_pprof_finds_them),
        cmocka_unit_test(what_is_not_there_is_refused_with_the_choice),
        cmocka_unit_test(a_profile_without_types_has_nothing_to_show),
    };
    return cmocka_run_group_tests_name("sample_type", tests, NULL, NULL);
}
