/* The pixels of a PNG, compressed by ISA-L, which is several times as quick as zlib; libpng writes
 * the chunks. */
#include "paper/png_rows.h"

#include <isa-l/igzip_lib.h>

enum { OUT = 256 * 1024 };

struct packing {
    png_structp png;
    struct isal_zstream stream;
    uint8_t *out;
};

static void *room(png_structp png, size_t size)
{
    return png_malloc(png, (png_alloc_size_t)size);
}

/* Compresses a row; what fills the room becomes a chunk, at the end all. */
static void pack(struct packing *packing, uint8_t *row, size_t size, bool is_last)
{
    static const png_byte IDAT[] = {73, 68, 65, 84, 0};
    struct isal_zstream *stream = &packing->stream;
    stream->next_in = row;
    stream->avail_in = (uint32_t)size;
    stream->end_of_stream = is_last;
    for (;;) {
        if (isal_deflate(stream) != COMP_OK)
            png_error(packing->png, "compression failed");
        bool is_done = stream->internal_state.state == ZSTATE_END;
        if (!stream->avail_out || is_done) {
            png_write_chunk(packing->png, IDAT, packing->out, OUT - stream->avail_out);
            stream->next_out = packing->out;
            stream->avail_out = OUT;
        }
        if (is_done || (!is_last && !stream->avail_in))
            return;
    }
}

static void set_row(const struct pixels *pixels, int row, uint8_t *bytes)
{
    const uint32_t *from = pixels->at + (size_t)row * pixels->stride;
    *bytes++ = 0; /* no filter */
    for (int i = 0; i < pixels->width; i++) {
        *bytes++ = (uint8_t)(from[i] >> 16);
        *bytes++ = (uint8_t)(from[i] >> 8);
        *bytes++ = (uint8_t)from[i];
    }
}

void png_rows(png_structp png, png_infop info, const struct pixels *pixels)
{
    static const png_byte IEND[] = {73, 69, 78, 68, 0};
    size_t size = 1 + 3 * (size_t)pixels->width;
    struct packing *packing = room(png, sizeof *packing);
    uint8_t *level = room(png, ISAL_DEF_LVL2_DEFAULT), *row = room(png, size);
    (void)info;
    packing->png = png;
    packing->out = room(png, OUT);
    isal_deflate_init(&packing->stream);
    packing->stream.level = 2;
    packing->stream.level_buf = level;
    packing->stream.level_buf_size = ISAL_DEF_LVL2_DEFAULT;
    packing->stream.gzip_flag = IGZIP_ZLIB;
    packing->stream.next_out = packing->out;
    packing->stream.avail_out = OUT;
    for (int i = 0; i < pixels->height; i++) {
        set_row(pixels, i, row);
        pack(packing, row, size, i + 1 == pixels->height);
    }
    png_write_chunk(png, IEND, NULL, 0);
    png_free(png, packing->out);
    png_free(png, row);
    png_free(png, level);
    png_free(png, packing);
}
