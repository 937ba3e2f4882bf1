/* Not there yet. */
#include "render/live.h"
#include "request/public_host.h"

bool render_shell(struct render_live *live, struct render *render, struct render_error *error)
{
    (void)live, (void)render;
    struct error inner;
    error_set(&inner, ERROR_USAGE, "shell is not there yet");
    return public_error_give(error, &inner);
}
