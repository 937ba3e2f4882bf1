/* The pixels of a PNG. */
#ifndef PAPER_PNG_ROWS_H
#define PAPER_PNG_ROWS_H

#include "paper/ink.h"

#include <png.h>

/* Writes all rows and the end of the file, as 8-bit RGB without filters: the picture is flat, so
 * little effort compresses well. Errors go libpng's way. */
void png_rows(png_structp png, png_infop info, const struct pixels *pixels);

#endif
