/* Frames packed by draw/packed.h, read back; and what is no such frames. */
#include "input/packed_frames.h"
#include "base/arena.h"
#include "base/sink.h"
#include "draw/packed.h"
#include "unit/unit.h"

#include <stdlib.h>
#include <zlib.h>

int packed_frames_tests(void);

enum { ROOM = 1 << 16 };

/* What packed_write makes of the frames, inflated. */
static struct str packed(const struct packed_input *input, struct arena *arena)
{
    struct arena_store store, out_store;
    struct arena scratch = arena_init(&store, SIZE_MAX), out = arena_init(&out_store, SIZE_MAX);
    struct budget budget = {0};
    struct sink sink;
    sink_init_buffer(&sink, &out, UINT64_MAX);
    assert_true(packed_write(&sink, input, &budget, scratch, NULL));
    struct str stream = sink_str(&sink);
    unsigned char *plain = arena_alloc(arena, ROOM, 1);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)stream.at,
                  .avail_in = (unsigned)stream.size,
                  .next_out = plain,
                  .avail_out = ROOM};
    assert_int_equal(inflateInit2(&z, -15), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    struct str bytes = {(char *)plain, z.total_out};
    inflateEnd(&z);
    arena_fini(&store);
    arena_fini(&out_store);
    return bytes;
}

/* A line a sample: values, and the stack from leaf to root, inlined functions with '<'. */
static struct str said(const struct profile *profile, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (size_t i = 0; i < profile->sample_count; i++) {
        size_t count;
        const uint32_t *stack = profile_stack(profile, profile->sample_stacks[i], &count);
        for (size_t t = 0; t < profile->type_count; t++)
            sink_print(&sink, "%lld ", (long long)profile->values[i * profile->type_count + t]);
        sink_char(&sink, ':');
        for (size_t n = 0; n < count; n++) {
            const struct location *at = &profile->locations[stack[n]];
            for (size_t k = 0; k < at->line_count; k++) {
                uint32_t function = profile->lines[at->line_first + k].function;
                sink_text(&sink, k ? STR("<") : STR(" "));
                sink_text(&sink, profile_string(profile, profile->functions[function].name));
            }
        }
        sink_char(&sink, '\n');
    }
    return sink_str(&sink);
}

static const struct packed_column COLUMNS[] = {{STR_INIT("cpu"), STR_INIT("ns"), 70},
                                               {STR_INIT("n"), STR_INIT(""), 3}};
static const struct str FILES[] = {STR_INIT("a.go"), STR_INIT("b.go")};
static const struct packed_function FUNCTIONS[] = {
    {.name = STR_INIT("m.f"),
     .forms = {STR_INIT("m.f"), STR_INIT("f")},
     .form_count = 2,
     .file = 1,
     .line = 300,
     .fill = 5},
    {.name = STR_INIT("g"), .forms = {STR_INIT("gg")}, .form_count = 1, .file = UINT32_MAX},
    {.name = STR_INIT("h"), .forms = {STR_INIT("h")}, .form_count = 1, .file = 0},
};

/* all -> f -> (g inlined -> (h inlined, h), g), h */
static const uint32_t CHILDREN[] = {2, 2, 2, 0, 0, 0, 0}, FUNCTION[] = {0, 0, 1, 2, 2, 1, 2};
static const uint8_t INLINED[] = {0, 0, 1, 1, 0, 0, 1};
static const int64_t OWN[] = {5, 0, 10, 0, 0, 0, -20, 2, 30, 0, INT64_MIN / 2, 0, 0, 7};
static const struct packed_input TREE = {COLUMNS, 2,        FILES,    2,       FUNCTIONS, 3,
                                         7,       CHILDREN, FUNCTION, INLINED, OWN,       NULL};

static void of_a_difference_both_sides_are_types(void **state)
{
    (void)state;
    static const double FACTORS[] = {1, 0.5};
    static const uint8_t KINDS[] = {2, 1, 0, 11, 2, 5, 4};
    static const uint64_t INTERVALS[7] = {1000, 0, 0, 0, 1};
    static const struct str WAS[] = {STR_INIT(""), STR_INIT("older"), STR_INIT("")};
    const struct packed_changes changes = {FACTORS, -3, 0, KINDS, INTERVALS, WAS};
    struct packed_input input = TREE;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct error error = {0};
    input.changes = &changes;
    const struct profile *plain =
        packed_frames_read(packed(&TREE, &arena), &arena, &budget, &error);
    const struct profile *profile =
        packed_frames_read(packed(&input, &arena), &arena, &budget, &error);
    if (!plain || !profile)
        fail_msg("%s", error.text);
    assert_true(str_equal(said(plain, &arena), said(profile, &arena)));
    assert_int_equal(profile->type_count, 2);
    arena_fini(&store);
}

