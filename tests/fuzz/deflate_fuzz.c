/* Any bytes must come back through zlib's inflate, and twice the same stream must come out. The
 * first byte says how often the rest is repeated, so that matches, long runs and several blocks
 * are reached from small inputs. */
#include "base/deflate.h"
#include "base/sink.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct str repeated(const uint8_t *bytes, size_t size, struct arena *arena)
{
    size_t times = size ? (size_t)bytes[0] + 1 : 0, part = size ? size - 1 : 0;
    char *at = arena_alloc(arena, times * part + 1, 1);
    for (size_t i = 0; i < times && part; i++) {
        memcpy(at + i * part, bytes + 1, part);
        /* A byte that differs, now and then, ends the matches at uneven places. */
        if (i % 3 == 2)
            at[i * part + i % part] ^= (char)i;
    }
    return (struct str){at, times * part};
}

static struct str deflated(struct str data, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    struct arena_store store;
    struct budget budget = {0};
    deflate_write(&sink, data, &budget, arena_init(&store, SIZE_MAX), NULL);
    arena_fini(&store);
    if (!sink_close(&sink, NULL))
        abort();
    return sink_str(&sink);
}

static void expect_back(struct str stream, struct str data, struct arena *arena)
{
    z_stream z = {0};
    char *out = arena_alloc(arena, data.size + 1, 1);
    if (inflateInit2(&z, -15) != Z_OK)
        abort();
    z.next_in = (Bytef *)(uintptr_t)stream.at;
    z.avail_in = (uInt)stream.size;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)(data.size + 1);
    if (inflate(&z, Z_FINISH) != Z_STREAM_END || z.avail_in || z.total_out != data.size ||
        memcmp(out, data.at, data.size))
        abort();
    inflateEnd(&z);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct str data = repeated(bytes, size, &arena);
    struct str stream = deflated(data, &arena), again = deflated(data, &arena);
    if (stream.size != again.size || memcmp(stream.at, again.at, stream.size))
        abort();
    if (stream.size > data.size + 5 * (data.size / 16384 + 1))
        abort();
    expect_back(stream, data, &arena);
    arena_fini(&store);
    return 0;
}
