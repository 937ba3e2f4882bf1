/* libpng, set to be quick: our pictures are flat, so little effort compresses well. */
#include "paper/png.h"
#include "base/sink.h"
#include "paper/png_rows.h"

#include <png.h>
#include <setjmp.h>
#include <zlib.h>

static void put(png_structp png, png_bytep bytes, png_size_t size)
{
    sink_bytes(png_get_io_ptr(png), (const char *)bytes, size);
}

static void flush(png_structp png)
{
    (void)png;
}

static void fail(png_structp png, png_const_charp text)
{
    error_set(png_get_error_ptr(png), ERROR_LIMIT, "the PNG could not be written: %s", text);
    longjmp(png_jmpbuf(png), 1);
}

static void ignore(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static void put_head(png_structp png, png_infop info, const struct pixels *pixels,
                     const struct png_words *words)
{
    png_text texts[] = {{.compression = PNG_TEXT_COMPRESSION_NONE, .key = (char *)"Software"},
                        {.compression = PNG_ITXT_COMPRESSION_NONE, .key = (char *)"Title"}};
    texts[0].text = (char *)words->creator;
    texts[1].text = (char *)words->title;
    png_uint_32 meter = (png_uint_32)(words->dpi / 0.0254 + 0.5);
    png_set_IHDR(png, info, (png_uint_32)pixels->width, (png_uint_32)pixels->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_pHYs(png, info, meter, meter, PNG_RESOLUTION_METER);
    png_set_text(png, info, texts, words->title[0] ? 2 : 1);
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_set_compression_level(png, 2);
    png_set_compression_strategy(png, Z_DEFAULT_STRATEGY);
    png_set_compression_buffer_size(png, 64 * 1024);
    png_write_info(png, info);
}

bool png_write_pixels(struct sink *sink, const struct pixels *pixels, const struct png_words *words,
                      struct error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &inner, fail, ignore);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        return error_set(error, ERROR_LIMIT, "the PNG could not be written: no memory");
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return error_set(error, inner.kind, "%s", inner.text);
    }
    png_set_write_fn(png, sink, put, flush);
    put_head(png, info, pixels, words);
    png_rows(png, info, pixels);
    png_destroy_write_struct(&png, &info);
    return true;
}
