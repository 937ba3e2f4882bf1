/* From a source to a profile. */
#include "input/input.h"
#include "base/gzip.h"
#include "base/sink.h"
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

static void see(void *context, const void *bytes, size_t size)
{
    sink_bytes(context, bytes, size);
}

/* What is kept of a source that gives its bytes in small pieces. */
static void expect_kept(struct str bytes, size_t most, enum input_form form, uint64_t raw, bool all)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct memory memory = {.bytes = bytes, .block = 7};
    struct host host = memory_host(&memory);
    struct budget budget = {0};
    struct error error = {0};
    struct input_kept kept;
    input_kept_init(&kept, most);
    struct arena_store seen_store;
    struct arena seen_arena = arena_init(&seen_store, SIZE_MAX);
    struct sink seen;
    sink_init_buffer(&seen, &seen_arena, UINT64_MAX);
    const struct input_tap tap = {see, &seen};
    struct input_limits limits = {.kept = &kept, .tap = &tap};
    assert_non_null(input_load(&host, STR("x"), &limits, &arena, &budget, &error));
    assert_true(str_equal(sink_str(&seen), bytes));
    arena_fini(&seen_store);
    assert_int_equal(kept.form, form);
    assert_int_equal(kept.bytes.count, all ? bytes.size : 0);
    if (all) {
        assert_int_equal(kept.raw, raw);
        assert_memory_equal(kept.bytes.at, bytes.at, bytes.size);
    }
    assert_int_equal(memory.opened, 0);
    arena_fini(&kept.store);
    arena_fini(&store);
}

static struct str zipped(struct str bytes, int members, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (int i = 0; i < members; i++) {
        size_t part = bytes.size / (size_t)members;
        struct gzip *gzip = gzip_open(&sink);
        sink_text(gzip_sink(gzip), i + 1 < members ? str_slice(bytes, part * (size_t)i, part)
                                                   : str_skip(bytes, part * (size_t)i));
        assert_true(gzip_close(gzip, NULL));
    }
    return sink_str(&sink);
}

static void the_bytes_of_a_source_can_be_kept(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str raw = small_profile(&arena), one = zipped(raw, 1, &arena);
    expect_kept(one, SIZE_MAX, INPUT_GZIP, raw.size, true);
    expect_kept(one, one.size, INPUT_GZIP, raw.size, true);
    expect_kept(one, one.size - 1, INPUT_GZIP, raw.size, false);
    expect_kept(raw, SIZE_MAX, INPUT_PLAIN, raw.size, true);
    expect_kept(zipped(raw, 2, &arena), SIZE_MAX, INPUT_OTHER, raw.size, true);
    expect_kept(STR("main;f 3\n"), SIZE_MAX, INPUT_OTHER, 9, true);
    arena_fini(&store);
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

/* What is read instead of profile.proto, and a value in it. */
static const struct {
    struct str name, bytes;
    const char *type;
    int64_t value;
} OTHERS[] = {
    {STR_INIT("x"), STR_INIT("goroutine profile: total 3\n3 @ 0x5\n"), "goroutine", 3},
    {STR_INIT("x"), STR_INIT("\n# c\nown profile: total 3\n4 @ 0x5\n"), "own", 4},
    {STR_INIT("x"), STR_INIT("heap profile: 1: 2 [1: 2] @ growth\n5: 9 [1: 2] @ 0x5\n"), "objects",
     5},
    {STR_INIT("x"), STR_INIT("--- mutex:\n6 7 @ 0x5\n"), "contentions", 7},
    {STR_INIT("x"), STR_INIT("\0\0\0\0\3\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0"), "samples",
     2},
    {STR_INIT("x"), STR_INIT("main;f 8\n"), "samples", 8},
    {STR_INIT("x"), STR_INIT("goroutine 5 [running]:\nmain.f()\n"), "goroutine", 1},
    {STR_INIT("x"), STR_INIT("a log;\npanic: 3\n\ngoroutine 5 [running]:\n"), "goroutine", 1},
    {STR_INIT("x.folded"), STR_INIT("main 9"), "samples", 9},
    {STR_INIT("x.collapsed.gz"), STR_INIT("main 1"), "samples", 1},
};

static void other_formats_are_read_by_their_beginning(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS * 3; i++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, 64 << 20);
        size_t n = i / 3;
        struct memory memory = {.bytes = OTHERS[n].bytes, .block = i % 3};
        struct host host = memory_host(&memory);
        struct budget budget = {.stores = {&store}};
        struct input_limits limits = {0};
        struct error error = {0};
        const struct profile *profile =
            input_load(&host, OTHERS[n].name, &limits, &arena, &budget, &error);
        if (!profile)
            fail_msg("%s", error.text);
        assert_str(profile->name, OTHERS[n].name.at);
        assert_str(profile_string(profile, profile->types[0].type), OTHERS[n].type);
        assert_int_equal(profile->values[0], OTHERS[n].value);
        assert_int_equal(memory.opened, 0);
        arena_fini(&store);
    }
}

