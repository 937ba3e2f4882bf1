/* Pixels as PNG. */
#ifndef PAPER_PNG_H
#define PAPER_PNG_H

#include "base/error.h"
#include "paper/ink.h"

struct sink;

struct png_words {
    double dpi;
    const char *title, *creator; /* UTF-8 */
};

bool png_write_pixels(struct sink *sink, const struct pixels *pixels, const struct png_words *words,
                      struct error *error);

#endif
