/* Buffers, writers, limits, and the first failure. */
#include "base/sink.h"
#include "unit/unit.h"

#include <stdio.h>

int sink_tests(void);

/* Takes so many bytes, then fails with a number in its message. */
struct taker {
    char bytes[256];
    size_t size, room;
    int calls, failures;
    bool silent; /* fails without an error */
};

static bool take(void *context, const char *bytes, size_t size, struct error *error)
{
    struct taker *taker = context;
    taker->calls++;
    if (taker->size + size > taker->room) {
        taker->failures++;
        return taker->silent ? false : error_set(error, ERROR_IO, "failure %d", taker->failures);
    }
    memcpy(taker->bytes + taker->size, bytes, size);
    taker->size += size;
    return true;
}

static void a_buffer_grows_in_its_arena(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct sink sink;
    sink_init_buffer(&sink, &arena, UINT64_MAX);
    assert_str(sink_str(&sink), "");
    for (int i = 0; i < 5000; i++)
        sink_print(&sink, "%05d", i);
    sink_char(&sink, '.');
    sink_spaces(&sink, 2);
    assert_true(sink_close(&sink, NULL));
    struct str text = sink_str(&sink);
    assert_int_equal(text.size, 25003);
    assert_str(str_slice(text, 24995, 25003), "04999.  ");
    assert_str(str_slice(text, 5 * 1234, 5 * 1235), "01234");
    arena_fini(&store);
}

static void a_buffer_stops_at_its_ceiling(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct sink sink;
    struct error error = {0};
    sink_init_buffer(&sink, &arena, 10000);
    for (int i = 0; i < 10000; i++)
        sink_char(&sink, 'x');
    assert_true(sink_close(&sink, &error));
    for (int i = 0; i < 10000; i++)
        sink_char(&sink, 'x');
    assert_false(sink_close(&sink, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_non_null(strstr(error.text, "10000"));
    arena_fini(&store);
}

static void a_full_fixed_buffer_keeps_what_fits(void **state)
{
    (void)state;
    char text[8];
    struct sink sink;
    struct error error = {0};
    memset(text, '#', sizeof text);
    sink_init_fixed(&sink, text, 5);
    sink_text(&sink, STR("abc"));
    assert_true(sink_close(&sink, &error));
    sink_text(&sink, STR("defg"));
    sink_text(&sink, STR("h"));
    assert_str(sink_str(&sink), "abcde");
    assert_memory_equal(text + 5, "###", 3);
    assert_false(sink_close(&sink, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
}

static void a_writer_gets_every_byte_in_order(void **state)
{
    (void)state;
    struct taker taker = {.room = 200};
    char block[7];
    struct sink sink;
    sink_init_writer(&sink, block, sizeof block, take, &taker);
    sink_text(&sink, STR("abc"));
    assert_int_equal(taker.calls, 0);
    sink_text(&sink, STR("defghijklmnopq"));
    sink_text(&sink, STR("rs"));
    sink_char(&sink, 't');
    assert_true(sink_close(&sink, NULL));
    assert_true(sink_close(&sink, NULL));
    assert_int_equal(taker.size, 20);
    assert_memory_equal(taker.bytes, "abcdefghijklmnopqrst", 20);
    assert_int_equal(sink.passed, 20);
}

static void the_first_failure_is_remembered_and_the_rest_swallowed(void **state)
{
    (void)state;
    struct taker taker = {.room = 4};
    char block[4];
    struct sink sink;
    struct error error = {0};
    sink_init_writer(&sink, block, sizeof block, take, &taker);
    for (int i = 0; i < 100; i++)
        sink_text(&sink, STR("xyz"));
    assert_false(sink_close(&sink, &error));
    assert_int_equal(error.kind, ERROR_IO);
    assert_string_equal(error.text, "failure 1");
    assert_int_equal(taker.failures, 1);
    assert_false(sink_close(&sink, NULL));
}

static void a_failure_may_come_as_late_as_the_close(void **state)
{
    (void)state;
    struct taker taker = {.room = 0};
    char block[16];
    struct sink sink;
    struct error error = {0};
    sink_init_writer(&sink, block, sizeof block, take, &taker);
    sink_text(&sink, STR("abc"));
    assert_int_equal(sink.error.kind, ERROR_NONE);
    assert_false(sink_close(&sink, &error));
    assert_string_equal(error.text, "failure 1");
}

static void a_writer_without_words_is_an_error_too(void **state)
{
    (void)state;
    struct taker taker = {.silent = true};
    char block[2];
    struct sink sink;
    struct error error = {0};
    sink_init_writer(&sink, block, sizeof block, take, &taker);
    sink_text(&sink, STR("abc"));
    assert_false(sink_close(&sink, &error));
    assert_int_equal(error.kind, ERROR_IO);
    assert_true(error.text[0]);
}

static void expect_signed(int64_t value, size_t width)
{
    char text[128], expected[128];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text);
    sink_signed(&sink, value, width);
    snprintf(expected, sizeof expected, "%*lld", (int)width, (long long)value);
    assert_str(sink_str(&sink), expected);
    if (value < 0)
        return;
    sink_init_fixed(&sink, text, sizeof text);
    sink_unsigned(&sink, (uint64_t)value, width);
    assert_str(sink_str(&sink), expected);
}

static void numbers_are_those_of_printf(void **state)
{
    (void)state;
    static const size_t WIDTHS[] = {0, 1, 6, 10, 20, 47, 48, 49, 100};
    uint64_t random = 7;
    for (size_t w = 0; w < sizeof WIDTHS / sizeof *WIDTHS; w++) {
        for (int64_t value = -1001; value <= 1001; value++)
            expect_signed(value, WIDTHS[w]);
        for (int bits = 0; bits < 64; bits++)
            expect_signed((int64_t)(unit_random(&random) >> bits), WIDTHS[w]);
        expect_signed(INT64_MAX, WIDTHS[w]);
        expect_signed(INT64_MIN, WIDTHS[w]);
    }
    char text[32];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text);
    sink_unsigned(&sink, UINT64_MAX, 0);
    assert_str(sink_str(&sink), "18446744073709551615");
}

static void spaces_come_in_any_number(void **state)
{
    (void)state;
    char text[400];
    for (size_t count = 0; count < 300; count++) {
        struct sink sink;
        sink_init_fixed(&sink, text, sizeof text);
        sink_spaces(&sink, count);
        assert_int_equal(sink.used, count);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(text[i], ' ');
    }
}

int sink_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_grows_in_its_arena),
        cmocka_unit_test(a_buffer_stops_at_its_ceiling),
        cmocka_unit_test(a_full_fixed_buffer_keeps_what_fits),
        cmocka_unit_test(a_writer_gets_every_byte_in_order),
        cmocka_unit_test(the_first_failure_is_remembered_and_the_rest_swallowed),
        cmocka_unit_test(a_failure_may_come_as_late_as_the_close),
        cmocka_unit_test(a_writer_without_words_is_an_error_too),
        cmocka_unit_test(numbers_are_those_of_printf),
        cmocka_unit_test(spaces_come_in_any_number),
    };
    return cmocka_run_group_tests_name("sink", tests, NULL, NULL);
}
