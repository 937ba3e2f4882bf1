/* A cursor over bytes that arrive in blocks: whole pieces are handed out in place where a block
 * holds them, otherwise collected as they arrive, never reserved ahead by a claimed size. */
#ifndef INPUT_STREAM_H
#define INPUT_STREAM_H

#include "base/ahead.h"
#include "base/arena.h"

#include <stdint.h>

struct stream {
    struct ahead *ahead;
    const unsigned char *at, *end; /* of the current block */
    uint64_t block_offset;         /* of the current block's end in the whole */
    bool failed;                   /* reading did; nothing more will come */
    struct arena *arena;           /* of the collected piece */
    unsigned char *piece;
    size_t piece_room;
};

void stream_init(struct stream *stream, struct ahead *ahead, struct arena *arena);
/* How many bytes came before the cursor. */
uint64_t stream_offset(const struct stream *stream);
/* Whether nothing follows; false also with an error, which then has a kind. */
bool stream_ended(struct stream *stream, struct error *error);
/* The next byte, or -1 at the end, or -2 with an error. */
int stream_byte(struct stream *stream, struct error *error);
/* The next `size` bytes at *bytes, valid until the next call. False with an error if fewer follow
 * (an INPUT error without text of its own: kind set, text empty) or reading fails. */
bool stream_take(struct stream *stream, uint64_t size, const unsigned char **bytes,
                 struct error *error);
/* The same without keeping them. */
bool stream_skip(struct stream *stream, uint64_t size, struct error *error);

#endif
