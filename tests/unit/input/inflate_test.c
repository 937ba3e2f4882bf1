/* gzip as it comes from the wild: members in a row, headers with names, damage of every kind. */
#include "input/inflate.h"
#include "base/sink.h"
#include "unit/memory.h"
#include "unit/unit.h"

#include <zlib.h>

int inflate_tests(void);

/* Appends a gzip member; with a file name in its header if one is given. */
static void gzip(struct sink *sink, struct str data, int level, const char *name)
{
    static unsigned char out[1 << 20];
    z_stream z = {0};
    gz_header header = {.name = (Bytef *)(uintptr_t)name, .os = 3};
    assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
    if (name)
        assert_int_equal(deflateSetHeader(&z, &header), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)data.at;
    z.avail_in = (uInt)data.size;
    z.next_out = out;
    z.avail_out = sizeof out;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    sink_bytes(sink, (const char *)out, sizeof out - z.avail_out);
    deflateEnd(&z);
}

struct result {
    struct str bytes;
    struct error error;
};

/* Inflates in pieces of `size`, from a source that hands out `block` bytes at a time; `ahead` bytes
 * were read before. */
static struct result inflated(struct str data, size_t ahead, size_t block, size_t size,
                              uint64_t ceiling, struct arena *arena)
{
    struct result result = {.error = {.kind = ERROR_NONE}};
    struct memory memory = {.bytes = data, .used = ahead, .block = block};
    struct source source = memory_source(&memory);
    struct inflate *inflate = inflate_open(&source, (const unsigned char *)data.at, ahead, ceiling);
    struct sink sink;
    unsigned char *piece = arena_alloc(arena, size, 1);
    size_t got = 0;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    while (inflate_fill(inflate, piece, size, &got, &result.error) && got)
        sink_bytes(&sink, (const char *)piece, got);
    inflate_close(inflate);
    result.bytes = sink_str(&sink);
    return result;
}

static struct result inflated_raw(struct str data, size_t block, size_t size, uint64_t ceiling,
                                  struct arena *arena)
{
    struct result result = {.error = {.kind = ERROR_NONE}};
    struct memory memory = {.bytes = data, .block = block};
    struct source source = memory_source(&memory);
    struct inflate *inflate = inflate_open_raw(&source, ceiling);
    struct sink sink;
    unsigned char *piece = arena_alloc(arena, size, 1);
    size_t got = 0;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    while (inflate_fill(inflate, piece, size, &got, &result.error) && got)
        sink_bytes(&sink, (const char *)piece, got);
    inflate_close(inflate);
    result.bytes = sink_str(&sink);
    return result;
}

static struct str noise(size_t size, uint64_t random, struct arena *arena)
{
    char *at = arena_alloc(arena, size + 1, 1);
    for (size_t i = 0; i < size; i++)
        at[i] =
            (char)(unit_random(&random) % 3 ? 'a' + (char)(i % 13) : (char)unit_random(&random));
    return (struct str){at, size};
}

struct gzip_test {
    struct arena_store store;
    struct arena arena;
    struct sink sink;
};

static int start(void **state)
{
    static struct gzip_test test;
    test.arena = arena_init(&test.store, SIZE_MAX);
    sink_init_buffer(&test.sink, &test.arena, UINT64_MAX);
    *state = &test;
    return 0;
}

static int stop(void **state)
{
    struct gzip_test *test = *state;
    arena_fini(&test->store);
    return 0;
}

static void expect_back(struct gzip_test *test, struct str data)
{
    static const size_t BLOCKS[] = {1, 2, 3, 7, 100, 0}, SIZES[] = {1, 5, 1000, 300000};
    struct str packed = sink_str(&test->sink);
    for (size_t b = 0; b < 6; b++)
        for (size_t s = packed.size > 5000 ? 2 : 0; s < 4; s++) {
            struct arena scratch = test->arena;
            size_t ahead = b % 2 ? 2 : 0;
            struct result result = inflated(packed, ahead, BLOCKS[b], SIZES[s], 0, &scratch);
            if (result.error.kind)
                fail_msg("%s", result.error.text);
            assert_int_equal(result.bytes.size, data.size);
            assert_memory_equal(result.bytes.at, data.at, data.size);
        }
}

static void one_member_comes_back(void **state)
{
    struct gzip_test *test = *state;
    static const size_t SIZES[] = {0, 1, 100, 70000, 400000};
    for (size_t i = 0; i < 5; i++)
        for (int level = 0; level <= 9; level += 3) {
            struct str data = noise(SIZES[i], i + 1, &test->arena);
            sink_init_buffer(&test->sink, &test->arena, UINT64_MAX);
            gzip(&test->sink, data, level, NULL);
            expect_back(test, data);
        }
}