static void a_frame_with_a_value_is_a_sample(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct error error = {0};
    const struct profile *profile =
        packed_frames_read(packed(&TREE, &arena), &arena, &budget, &error);
    if (!profile)
        fail_msg("%s", error.text);
    assert_str(said(profile, &arena), "5 0 :\n"
                                      "10 0 : m.f\n"
                                      "-20 2 : h<g<m.f\n"
                                      "30 0 : h g<m.f\n"
                                      "-4611686018427387904 0 : g m.f\n"
                                      "0 7 : h\n");
    assert_str(profile_string(profile, profile->types[0].type), "cpu");
    assert_str(profile_string(profile, profile->types[0].unit), "ns");
    assert_str(profile_string(profile, profile->types[1].type), "n");
    assert_str(profile_string(profile, profile->functions[0].file), "b.go");
    assert_int_equal(profile->functions[0].start_line, 300);
    assert_int_equal(profile->functions[1].file, 0);
    assert_int_equal(profile->notes.cases[NOTE_DRAWN_TREE], 1);
    assert_int_equal(profile->notes.cases[NOTE_NEGATIVE_VALUES], 2);
    arena_fini(&store);
}

static void no_part_of_them_is_more_than_refused(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str whole = packed(&TREE, &arena);
    for (size_t size = 0; size < whole.size; size++) {
        struct arena scratch = arena;
        struct budget budget = {0};
        struct error error = {0};
        char *exact = malloc(size ? size : 1);
        memcpy(exact, whole.at, size);
        assert_null(packed_frames_read((struct str){exact, size}, &scratch, &budget, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        free(exact);
    }
    arena_fini(&store);
}

static const struct {
    struct str bytes;
    const char *words;
} WRONG[] = {
    {STR_INIT("\3"), "of version 3"},
    {STR_INIT("\1\0"), "there is no value"},
    {STR_INIT("\1\xff\xff\xff\xff\x0f"), "more than there is room for"},
    {STR_INIT("\1\1\xff\xff\3\0\0"), "over the end"},
    /* One column without names, scale 1, total 0; no files. */
    {STR_INIT("\1\1\0\0\1\0\0\x7f"), "more than there is room for"},
    {STR_INIT("\1\1\0\0\1\0\0\0\0"), "there is no root"},
    {STR_INIT("\1\1\0\0\1\0\0\0\2\1\0\0\0\0"), "of no function"},
    {STR_INIT("\1\1\0\0\1\0\0\0\1\1\0"), "callees are missing"},
    {STR_INIT("\1\1\0\0\1\0\0\0\1\0\0\0"), "more follows"},
    {STR_INIT("\1\1\0\0\1\0\0\0\1\2\0"), "out of range"},
    /* One function without a name. */
    {STR_INIT("\1\1\0\0\1\0\0\1\0\0\1\0\0\0\1\0\0"), "out of range"},  /* its file */
    {STR_INIT("\1\1\0\0\1\0\0\1\0\0\0\0\0\x7f\1\0\0"), "end early"},   /* its suffixes */
    {STR_INIT("\1\1\0\0\1\0\0\1\x9\0\0\0\0\0\1\0\0"), "over the end"}, /* its name */
    {STR_INIT("\1\1\0\0\1\0\0\1\0\x9\0\0\0\0\1\0\0"), "over the end"}, /* what is shown */
    {STR_INIT("\1\1\0\0\1\0\0\1\0\0\0\0\0\0\2\0\0\0\0\0"), "without a caller"},
    {STR_INIT("\1\1\0\0\1\0\0\1\0\0\0\0\0\0\2\1\0\2\0\0"), "out of range"}, /* its code */
    {STR_INIT("\1\1\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x7f\0\0\0\1\0\4"), "64 bits"},
};

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        struct budget budget = {0};
        struct error error = {0};
        const struct profile *profile = packed_frames_read(WRONG[i].bytes, &arena, &budget, &error);
        if (profile || error.kind != ERROR_INPUT || !strstr(error.text, WRONG[i].words))
            fail_msg("case %zu: %s", i, profile ? "read" : error.text);
    }
    arena_fini(&store);
}

/* A chain of many frames, each with a value: paths take the square of them. */
static void long_paths_end_at_the_ceiling(void **state)
{
    (void)state;
    enum { DEPTH = 200000 };
    struct arena_store store;
    struct arena arena = arena_init(&store, 64 << 20);
    struct sink sink;
    sink_init_buffer(&sink, &arena, UINT64_MAX);
    sink_text(&sink, STR("\1\1\0\0\1\0\0\1\0\0\0\0\0\0\xc0\x9a\xc"));
    for (int i = 0; i < DEPTH; i++)
        sink_char(&sink, i + 1 < DEPTH);
    for (int i = 1; i < DEPTH; i++)
        sink_char(&sink, (char)(i % 2));
    for (int i = 0; i < DEPTH; i++)
        sink_char(&sink, 2);
    struct budget budget = {.stores = {&store}};
    struct error error = {0};
    assert_null(packed_frames_read(sink_str(&sink), &arena, &budget, &error));
    if (error.kind != ERROR_LIMIT)
        fail_msg("%s", error.text);
    assert_true(store.reserved < (size_t)256 << 20);
    arena_fini(&store);
}

int packed_frames_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_with_a_value_is_a_sample),
        cmocka_unit_test(of_a_difference_both_sides_are_types),
        cmocka_unit_test(no_part_of_them_is_more_than_refused),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(long_paths_end_at_the_ceiling),
    };
    return cmocka_run_group_tests_name("packed_frames", tests, NULL, NULL);
}
