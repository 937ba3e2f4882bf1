/* What both inflaters share: reading compressed bytes, ceilings, and the words of their errors. */
#ifndef INPUT_COMPRESSED_H
#define INPUT_COMPRESSED_H

#include "base/error.h"
#include "base/host.h"

enum { COMPRESSED_BLOCK = 64 * 1024 };

struct compressed {
    const struct source *source;
    uint64_t read, made, ceiling_base;
    size_t size;        /* bytes of the block */
    size_t fresh_ahead; /* bytes handed over at the start, not yet counted as a block */
    bool ended;
    unsigned char block[COMPRESSED_BLOCK];
};

void compressed_init(struct compressed *compressed, const struct source *source,
                     const unsigned char *ahead, size_t ahead_size, uint64_t ceiling_base);
/* Reads the next block; its size is 0 at the end. */
bool compressed_next(struct compressed *compressed, struct error *error);
/* Counts inflated bytes; false with a LIMIT error once there are too many. */
bool compressed_made(struct compressed *compressed, size_t size, struct error *error);
bool compressed_truncated(const struct compressed *compressed, struct error *error);
bool compressed_corrupt(const struct compressed *compressed, const char *what, struct error *error);

#endif
