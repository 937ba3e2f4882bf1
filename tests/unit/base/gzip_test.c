/* gzip streams: read back by zlib, with their headers and failures. */
#include "base/gzip.h"
#include "base/sink.h"
#include "unit/unit.h"

#include <zlib.h>

int gzip_tests(void);

enum { MOST = 1 << 20, HEADER = 10 + sizeof GZIP_COMMENT };

static struct str gzipped(struct str data, size_t piece, struct arena *arena)
{
    struct sink sink;
    struct error error = {.kind = ERROR_NONE};
    sink_init_buffer(&sink, arena, UINT64_MAX);
    struct gzip *gzip = gzip_open(&sink);
    for (size_t at = 0; at < data.size; at += piece)
        sink_text(gzip_sink(gzip),
                  str_slice(data, at, at + piece < data.size ? at + piece : data.size));
    assert_true(gzip_close(gzip, &error));
    assert_true(sink_close(&sink, &error));
    return sink_str(&sink);
}

/* zlib takes the whole of it, checksum and length included, as exactly this data. */
static void assert_holds(struct str stream, struct str data, struct arena *arena)
{
    z_stream z = {0};
    char *out = arena_alloc(arena, data.size + 1, 1);
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)stream.at;
    z.avail_in = (uInt)stream.size;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)data.size + 1;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(z.total_out, data.size);
    assert_memory_equal(out, data.at, data.size);
    inflateEnd(&z);
}

/* Half letters, half noise. */
static struct str sample(size_t size, struct arena *arena)
{
    uint64_t random = 7;
    char *at = arena_alloc(arena, size + 1, 1);
    for (size_t i = 0; i < size; i++)
        at[i] = i / 5000 % 2 ? (char)unit_random(&random) : (char)('a' + i % 7 * (i % 3));
    return (struct str){at, size};
}

static void data_comes_back(void **state)
{
    (void)state;
    static const size_t SIZES[] = {0, 1, 2, 1000, 65535, 65536, 65537, 131072, 200001, MOST};
    static const size_t PIECES[] = {1, 100, 4096, 65536, MOST};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++)
        for (size_t n = 0; n < sizeof PIECES / sizeof *PIECES; n++) {
            struct arena_store store;
            struct arena arena = arena_init(&store, SIZE_MAX);
            struct str data = sample(SIZES[i], &arena);
            assert_holds(gzipped(data, PIECES[n], &arena), data, &arena);
            arena_fini(&store);
        }
}

static void the_header_has_no_time_and_says_whose_it_is(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str one = gzipped(STR("some data"), 100, &arena);
    assert_true(one.size > HEADER);
    assert_memory_equal(one.at, GZIP_HEADER, HEADER);
    arena_fini(&store);
}

static void equal_data_gives_equal_bytes(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str data = sample(300000, &arena);
    struct str one = gzipped(data, 1000, &arena), other = gzipped(data, 1000, &arena);
    assert_true(str_equal(one, other));
    arena_fini(&store);
}

static void repetition_shrinks(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str zeros = {arena_zero(&arena, MOST, 1, 1), MOST};
    assert_true(gzipped(zeros, 1000, &arena).size < MOST / 100);
    arena_fini(&store);
}

static void a_full_sink_tells(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char room[64];
    struct sink sink;
    struct error error = {.kind = ERROR_NONE};
    sink_init_fixed(&sink, room, sizeof room);
    struct gzip *gzip = gzip_open(&sink);
    sink_text(gzip_sink(gzip), sample(300000, &arena));
    assert_true(gzip_close(gzip, &error));
    assert_false(sink_close(&sink, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    arena_fini(&store);
}

static void it_may_be_given_up(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct sink sink;
    sink_init_buffer(&sink, &arena, UINT64_MAX);
    struct gzip *gzip = gzip_open(&sink);
    sink_text(gzip_sink(gzip), sample(100000, &arena));
    gzip_abort(gzip);
    gzip_abort(NULL);
    arena_fini(&store);
}

int gzip_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_comes_back),
        cmocka_unit_test(the_header_has_no_time_and_says_whose_it_is),
        cmocka_unit_test(equal_data_gives_equal_bytes),
        cmocka_unit_test(repetition_shrinks),
        cmocka_unit_test(a_full_sink_tells),
        cmocka_unit_test(it_may_be_given_up),
    };
    return cmocka_run_group_tests_name("gzip", tests, NULL, NULL);
}
