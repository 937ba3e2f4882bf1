/* Streaming gzip: what is written to a sink goes on, compressed, to another one. Two
 * implementations, one chosen by the build: gzip_isal.c (ISA-L, several times as fast) and
 * gzip_zlib.c. Neither time nor name is in the bytes: one build writes the same ones every time. */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include "base/error.h"

struct sink;
struct gzip;

/* What every file begins with: the format's header, without a time, and a comment that tells our
 * own files from others. */
#define GZIP_COMMENT "render"
#define GZIP_HEADER "\x1f\x8b\x08\x10\0\0\0\0\0\xff" GZIP_COMMENT

/* Starts a member that is written to `to` (borrowed). Never NULL. */
struct gzip *gzip_open(struct sink *to);
/* Where to write what is to be compressed; belongs to the gzip. */
struct sink *gzip_sink(struct gzip *gzip);
/* Writes the rest and the checksum, and frees. False with the first failure of its sink; one of
 * `to` stays there. */
bool gzip_close(struct gzip *gzip, struct error *error);
/* Frees, in the middle too. Fine on NULL. */
void gzip_abort(struct gzip *gzip);

#endif
