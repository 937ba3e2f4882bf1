/* Packed frames come apart again, with two columns as with one. */
#include "draw/packed.h"
#include "base/sink.h"
#include "unit/unit.h"

#include <zlib.h>

int packed_tests(void);

struct plain {
    unsigned char at[4096];
    size_t next, size;
};

static void unpack(struct plain *plain, struct str bytes)
{
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)bytes.at,
                       .avail_in = (unsigned)bytes.size,
                       .next_out = plain->at,
                       .avail_out = sizeof plain->at};
    assert_int_equal(inflateInit2(&stream, -15), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    plain->next = 0;
    plain->size = stream.total_out;
    inflateEnd(&stream);
}

static uint64_t number(struct plain *plain)
{
    uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        assert_true(plain->next < plain->size);
        unsigned char byte = plain->at[plain->next++];
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
}

static void expect(struct plain *plain, const uint64_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(number(plain), values[i]);
}

static void expect_text(struct plain *plain, const char *text)
{
    size_t size = strlen(text);
    assert_true(plain->next + size <= plain->size);
    assert_memory_equal(plain->at + plain->next, text, size);
    plain->next += size;
}

static void every_column_is_where_the_header_says(void **state)
{
    (void)state;
    const struct packed_column columns[] = {{STR("cpu"), STR("ns"), 70}, {STR("n"), STR(""), 3}};
    const struct str files[] = {STR("a.go")};
    const struct packed_function functions[] = {
        {.name = STR("m.f"),
         .forms = {STR("m.f"), STR("f")},
         .form_count = 2,
         .file = 0,
         .line = 300,
         .fill = 5},
        {.name = STR("g[int]"), .forms = {STR("g[]")}, .form_count = 1, .file = UINT32_MAX},
    };
    const uint32_t children[] = {1, 1, 0}, function[] = {0, 0, 1};
    const uint8_t inlined[] = {0, 0, 1};
    const int64_t own[] = {0, 0, 40, 1, -30, 2};
    const struct packed_input input = {columns, 2,        files,    1,       functions, 2,
                                       3,       children, function, inlined, own,       NULL};
    struct arena_store store, out_store;
    struct arena arena = arena_init(&store, SIZE_MAX), out = arena_init(&out_store, SIZE_MAX);
    struct budget budget = {0};
    struct sink sink;
    struct plain plain;
    sink_init_buffer(&sink, &out, UINT64_MAX);
    assert_true(packed_write(&sink, &input, &budget, arena, NULL));
    unpack(&plain, sink_str(&sink));
    expect(&plain, (const uint64_t[]){PACKED_VERSION, 2, 3}, 3);
    expect_text(&plain, "cpu");
    expect(&plain, (const uint64_t[]){2}, 1);
    expect_text(&plain, "ns");
    expect(&plain, (const uint64_t[]){10, 7, 1}, 3); /* scale, total; the next type's size */
    expect_text(&plain, "n");
    expect(&plain, (const uint64_t[]){0, 1, 3}, 3);
    expect(&plain, (const uint64_t[]){1, 4}, 2);
    expect_text(&plain, "a.go");
    expect(&plain, (const uint64_t[]){2, 3, 6, 0, 3, 1, 0, 300, 0, 5, 0, 1, 0, 2}, 14);
    expect_text(&plain, "m.fg[int]g[]");
    expect(&plain, (const uint64_t[]){3, 1, 1, 0, 0, 3}, 6);
    expect(&plain, (const uint64_t[]){0, 8, 5, 0, 2, 4}, 6); /* own, zigzag, by column */
    assert_int_equal(plain.next, plain.size);
    arena_fini(&store);
    arena_fini(&out_store);
}

static void a_difference_has_its_verdicts_behind_the_frames(void **state)
{
    (void)state;
    const struct packed_column columns[] = {{STR("base_n"), STR(""), 3},
                                            {STR("new_n"), STR(""), 5}};
    const struct packed_function functions[] = {
        {.name = STR("f"), .forms = {STR("f")}, .form_count = 1, .file = UINT32_MAX},
        {.name = STR("g"), .forms = {STR("g")}, .form_count = 1, .file = UINT32_MAX},
    };
    const uint32_t children[] = {2, 0, 0}, function[] = {0, 0, 1};
    const uint8_t inlined[] = {0, 0, 0}, kinds[] = {3 + 8, 1, 5 + 24};
    const uint64_t intervals[] = {7, 9, 300};
    const int64_t own[] = {0, 0, 3, 4, 0, 1};
    const double factors[] = {1, 0.1};
    const struct str was[] = {STR(""), STR("old")};
    const struct packed_changes changes = {factors, -2, 1, kinds, intervals, was};
    const struct packed_input input = {columns, 2,        NULL,     0,       functions, 2,
                                       3,       children, function, inlined, own,       &changes};
    struct arena_store store, out_store;
    struct arena arena = arena_init(&store, SIZE_MAX), out = arena_init(&out_store, SIZE_MAX);
    struct budget budget = {0};
    struct sink sink;
    struct plain plain;
    sink_init_buffer(&sink, &out, UINT64_MAX);
    assert_true(packed_write(&sink, &input, &budget, arena, NULL));
    unpack(&plain, sink_str(&sink));
    assert_int_equal(number(&plain), PACKED_CHANGES_VERSION);
    plain.next = plain.size - 37; /* what follows the frames */
    expect(&plain, (const uint64_t[]){1}, 1);
    expect_text(&plain, "1");
    expect(&plain, (const uint64_t[]){19}, 1);
    expect_text(&plain, "0.10000000000000001");
    expect(&plain, (const uint64_t[]){3, 1, 11, 1, 29}, 5); /* shift -2, zigzag */
    expect(&plain, (const uint64_t[]){7, 300}, 2);
    expect(&plain, (const uint64_t[]){1, 3}, 2);
    expect_text(&plain, "old");
    expect(&plain, (const uint64_t[]){0, 1}, 2);
    assert_int_equal(plain.next, plain.size);
    arena_fini(&store);
    arena_fini(&out_store);
}

int packed_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_is_where_the_header_says),
        cmocka_unit_test(a_difference_has_its_verdicts_behind_the_frames)};
    return cmocka_run_group_tests_name("packed", tests, NULL, NULL);
}
