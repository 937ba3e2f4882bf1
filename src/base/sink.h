/* Where output goes: a buffer, a fixed buffer, or a writer (a file, a socket, a caller's function).
 * Writing is not checked line by line: the sink remembers its first failure and then swallows the
 * rest; sink_close tells. */
#ifndef BASE_SINK_H
#define BASE_SINK_H

#include "base/arena.h"
#include "base/error.h"

#include <stdint.h>

/* Writes all `size` bytes; false and an error if it cannot. */
typedef bool sink_write(void *context, const char *bytes, size_t size, struct error *error);

struct sink {
    char *at;
    size_t used, room;
    uint64_t passed;     /* bytes already handed to the writer */
    struct arena *arena; /* of a growing buffer */
    uint64_t ceiling;
    sink_write *write;
    void *context;
    struct error error;
};

/* Collects in the arena, at most `ceiling` bytes. */
void sink_init_buffer(struct sink *sink, struct arena *arena, uint64_t ceiling);
/* Collects in `at`; what does not fit is dropped and is a LIMIT error. */
void sink_init_fixed(struct sink *sink, char *at, size_t room);
/* Passes on to a writer, `room` bytes at a time. */
void sink_init_writer(struct sink *sink, char *at, size_t room, sink_write *write, void *context);
/* Hands the rest to the writer. False with the first failure since the start, if there was one. */
bool sink_close(struct sink *sink, struct error *error);
/* What a buffer holds so far. */
struct str sink_str(const struct sink *sink);

void sink_bytes(struct sink *sink, const char *bytes, size_t size);
void sink_text(struct sink *sink, struct str text);
void sink_char(struct sink *sink, char byte);
/* Literals and numbers of this program only; text of a profile goes through an escaper. */
void sink_print(struct sink *sink, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sink_spaces(struct sink *sink, size_t count);
/* Writes a number right-aligned in `width` columns; several times faster than sink_print. */
void sink_signed(struct sink *sink, int64_t value, size_t width);
void sink_unsigned(struct sink *sink, uint64_t value, size_t width);

#endif
