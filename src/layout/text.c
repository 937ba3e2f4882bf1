/* Code points to widths: measured ones from fonts/inter.def, the others by class. */
#include "layout/text.h"

#include "base/utf8.h"

#include <stdint.h>

enum { ASCII_FIRST = 0x20, ASCII_LAST = 0x7e, REPLACEMENT = 0xfffd };

struct glyph {
    uint16_t width[2]; /* by weight */
};

/* Glyphs of points without a gap. */
struct run {
    uint16_t first, last, glyph;
};

struct range {
    uint32_t first, last;
    uint16_t width;
};

static const struct glyph GLYPHS[] = {
#define FONT_WIDTH(point, regular, semibold) {{regular, semibold}},
#include "fonts/inter.def"
};

static const struct run RUNS[] = {
#define FONT_RUN(first, last, row) {first, last, row},
#include "fonts/inter.def"
};

static const struct range CLASSES[] = {
#define FONT_CLASS(first, last, width) {first, last, width},
#include "fonts/inter.def"
};

enum {
#define FONT_UNITS(units) UNITS = units,
#define FONT_OTHER(width) OTHER = width,
#include "fonts/inter.def"
    RUN_COUNT = sizeof RUNS / sizeof *RUNS,
    CLASS_COUNT = sizeof CLASSES / sizeof *CLASSES,
};

static unsigned class_width(uint32_t point)
{
    size_t low = 0, high = CLASS_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (CLASSES[middle].last < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < CLASS_COUNT && CLASSES[low].first <= point ? CLASSES[low].width : OTHER;
}

static unsigned point_width(uint32_t point, enum text_weight weight)
{
    size_t low = 0, high = RUN_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (RUNS[middle].last < point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < RUN_COUNT && RUNS[low].first <= point)
        return GLYPHS[RUNS[low].glyph + (point - RUNS[low].first)].width[weight];
    return class_width(point);
}

double text_width(struct str text, double size_px, enum text_weight weight)
{
    uint64_t units = 0;
    size_t size;
    for (size_t at = 0; at < text.size; at += size) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte >= ASCII_FIRST && byte <= ASCII_LAST) {
            /* The table's first rows are these, without a gap. */
            units += GLYPHS[byte - ASCII_FIRST].width[weight];
            size = 1;
            continue;
        }
        uint32_t point = utf8_decode(str_skip(text, at), &size);
        units += point_width(point == UTF8_INVALID ? REPLACEMENT : point, weight);
    }
    /* Summed in whole units and divided once, so that no order of rounding can show. */
    return (double)units * size_px / (double)UNITS;
}
