/* Pieces across blocks of every size. */
#include "input/stream.h"
#include "unit/memory.h"
#include "unit/unit.h"

int stream_tests(void);

enum { SIZE = 2000 };

static char bytes[SIZE];

static void fill_bytes(void)
{
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 7 + (i >> 8));
}

static void pieces_are_whole_across_block_borders(void **state)
{
    (void)state;
    fill_bytes();
    for (size_t block = 1; block < 40; block++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct memory memory = {.bytes = {bytes, SIZE}, .block = block};
        struct ahead *ahead = ahead_open(memory_fill, &memory, false);
        struct stream stream;
        struct error error = {0};
        const unsigned char *at;
        uint64_t random = block;
        size_t used = 0;
        stream_init(&stream, ahead, &arena);
        while (used < SIZE) {
            size_t size = unit_random(&random) % 60;
            size = size < SIZE - used ? size : SIZE - used;
            assert_int_equal(stream_offset(&stream), used);
            if (unit_random(&random) % 4 == 0) {
                assert_true(stream_skip(&stream, size, &error));
            } else if (size && unit_random(&random) % 4 == 0) {
                size = 1;
                assert_int_equal(stream_byte(&stream, &error), (unsigned char)bytes[used]);
            } else {
                assert_true(stream_take(&stream, size, &at, &error));
                assert_memory_equal(at, bytes + used, size);
            }
            used += size;
        }
        assert_true(stream_ended(&stream, &error));
        assert_int_equal(stream_byte(&stream, &error), -1);
        assert_int_equal(error.kind, ERROR_NONE);
        ahead_close(ahead);
        arena_fini(&store);
    }
}

static void what_is_short_is_an_input_error_without_words(void **state)
{
    (void)state;
    for (int skip = 0; skip < 2; skip++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct memory memory = {.bytes = STR("abc"), .block = 2};
        struct ahead *ahead = ahead_open(memory_fill, &memory, false);
        struct stream stream;
        struct error error = {0};
        const unsigned char *at;
        stream_init(&stream, ahead, &arena);
        assert_false(skip ? stream_skip(&stream, 4, &error)
                          : stream_take(&stream, UINT64_MAX, &at, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_string_equal(error.text, "");
        ahead_close(ahead);
        arena_fini(&store);
    }
}

static void a_failing_source_is_its_own_error(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct memory memory = {.bytes = STR("abc"), .failing = true};
    struct ahead *ahead = ahead_open(memory_fill, &memory, false);
    struct stream stream;
    struct error error = {0};
    const unsigned char *at;
    stream_init(&stream, ahead, &arena);
    assert_true(stream_take(&stream, 3, &at, &error));
    assert_int_equal(stream_byte(&stream, &error), -2);
    assert_int_equal(error.kind, ERROR_IO);
    assert_false(stream_ended(&stream, &error));
    assert_false(stream_take(&stream, 1, &at, &error));
    assert_string_equal(error.text, "the disk is gone");
    ahead_close(ahead);
    arena_fini(&store);
}

static void a_claimed_size_reserves_nothing(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 1 << 20);
    struct memory memory = {.bytes = {bytes, SIZE}, .block = 100};
    struct ahead *ahead = ahead_open(memory_fill, &memory, false);
    struct stream stream;
    struct error error = {0};
    const unsigned char *at;
    stream_init(&stream, ahead, &arena);
    assert_false(stream_take(&stream, (uint64_t)1 << 40, &at, &error));
    assert_true(store.reserved < 100000);
    ahead_close(ahead);
    arena_fini(&store);
}

static void a_piece_over_the_ceiling_is_a_limit(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, 1000);
    struct memory memory = {.bytes = {bytes, SIZE}, .block = 100};
    struct ahead *ahead = ahead_open(memory_fill, &memory, false);
    struct stream stream;
    struct error error = {0};
    const unsigned char *at;
    stream_init(&stream, ahead, &arena);
    assert_false(stream_take(&stream, 1500, &at, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    ahead_close(ahead);
    arena_fini(&store);
}

int stream_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_whole_across_block_borders),
        cmocka_unit_test(what_is_short_is_an_input_error_without_words),
        cmocka_unit_test(a_failing_source_is_its_own_error),
        cmocka_unit_test(a_claimed_size_reserves_nothing),
        cmocka_unit_test(a_piece_over_the_ceiling_is_a_limit),
    };
    return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
