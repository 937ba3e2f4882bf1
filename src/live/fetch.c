/* Not there yet. */
#include "live/fetch.h"
#include "live/live.h"
#include "request/public_host.h"

bool live_is_url(struct str name)
{
    (void)name;
    return false;
}

bool live_fetch(struct render_live *live, const struct settings *settings,
                const struct live_job *jobs, struct live_result *results, size_t count,
                struct arena *arena, struct error *error)
{
    (void)live, (void)settings, (void)jobs, (void)results, (void)count, (void)arena;
    return error_set(error, ERROR_IO, "URLs are not fetched yet");
}

bool render_live_fetch(struct render_live *live, struct render *render, const char *const *names,
                       size_t count, struct render_error *error)
{
    (void)live, (void)render, (void)names, (void)count, (void)error;
    return true;
}
