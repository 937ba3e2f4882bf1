/* Deflate streams: read back by zlib, compared in size, and fixed in their bytes. */
#include "base/deflate.h"
#include "base/sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <zlib.h>

int deflate_tests(void);

enum { MEGABYTE = 1 << 20 };

static struct str deflated(struct str data, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    struct arena_store store;
    struct budget budget = {0};
    deflate_write(&sink, data, &budget, arena_init(&store, SIZE_MAX), NULL);
    arena_fini(&store);
    assert_true(sink_close(&sink, NULL));
    return sink_str(&sink);
}

/* What zlib reads from the stream, which must end exactly at its last byte. */
static struct str inflated(struct str stream, size_t size, struct arena *arena)
{
    z_stream z = {0};
    char *out = arena_alloc(arena, size + 1, 1);
    assert_int_equal(inflateInit2(&z, -15), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)stream.at;
    z.avail_in = (uInt)stream.size;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)(size + 1);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    struct str data = {out, z.total_out};
    inflateEnd(&z);
    return data;
}

static size_t zlib_size(struct str data, int level, struct arena *arena)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    uLong room = deflateBound(&z, (uLong)data.size);
    z.next_in = (Bytef *)(uintptr_t)data.at;
    z.avail_in = (uInt)data.size;
    z.next_out = arena_alloc(arena, room, 1);
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t size = z.total_out;
    deflateEnd(&z);
    return size;
}

/* Round trip and ceiling; returns the size of the stream. */
static size_t check(struct str data)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str stream = deflated(data, &arena);
    struct str back = inflated(stream, data.size, &arena);
    assert_int_equal(back.size, data.size);
    if (data.size)
        assert_memory_equal(back.at, data.at, data.size);
    assert_true(stream.size <= data.size + data.size / 16384 * 5 + 5);
    struct str again = deflated(data, &arena);
    assert_int_equal(again.size, stream.size);
    assert_memory_equal(again.at, stream.at, stream.size);
    size_t size = stream.size;
    arena_fini(&store);
    return size;
}

static uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

static struct str random_bytes(struct arena *arena, size_t size, uint32_t range)
{
    uint32_t state = 2463534242u;
    char *bytes = arena_alloc(arena, size, 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(random_next(&state) >> 8 & range);
    return (struct str){bytes, size};
}

/* Sentences of few words, each drawn more often the earlier it stands. */
static struct str random_text(struct arena *arena, size_t size)
{
    static const char *const WORDS[] = {
        "frame ", "sample ", "of ",      "the ",     "stack ", "weight ", "in ",      "function ",
        "line ",  "a ",      "mapping ", "address ", "is ",    "called ", "by\n    ", "0x7f00: ",
    };
    uint32_t state = 88172645u;
    char *text = arena_alloc(arena, size + 16, 1);
    size_t used = 0;
    while (used < size) {
        uint32_t draw = random_next(&state);
        const char *word = WORDS[(draw >> 8 & 15) * (draw >> 16 & 15) / 15];
        memcpy(text + used, word, strlen(word));
        used += strlen(word);
    }
    return (struct str){text, size};
}

static void nothing_is_an_empty_block(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str stream = deflated((struct str){NULL, 0}, &arena);
    assert_int_equal(stream.size, 2);
    assert_memory_equal(stream.at, "\x03\x00", 2);
    arena_fini(&store);
    check(STR(""));
}

static void small_inputs_have_known_bytes(void **state)
{
    (void)state;
    const struct {
        struct str data, stream;
    } rows[] = {
        {STR("a"), STR("\x4b\x04\x00")},
        {STR("abc"), STR("\x4b\x4c\x4a\x06\x00")},
        {STR("abcabcabcabc"), STR("\x4b\x4c\x4a\x86\x23\x00")},
        {STR("\xff\x9c\xee\xb1"), STR("\xfb\x3f\xe7\xdd\x46\x00")},
    };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str stream = deflated(rows[i].data, &arena);
        assert_int_equal(stream.size, rows[i].stream.size);
        assert_memory_equal(stream.at, rows[i].stream.at, stream.size);
        check(rows[i].data);
    }
    arena_fini(&store);
}

