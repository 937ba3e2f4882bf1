/* By libpng's short way. */
#include "unit/paper/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

struct image image_read(struct str bytes)
{
    struct image image = {.png = {.version = PNG_IMAGE_VERSION}};
    assert_true(png_image_begin_read_from_memory(&image.png, bytes.at, bytes.size));
    image.png.format = PNG_FORMAT_RGB;
    image.pixels = malloc(PNG_IMAGE_SIZE(image.png));
    assert_true(png_image_finish_read(&image.png, NULL, image.pixels, 0, NULL));
    return image;
}

uint32_t image_pixel(const struct image *image, unsigned x, unsigned y)
{
    const uint8_t *at = image->pixels + ((size_t)y * image->png.width + x) * 3;
    return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}
