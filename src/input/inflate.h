/* Streaming inflate of gzip data, several members in a row included. Two implementations, one
 * chosen by the build: inflate_isal.c (ISA-L, 2 to 3 times as fast) and inflate_zlib.c. */
#ifndef INPUT_INFLATE_H
#define INPUT_INFLATE_H

#include "base/error.h"
#include "base/host.h"

struct inflate;

/* Reads gzip from `source` (borrowed) after the `ahead_size` bytes already read from it. More than
 * `ceiling_base` + 200 times the compressed bytes is a LIMIT error; ceiling_base 0 is no limit. */
struct inflate *inflate_open(const struct source *source, const unsigned char *ahead,
                             size_t ahead_size, uint64_t ceiling_base);
/* The same for one raw deflate stream, without header and checksum, from the source's start. What
 * follows its end is not looked at. */
struct inflate *inflate_open_raw(const struct source *source, uint64_t ceiling_base);
/* An ahead_fill: the next inflated bytes. Checksums and lengths are checked. */
bool inflate_fill(void *inflate, unsigned char *at, size_t size, size_t *got, struct error *error);
/* How many members were inflated so far, the one in work included, and to how many bytes. */
uint64_t inflate_members(const struct inflate *inflate);
uint64_t inflate_made(const struct inflate *inflate);
void inflate_close(struct inflate *inflate);
/* "zlib 1.2.13", "ISA-L": for --version. */
const char *inflate_name(void);

#endif
