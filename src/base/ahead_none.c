/* Reading ahead without threads. */
#include "base/ahead.h"

#include <stdlib.h>

enum { BLOCK = 256 * 1024 };

struct ahead {
    ahead_fill *fill;
    void *context;
    unsigned char block[BLOCK];
};

struct ahead *ahead_open(ahead_fill *fill, void *context, bool threaded)
{
    (void)threaded;
    struct ahead *ahead = malloc(sizeof *ahead);
    if (!ahead)
        abort();
    ahead->fill = fill;
    ahead->context = context;
    return ahead;
}

bool ahead_next(struct ahead *ahead, const unsigned char **at, size_t *size, struct error *error)
{
    *at = ahead->block;
    return ahead->fill(ahead->context, ahead->block, BLOCK, size, error);
}

void ahead_close(struct ahead *ahead)
{
    free(ahead);
}