static void members_in_a_row_are_one_text(void **state)
{
    struct gzip_test *test = *state;
    struct sink whole;
    sink_init_buffer(&whole, &test->arena, UINT64_MAX);
    for (size_t i = 0; i < 12; i++) {
        struct str data = noise(i * i * 37 % 4001, i + 1, &test->arena);
        sink_text(&whole, data);
        gzip(&test->sink, data, (int)(i % 10), i % 3 ? NULL : "part");
    }
    expect_back(test, sink_str(&whole));
}

static void a_name_in_the_header_is_passed_over(void **state)
{
    struct gzip_test *test = *state;
    gzip(&test->sink, STR("hello"), 6, "a rather long name of a file.pb");
    expect_back(test, STR("hello"));
}

static void every_cut_is_a_truncated_file(void **state)
{
    struct gzip_test *test = *state;
    gzip(&test->sink, noise(500, 3, &test->arena), 6, "x");
    struct str packed = sink_str(&test->sink);
    for (size_t size = 2; size < packed.size; size++) {
        struct arena scratch = test->arena;
        for (size_t block = 0; block < 2; block++) {
            struct result result = inflated(str_slice(packed, 0, size), 2, block, 300, 0, &scratch);
            if (result.error.kind != ERROR_INPUT || !strstr(result.error.text, "ends early"))
                fail_msg("cut at %zu of %zu: %s", size, packed.size, result.error.text);
        }
    }
}

static void a_cut_in_the_second_member_is_one_too(void **state)
{
    struct gzip_test *test = *state;
    gzip(&test->sink, STR("first"), 6, NULL);
    size_t first = sink_str(&test->sink).size;
    gzip(&test->sink, STR("second"), 6, NULL);
    struct str packed = sink_str(&test->sink);
    for (size_t size = first + 1; size < packed.size; size++) {
        struct result result = inflated(str_slice(packed, 0, size), 2, 0, 300, 0, &test->arena);
        assert_int_equal(result.error.kind, ERROR_INPUT);
        assert_non_null(strstr(result.error.text, "ends early"));
    }
}

static void a_wrong_checksum_or_length_is_damage(void **state)
{
    struct gzip_test *test = *state;
    gzip(&test->sink, noise(500, 3, &test->arena), 6, NULL);
    struct str packed = sink_str(&test->sink);
    for (size_t i = 1; i <= 8; i++) {
        struct str copy = str_copy(packed, &test->arena);
        ((char *)(uintptr_t)copy.at)[packed.size - i] ^= 0x10;
        struct result result = inflated(copy, 2, 0, 300, 0, &test->arena);
        if (result.error.kind != ERROR_INPUT || !strstr(result.error.text, "damaged"))
            fail_msg("byte %zu from the end: \"%s\"", i, result.error.text);
    }
}

static void any_flipped_bit_is_found(void **state)
{
    struct gzip_test *test = *state;
    struct str data = noise(500, 3, &test->arena);
    gzip(&test->sink, data, 6, NULL);
    struct str packed = sink_str(&test->sink);
    /* The ten bytes of the header hold nothing that the checksum covers. */
    for (size_t bit = 80; bit < packed.size * 8; bit++) {
        struct arena scratch = test->arena;
        struct str copy = str_copy(packed, &scratch);
        ((char *)(uintptr_t)copy.at)[bit / 8] ^= (char)(1 << bit % 8);
        struct result result = inflated(copy, 2, 0, 300, 0, &scratch);
        /* Bits that pad the last byte of the blocks mean nothing. */
        bool same = !result.error.kind && str_equal(result.bytes, data);
        if (result.error.kind != ERROR_INPUT && !same)
            fail_msg("bit %zu: \"%s\"", bit, result.error.text);
    }
}

static void garbage_after_a_member_is_damage(void **state)
{
    struct gzip_test *test = *state;
    static const char *const GARBAGE[] = {"garbage", "x", "\x1f", "\x1f\x8c\x08"};
    for (size_t i = 0; i < 4; i++) {
        sink_init_buffer(&test->sink, &test->arena, UINT64_MAX);
        gzip(&test->sink, STR("hello"), 6, NULL);
        sink_text(&test->sink, str_from_c(GARBAGE[i]));
        struct result result = inflated(sink_str(&test->sink), 2, 0, 300, 0, &test->arena);
        if (result.error.kind != ERROR_INPUT)
            fail_msg("\"%s\" goes unnoticed", GARBAGE[i]);
    }
}

