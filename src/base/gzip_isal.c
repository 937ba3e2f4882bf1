/* gzip through ISA-L. */
#include "base/gzip.h"
#include "base/sink.h"

#include <isa-l/igzip_lib.h>
#include <stdint.h>
#include <stdlib.h>

/* Level 2 takes as long as 1; 3 takes twice as long for 2 % fewer bytes. */
enum { LEVEL = 2, LEVEL_ROOM = ISAL_DEF_LVL2_DEFAULT, BLOCK = 64 * 1024 };

struct gzip {
    struct sink sink, *to;
    struct isal_zstream stream;
    unsigned char level_room[LEVEL_ROOM];
    unsigned char in[BLOCK], out[BLOCK];
};

/* Compresses until the input is used up, and at the end until all is written. */
static void pass(struct gzip *gzip, const char *bytes, size_t size)
{
    struct isal_zstream *stream = &gzip->stream;
    stream->next_in = (unsigned char *)(uintptr_t)bytes;
    stream->avail_in = (uint32_t)size;
    do {
        stream->next_out = gzip->out;
        stream->avail_out = BLOCK;
        if (isal_deflate(stream) != COMP_OK)
            abort();
        sink_bytes(gzip->to, (const char *)gzip->out, BLOCK - stream->avail_out);
    } while (stream->avail_in || !stream->avail_out);
}

static bool gzip_write(void *context, const char *bytes, size_t size, struct error *error)
{
    (void)error;
    for (; size > BLOCK; bytes += BLOCK, size -= BLOCK)
        pass(context, bytes, BLOCK);
    pass(context, bytes, size);
    return true;
}

struct gzip *gzip_open(struct sink *to)
{
    struct gzip *gzip = malloc(sizeof *gzip);
    if (!gzip)
        abort();
    gzip->to = to;
    sink_init_writer(&gzip->sink, (char *)gzip->in, BLOCK, gzip_write, gzip);
    isal_deflate_init(&gzip->stream);
    gzip->stream.level = LEVEL;
    gzip->stream.level_buf = gzip->level_room;
    gzip->stream.level_buf_size = LEVEL_ROOM;
    gzip->stream.gzip_flag = IGZIP_GZIP_NO_HDR;
    /* With the zero byte that ends the comment. */
    sink_bytes(to, GZIP_HEADER, sizeof GZIP_HEADER);
    return gzip;
}

struct sink *gzip_sink(struct gzip *gzip)
{
    return &gzip->sink;
}

bool gzip_close(struct gzip *gzip, struct error *error)
{
    bool ok = sink_close(&gzip->sink, error);
    gzip->stream.end_of_stream = 1;
    pass(gzip, "", 0);
    gzip_abort(gzip);
    return ok;
}

void gzip_abort(struct gzip *gzip)
{
    free(gzip);
}
