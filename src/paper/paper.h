/* Canvas and pages on paper: PDF, PNG and PostScript, by Cairo and Pango. It is a module of its own
 * that is opened on first use, because these libraries take longer to load than most of our runs.
 */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "base/error.h"
#include "draw/palette.h"

#include <stddef.h>
#include <stdint.h>

struct pages;
struct paper_digest;
struct sink;

enum paper_medium { PAPER_PDF, PAPER_PNG, PAPER_PS };

struct paper_options {
    enum paper_medium medium;
    double dpi;               /* of a PNG: 96 is a pixel for each px of the picture */
    enum palette_theme theme; /* of a PNG; the others are light */
    struct sink *sink;
};

enum { PAPER_DIGITS = 64 }; /* of a digest, hexadecimal */

/* What the module has for others: its one symbol is `render_paper_module`, of this type. */
struct paper_module {
    const char *version; /* RENDER_VERSION; another one is another interface */
    /* A picture, by the canvas alone, or a document (draw/pages.h); written into the sink when it
     * is ended. Never NULL. */
    struct pages *(*open)(const struct paper_options *options);
    /* Writes what is worth saying about what was ended, a line each. */
    void (*notes)(const struct pages *pages, struct sink *sink);
    /* Gives it back, ended or not. */
    void (*close)(struct pages *pages);
    /* The SHA-256 of bytes, which come in parts: writes the digits and a NUL, and gives it back. */
    struct paper_digest *(*digest_open)(void);
    void (*digest_add)(struct paper_digest *digest, const void *bytes, size_t size);
    void (*digest_close)(struct paper_digest *digest, char digits[PAPER_DIGITS + 1]);
};

#define PAPER_SYMBOL "render_paper_module"

/* Where larger pictures are scaled down: pixels of a PNG in all and on a side, px of another page's
 * side (14,400 points, as PDF has it). */
enum { PAPER_MOST_PIXELS = 64 * 1024 * 1024, PAPER_MOST_SIDE = 32767, PAPER_MOST_PAGE = 19200 };

#endif
