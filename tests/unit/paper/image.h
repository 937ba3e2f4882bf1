/* Reads a PNG back, for tests. */
#ifndef UNIT_PAPER_IMAGE_H
#define UNIT_PAPER_IMAGE_H

#include "base/str.h"

#include <png.h>
#include <stdint.h>

struct image {
    png_image png;
    uint8_t *pixels; /* to be freed */
};

/* Fails the test where the bytes are no PNG. */
struct image image_read(struct str bytes);
/* 0xRRGGBB */
uint32_t image_pixel(const struct image *image, unsigned x, unsigned y);

#endif
