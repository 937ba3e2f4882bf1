/* In a page: what it is in does not make pages. */
#include "request/embed.h"

bool embed(const struct embed *embed, struct embedded *embedded, struct str *said,
           struct arena *arena, struct budget *budget, struct error *error)
{
    (void)embed, (void)embedded, (void)said, (void)arena, (void)budget;
    return error_set(error, ERROR_USAGE, "this build writes no pages");
}
