/* Pieces out of blocks. */
#include "input/stream.h"

#include <string.h>

void stream_init(struct stream *stream, struct ahead *ahead, struct arena *arena)
{
    /* An empty block, so that the cursor always points somewhere. */
    static const unsigned char NOTHING[1];
    *stream = (struct stream){.ahead = ahead, .arena = arena, .at = NOTHING, .end = NOTHING};
}

uint64_t stream_offset(const struct stream *stream)
{
    return stream->block_offset - (uint64_t)(stream->end - stream->at);
}

/* Moves to the next block; at the end the cursor stays empty. */
static bool stream_next(struct stream *stream, struct error *error)
{
    const unsigned char *at;
    size_t size;
    stream->failed = stream->failed || !ahead_next(stream->ahead, &at, &size, error);
    if (stream->failed)
        return false;
    stream->at = at;
    stream->end = at + size;
    stream->block_offset += size;
    return true;
}

bool stream_ended(struct stream *stream, struct error *error)
{
    if (stream->at < stream->end)
        return false;
    return stream_next(stream, error) && stream->at == stream->end;
}

int stream_byte(struct stream *stream, struct error *error)
{
    if (stream->at == stream->end && !stream_next(stream, error))
        return -2;
    return stream->at == stream->end ? -1 : *stream->at++;
}

static bool stream_short(struct error *error)
{
    return error_set(error, ERROR_INPUT, "%s", "");
}

bool stream_take(struct stream *stream, uint64_t size, const unsigned char **bytes,
                 struct error *error)
{
    if (size <= (uint64_t)(stream->end - stream->at)) {
        *bytes = stream->at;
        stream->at += size;
        return true;
    }
    for (size_t have = 0;;) {
        size_t part = (size_t)(stream->end - stream->at);
        part = part < size - have ? part : (size_t)(size - have);
        if (have + part > stream->piece_room) {
            size_t room = (have + part) * 2;
            stream->piece = arena_grow(stream->arena, stream->piece, stream->piece_room, room, 1);
            stream->piece_room = room;
            if (stream->arena->store->exceeded)
                return error_set(
                    error, ERROR_LIMIT,
                    "one message of %llu bytes needs more memory than the limit; raise "
                    "it with --max_memory",
                    (unsigned long long)size);
        }
        if (part) {
            memcpy(stream->piece + have, stream->at, part);
            have += part;
            stream->at += part;
        }
        *bytes = stream->piece;
        if (have == size)
            return true;
        if (!stream_next(stream, error))
            return false;
        if (stream->at == stream->end)
            return stream_short(error);
    }
}

bool stream_skip(struct stream *stream, uint64_t size, struct error *error)
{
    while (size > (uint64_t)(stream->end - stream->at)) {
        size -= (uint64_t)(stream->end - stream->at);
        if (!stream_next(stream, error))
            return false;
        if (stream->at == stream->end)
            return stream_short(error);
    }
    stream->at += size;
    return true;
}
