/* Sources without files. */
#include "unit/memory.h"
#include "base/ahead.h"
#include "base/budget.h"
#include "base/sink.h"
#include "input/input.h"
#include "input/pprof.h"
#include "input/stream.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

bool memory_fill(void *context, unsigned char *at, size_t size, size_t *got, struct error *error)
{
    struct memory *memory = context;
    size_t rest = memory->bytes.size - memory->used;
    size = memory->block && memory->block < size ? memory->block : size;
    *got = rest < size ? rest : size;
    if (!*got && memory->failing)
        return error_set(error, ERROR_IO, "the disk is gone");
    if (*got)
        memcpy(at, memory->bytes.at + memory->used, *got);
    memory->used += *got;
    return true;
}

static void memory_close(void *context)
{
    struct memory *memory = context;
    memory->opened--;
}

struct source memory_source(struct memory *memory)
{
    memory->opened++;
    return (struct source){memory, memory_fill, memory_close, (int64_t)memory->bytes.size};
}

static bool memory_open(void *context, struct str name, struct source *source, struct error *error)
{
    (void)name;
    (void)error;
    *source = memory_source(context);
    return true;
}

struct host memory_host(struct memory *memory)
{
    return (struct host){.context = memory, .open = memory_open};
}

const struct profile *memory_profile(struct str bytes, struct arena *arena, struct error *error)
{
    struct memory memory = {.bytes = bytes};
    struct budget budget = {.stores = {arena->store}};
    struct ahead *ahead = ahead_open(memory_fill, &memory, false);
    struct stream stream;
    stream_init(&stream, ahead, arena);
    const struct profile *profile = pprof_read(&stream, arena, &budget, 0, error);
    ahead_close(ahead);
    return profile;
}

const struct profile *memory_load(struct str bytes, struct arena *arena, struct error *error)
{
    struct memory memory = {.bytes = bytes};
    struct host host = memory_host(&memory);
    struct budget budget = {.stores = {arena->store}};
    struct input_limits limits = {0};
    return input_load(&host, STR("memory"), &limits, arena, &budget, error);
}

struct str memory_file(const char *path, struct arena *arena)
{
    struct sink sink;
    char block[4096];
    size_t size;
    FILE *file = fopen(path, "rb");
    if (!file)
        return (struct str){NULL, 0};
    sink_init_buffer(&sink, arena, UINT64_MAX);
    while ((size = fread(block, 1, sizeof block, file)) > 0)
        sink_bytes(&sink, block, size);
    fclose(file);
    return sink_str(&sink);
}

struct str memory_inflated(struct str bytes, struct arena *arena)
{
    struct sink sink;
    unsigned char block[4096];
    z_stream z = {0};
    int status = Z_OK;
    if (!str_starts(bytes, STR("\x1f\x8b")))
        return bytes;
    if (inflateInit2(&z, 15 + 16) != Z_OK)
        return (struct str){NULL, 0};
    sink_init_buffer(&sink, arena, UINT64_MAX);
    z.next_in = (Bytef *)(uintptr_t)bytes.at;
    z.avail_in = (uInt)bytes.size;
    while (status == Z_OK) {
        z.next_out = block;
        z.avail_out = sizeof block;
        status = inflate(&z, Z_NO_FLUSH);
        sink_bytes(&sink, (const char *)block, sizeof block - z.avail_out);
        if (status == Z_STREAM_END && z.avail_in)
            status = inflateReset(&z);
    }
    inflateEnd(&z);
    return status == Z_STREAM_END ? sink_str(&sink) : (struct str){NULL, 0};
}