static void inflating_without_end_is_a_limit(void **state)
{
    struct gzip_test *test = *state;
    size_t size = 4 << 20;
    char *zeros = ARENA_NEW(&test->arena, char, size);
    gzip(&test->sink, (struct str){zeros, size}, 9, NULL);
    struct result result = inflated(sink_str(&test->sink), 2, 0, 65536, 1000, &test->arena);
    assert_int_equal(result.error.kind, ERROR_LIMIT);
    assert_non_null(strstr(result.error.text, "max_memory"));
    assert_true(result.bytes.size < size);
    result = inflated(sink_str(&test->sink), 2, 0, 65536, 0, &test->arena);
    assert_int_equal(result.error.kind, ERROR_NONE);
    assert_int_equal(result.bytes.size, size);
}

static void a_failing_source_is_its_own_error(void **state)
{
    struct gzip_test *test = *state;
    gzip(&test->sink, STR("hello"), 6, NULL);
    struct str packed = sink_str(&test->sink);
    struct memory memory = {.bytes = str_slice(packed, 0, 12), .used = 2, .failing = true};
    struct source source = memory_source(&memory);
    struct inflate *inflate = inflate_open(&source, (const unsigned char *)packed.at, 2, 0);
    struct error error = {0};
    unsigned char out[100];
    size_t got;
    assert_false(inflate_fill(inflate, out, sizeof out, &got, &error));
    assert_int_equal(error.kind, ERROR_IO);
    inflate_close(inflate);
    inflate_close(NULL);
}

#define GZIP_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

/* A gzip member without its header of ten bytes, and with or without the eight at its end. */
static void raw_streams_end_where_they_end(void **state)
{
    struct gzip_test *test = *state;
    struct str data = noise(70000, 5, &test->arena);
    gzip(&test->sink, data, 6, NULL);
    struct str whole = sink_str(&test->sink), raw = str_slice(whole, 10, whole.size - 8);
    for (size_t block = 0; block < 3000; block += 997)
        for (size_t size = 100; size < 200000; size *= 11) {
            struct arena scratch = test->arena;
            struct result result = inflated_raw(raw, block, size, 0, &scratch);
            assert_int_equal(result.error.kind, ERROR_NONE);
            assert_int_equal(result.bytes.size, data.size);
            assert_memory_equal(result.bytes.at, data.at, data.size);
            result = inflated_raw(str_skip(whole, 10), block, size, 0, &scratch);
            assert_int_equal(result.error.kind, ERROR_NONE);
            assert_int_equal(result.bytes.size, data.size);
            result = inflated_raw(str_slice(raw, 0, raw.size / 2), block, size, 0, &scratch);
            assert_int_equal(result.error.kind, ERROR_INPUT);
        }
    assert_int_equal(inflated_raw(STR("\7"), 0, 10, 0, &test->arena).error.kind, ERROR_INPUT);
    assert_int_equal(inflated_raw(STR(""), 0, 10, 0, &test->arena).error.kind, ERROR_INPUT);
}

static void raw_streams_have_the_same_ceiling(void **state)
{
    struct gzip_test *test = *state;
    enum { SIZE = 4 << 20 };
    char *zeros = arena_zero(&test->arena, SIZE, 1, 1);
    gzip(&test->sink, (struct str){zeros, SIZE}, 9, NULL);
    struct str raw = str_skip(sink_str(&test->sink), 10);
    assert_int_equal(inflated_raw(raw, 0, 4096, 1 << 16, &test->arena).error.kind, ERROR_LIMIT);
    assert_int_equal(inflated_raw(raw, 0, 4096, 0, &test->arena).error.kind, ERROR_NONE);
}

int inflate_tests(void)
{
    const struct CMUnitTest tests[] = {
        GZIP_TEST(one_member_comes_back),
        GZIP_TEST(members_in_a_row_are_one_text),
        GZIP_TEST(a_name_in_the_header_is_passed_over),
        GZIP_TEST(every_cut_is_a_truncated_file),
        GZIP_TEST(a_cut_in_the_second_member_is_one_too),
        GZIP_TEST(a_wrong_checksum_or_length_is_damage),
        GZIP_TEST(any_flipped_bit_is_found),
        GZIP_TEST(garbage_after_a_member_is_damage),
        GZIP_TEST(inflating_without_end_is_a_limit),
        GZIP_TEST(a_failing_source_is_its_own_error),
        GZIP_TEST(raw_streams_end_where_they_end),
        GZIP_TEST(raw_streams_have_the_same_ceiling),
    };
    print_message("%s\n", inflate_name());
    return cmocka_run_group_tests_name("inflate", tests, NULL, NULL);
}