static void a_larger_input_keeps_its_bytes(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str stream = deflated(random_text(&arena, 200000), &arena);
    assert_int_equal(crc32(0, (const Bytef *)stream.at, (uInt)stream.size), 0x85599ee0);
    arena_fini(&store);
}

static void every_short_length_comes_back(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str noise = random_bytes(&arena, 300, 0xff), pairs = random_bytes(&arena, 300, 1);
    for (size_t size = 0; size <= 300; size++) {
        check(str_slice(noise, 0, size));
        check(str_slice(pairs, 0, size));
    }
    arena_fini(&store);
}

static void equal_bytes_shrink_a_thousandfold(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char *zeros = arena_zero(&arena, MEGABYTE, 1, 1);
    assert_true(check((struct str){zeros, MEGABYTE}) < 1100);
    arena_fini(&store);
}

static void noise_is_stored(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str noise = random_bytes(&arena, 300000, 0xff);
    assert_true(check(noise) <= noise.size + 5 * (noise.size / 16384 + 1));
    arena_fini(&store);
}

static void text_is_as_small_as_zlib_makes_it(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str text = random_text(&arena, MEGABYTE);
    assert_true(check(text) < zlib_size(text, 6, &arena) * 103 / 100);
    struct str nibbles = random_bytes(&arena, MEGABYTE / 4, 0x0f);
    assert_true(check(nibbles) < zlib_size(nibbles, 6, &arena) * 103 / 100);
    arena_fini(&store);
}

/* A repetition from `period` bytes ago, found only if that lies in the window. */
static size_t periodic_size(size_t period)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str noise = random_bytes(&arena, period, 0xff);
    char *bytes = arena_alloc(&arena, 8 * period, 1);
    for (size_t i = 0; i < 8; i++)
        memcpy(bytes + i * period, noise.at, period);
    size_t size = check((struct str){bytes, 8 * period});
    arena_fini(&store);
    return size;
}

static void the_window_reaches_back_32768_bytes(void **state)
{
    (void)state;
    assert_true(periodic_size(32767) < 2 * 32767);
    assert_true(periodic_size(32768) < 2 * 32768);
    assert_true(periodic_size(32769) > 7 * 32769);
    assert_true(periodic_size(40000) > 7 * 40000);
}

/* Weights like Fibonacci's numbers make Huffman's tree deeper than 15 bits. */
static void deep_trees_are_limited(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    uint32_t seed = 7, total = 0, count[20], a = 1, b = 1;
    for (size_t i = 0; i < 20; i++, b += a, a = b - a)
        total += count[i] = a;
    char *bytes = arena_alloc(&arena, total, 1);
    for (uint32_t left = total, at = 0; left > 0; left--, at++) {
        uint32_t draw = random_next(&seed) % left, symbol = 0;
        while (draw >= count[symbol])
            draw -= count[symbol++];
        count[symbol]--;
        bytes[at] = (char)(symbol * 7);
    }
    check((struct str){bytes, total});
    arena_fini(&store);
}

static void a_full_sink_is_not_overrun(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char buffer[64];
    struct sink sink;
    sink_init_fixed(&sink, buffer, sizeof buffer);
    struct budget budget = {0};
    deflate_write(&sink, random_bytes(&arena, 100000, 0xff), &budget, arena, NULL);
    struct error error = {0};
    assert_false(sink_close(&sink, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    arena_fini(&store);
}

int deflate_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_an_empty_block),
        cmocka_unit_test(small_inputs_have_known_bytes),
        cmocka_unit_test(a_larger_input_keeps_its_bytes),
        cmocka_unit_test(every_short_length_comes_back),
        cmocka_unit_test(equal_bytes_shrink_a_thousandfold),
        cmocka_unit_test(noise_is_stored),
        cmocka_unit_test(text_is_as_small_as_zlib_makes_it),
        cmocka_unit_test(the_window_reaches_back_32768_bytes),
        cmocka_unit_test(deep_trees_are_limited),
        cmocka_unit_test(a_full_sink_is_not_overrun),
    };
    return cmocka_run_group_tests_name("deflate", tests, NULL, NULL);
}
