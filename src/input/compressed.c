/* The compressed side of an inflater. */
#include "input/compressed.h"

#include <string.h>

void compressed_init(struct compressed *compressed, const struct source *source,
                     const unsigned char *ahead, size_t ahead_size, uint64_t ceiling_base)
{
    compressed->source = source;
    compressed->read = 0;
    compressed->made = 0;
    compressed->ceiling_base = ceiling_base;
    compressed->size = 0;
    compressed->fresh_ahead = ahead_size;
    compressed->ended = false;
    if (ahead_size)
        memcpy(compressed->block, ahead, ahead_size);
}

bool compressed_next(struct compressed *compressed, struct error *error)
{
    if (compressed->fresh_ahead) {
        compressed->size = compressed->fresh_ahead;
        compressed->fresh_ahead = 0;
    } else if (!compressed->source->read(compressed->source->context, compressed->block,
                                         COMPRESSED_BLOCK, &compressed->size, error)) {
        return false;
    }
    compressed->read += compressed->size;
    compressed->ended = compressed->size == 0;
    return true;
}

bool compressed_made(struct compressed *compressed, size_t size, struct error *error)
{
    compressed->made += size;
    if (!compressed->ceiling_base ||
        compressed->made <= compressed->ceiling_base + 200 * compressed->read)
        return true;
    return error_set(error, ERROR_LIMIT,
                     "%llu compressed bytes inflate to more than %llu MiB, which no profile does; "
                     "if it is one, allow it with --max_memory",
                     (unsigned long long)compressed->read,
                     (unsigned long long)compressed->made >> 20);
}

bool compressed_truncated(const struct compressed *compressed, struct error *error)
{
    return error_set(
        error, ERROR_INPUT,
        "the gzip data ends early, after %llu bytes: an interrupted download? fetch it "
        "again",
        (unsigned long long)compressed->read);
}

bool compressed_corrupt(const struct compressed *compressed, const char *what, struct error *error)
{
    return error_set(error, ERROR_INPUT,
                     "the gzip data is damaged (%s) within %llu bytes: fetch or copy it again",
                     what, (unsigned long long)compressed->read);
}
