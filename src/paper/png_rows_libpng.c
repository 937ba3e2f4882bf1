/* The pixels of a PNG by libpng itself. */
#include "paper/png_rows.h"

void png_rows(png_structp png, png_infop info, const struct pixels *pixels)
{
    const uint32_t probe = 1;
    if (*(const uint8_t *)&probe) {
        png_set_filler(png, 0, PNG_FILLER_AFTER);
        png_set_bgr(png);
    } else {
        png_set_filler(png, 0, PNG_FILLER_BEFORE);
    }
    for (int row = 0; row < pixels->height; row++)
        png_write_row(png, (png_const_bytep)(pixels->at + (size_t)row * pixels->stride));
    png_write_end(png, info);
}