static void a_format_that_is_recognized_is_refused_by_its_own_words(void **state)
{
    (void)state;
    expect_refused(STR("goroutine profile: total 3\n3 @ x\n"), ERROR_INPUT, "pb: line 2: ");
    expect_refused(STR("main;f 8\nmain;f\n"), ERROR_INPUT, "pb: line 2: ");
    expect_refused(STR("goroutine five [running]:\nmain.f()\n"), ERROR_INPUT, "text");
    expect_refused(STR("--- what:\n"), ERROR_INPUT, "not a profile but text");
    expect_refused(STR("heap profile: none\n"), ERROR_INPUT, "not a profile but text");
}

static void a_profile_that_begins_as_a_text_is_still_read(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 64 << 20);
    struct proto proto;
    struct error error = {0};
    proto_init(&proto, &arena);
    proto_type(&proto, "cpu", "nanoseconds");
    proto_path(&proto, "main;f", 1, (int64_t[]){7}, NULL);
    /* An unknown field first, whose bytes are a header. */
    struct str end = proto_end(&proto), start = STR("\x82\x7d\x0d--- threadz x");
    char *bytes = arena_alloc(&arena, start.size + end.size, 1);
    memcpy(bytes, start.at, start.size);
    memcpy(bytes + start.size, end.at, end.size);
    const struct profile *profile =
        memory_load((struct str){bytes, start.size + end.size}, &arena, &error);
    if (!profile)
        fail_msg("%s", error.text);
    assert_int_equal(profile->values[0], 7);
    arena_fini(&store);
}

static void a_text_beyond_the_ceiling_is_refused(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 1 << 20);
    char *text = arena_alloc(&arena, 4 << 20, 1);
    memset(text, '#', 4 << 20);
    struct memory memory = {.bytes = {text, 4 << 20}};
    struct host host = memory_host(&memory);
    struct budget budget = {.stores = {&store}};
    struct input_limits limits = {.max_memory = 1 << 20};
    struct error error = {0};
    assert_null(input_load(&host, STR("x"), &limits, &arena, &budget, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    arena_fini(&store);
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
        cmocka_unit_test(the_bytes_of_a_source_can_be_kept),
        cmocka_unit_test(errors_begin_with_the_name_and_say_what_it_is),
        cmocka_unit_test(a_source_that_trickles_gives_the_same_profile),
        cmocka_unit_test(other_formats_are_read_by_their_beginning),
        cmocka_unit_test(a_format_that_is_recognized_is_refused_by_its_own_words),
        cmocka_unit_test(a_profile_that_begins_as_a_text_is_still_read),
        cmocka_unit_test(a_text_beyond_the_ceiling_is_refused),
        cmocka_unit_test(the_ceiling_is_by_limit_or_by_size),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
