/* The token of a server. */
#ifndef SERVE_TOKEN_H
#define SERVE_TOKEN_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct guard;

/* Sets the guard's token to the one of the option (TOKEN, @FILE). Without one, a server that only
 * this machine reaches has none, any other a random one. False with an error. */
bool token_read(struct guard *guard, struct str option, uint16_t port, struct arena *arena,
                struct error *error);

#endif
