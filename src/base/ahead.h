/* Reading ahead: a producer fills blocks on a thread of its own while the caller works on the one
 * before. Where there are no threads (ahead_none.c) the producer runs when the next block is asked
 * for; the bytes are the same. */
#ifndef BASE_AHEAD_H
#define BASE_AHEAD_H

#include "base/error.h"

/* Fills `at` with up to `size` bytes; *got = 0 says the end. Called from one thread at a time. */
typedef bool ahead_fill(void *context, unsigned char *at, size_t size, size_t *got,
                        struct error *error);

struct ahead;

/* Starts the producer. With `threaded` false it runs in the caller's thread in any case: a small
 * source is not worth a thread. */
struct ahead *ahead_open(ahead_fill *fill, void *context, bool threaded);
/* The next block, valid until the next call; *size = 0 at the end. False with the producer's
 * error, after all blocks before it. */
bool ahead_next(struct ahead *ahead, const unsigned char **at, size_t *size, struct error *error);
/* Stops the producer, also in the middle. Fine on NULL. */
void ahead_close(struct ahead *ahead);

#endif
