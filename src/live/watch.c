/* Not there yet. */
#include "live/live.h"
#include "request/public_host.h"

bool render_watch(struct render_live *live, struct render *render, const char *const *words,
                  size_t count, struct render_error *error)
{
    (void)live, (void)render, (void)words, (void)count;
    struct error inner;
    error_set(&inner, ERROR_USAGE, "watch is not there yet");
    return public_error_give(error, &inner);
}
