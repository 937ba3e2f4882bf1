/* Not there yet. */
#include "render/live.h"
#include "request/public_host.h"

bool render_serve(struct render_live *live, struct render *render, const char *const *sources,
                  size_t count, struct render_error *error)
{
    (void)live, (void)render, (void)sources, (void)count;
    struct error inner;
    error_set(&inner, ERROR_USAGE, "serve is not there yet");
    return public_error_give(error, &inner);
}
