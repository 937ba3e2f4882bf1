/* gzip through zlib. */
#include "input/inflate.h"
#include "input/compressed.h"

#include <stdlib.h>
#include <zlib.h>

struct inflate {
    struct compressed compressed;
    z_stream stream;
    bool between; /* members: nothing of the next one is read yet */
    bool is_raw, raw_ended;
    uint64_t members;
};

static struct inflate *open_as(int bits, const struct source *source, const unsigned char *ahead,
                               size_t ahead_size, uint64_t ceiling_base)
{
    struct inflate *inflate = calloc(1, sizeof *inflate);
    if (!inflate || inflateInit2(&inflate->stream, bits) != Z_OK)
        abort();
    compressed_init(&inflate->compressed, source, ahead, ahead_size, ceiling_base);
    return inflate;
}

struct inflate *inflate_open(const struct source *source, const unsigned char *ahead,
                             size_t ahead_size, uint64_t ceiling_base)
{
    struct inflate *inflate = open_as(15 + 16, source, ahead, ahead_size, ceiling_base);
    inflate->between = true;
    return inflate;
}

struct inflate *inflate_open_raw(const struct source *source, uint64_t ceiling_base)
{
    struct inflate *inflate = open_as(-15, source, NULL, 0, ceiling_base);
    inflate->is_raw = true;
    return inflate;
}

/* Inflates into the rest of the output until it is full or the input is used up. */
static bool inflate_some(struct inflate *self, struct error *error)
{
    z_stream *stream = &self->stream;
    self->members += self->between;
    self->between = false;
    int status = inflate(stream, Z_NO_FLUSH);
    if (status == Z_STREAM_END && self->is_raw) {
        self->raw_ended = true;
        return true;
    }
    if (status == Z_STREAM_END) {
        inflateReset(stream);
        self->between = true;
        return true;
    }
    if (status != Z_OK && status != Z_BUF_ERROR)
        return compressed_corrupt(&self->compressed, stream->msg ? stream->msg : "no gzip data",
                                  error);
    return true;
}

bool inflate_fill(void *context, unsigned char *at, size_t size, size_t *got, struct error *error)
{
    struct inflate *inflate = context;
    z_stream *stream = &inflate->stream;
    stream->next_out = at;
    stream->avail_out = (uInt)size;
    while (stream->avail_out && !inflate->raw_ended) {
        if (!stream->avail_in && !inflate->compressed.ended) {
            if (!compressed_next(&inflate->compressed, error))
                return false;
            stream->next_in = inflate->compressed.block;
            stream->avail_in = (uInt)inflate->compressed.size;
        }
        if (inflate->compressed.ended && !stream->avail_in) {
            if (!inflate->between)
                return compressed_truncated(&inflate->compressed, error);
            break;
        }
        if (!inflate_some(inflate, error))
            return false;
    }
    *got = size - stream->avail_out;
    return compressed_made(&inflate->compressed, *got, error);
}

void inflate_close(struct inflate *inflate)
{
    if (!inflate)
        return;
    inflateEnd(&inflate->stream);
    free(inflate);
}

uint64_t inflate_members(const struct inflate *inflate)
{
    return inflate->members;
}

uint64_t inflate_made(const struct inflate *inflate)
{
    return inflate->compressed.made;
}

const char *inflate_name(void)
{
    return "zlib " ZLIB_VERSION;
}
