/* No inflating: who hands bytes in has done it. */
#include "input/inflate.h"

#include <stddef.h>

struct inflate *inflate_open(const struct source *source, const unsigned char *ahead,
                             size_t ahead_size, uint64_t ceiling_base)
{
    (void)source, (void)ahead, (void)ahead_size, (void)ceiling_base;
    return NULL;
}

struct inflate *inflate_open_raw(const struct source *source, uint64_t ceiling_base)
{
    (void)source, (void)ceiling_base;
    return NULL;
}

bool inflate_fill(void *inflate, unsigned char *at, size_t size, size_t *got, struct error *error)
{
    (void)inflate, (void)at, (void)size, (void)got;
    return error_set(error, ERROR_INPUT, "it is compressed more than once; inflate it first");
}

uint64_t inflate_members(const struct inflate *inflate)
{
    (void)inflate;
    return 0;
}

uint64_t inflate_made(const struct inflate *inflate)
{
    (void)inflate;
    return 0;
}

void inflate_close(struct inflate *inflate)
{
    (void)inflate;
}

const char *inflate_name(void)
{
    return "none";
}
