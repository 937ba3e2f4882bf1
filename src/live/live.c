/* Start and end, and what commands say. */
#include "live/live.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct render_live *render_live_new(const struct render_host *host,
                                    const struct render_console *console)
{
    struct render_live *live = calloc(1, sizeof *live);
    if (!live)
        abort();
    live->outer = *host;
    live->console = *console;
    live->arena = arena_init(&live->store, SIZE_MAX);
    settings_init(&live->settings, &live->arena);
    return live;
}

void render_live_free(struct render_live *live)
{
    if (!live)
        return;
    arena_fini(&live->store);
    free(live);
}

/* ---------------------------------------------------------------- what is said */

void live_say(const struct render_live *live, const char *format, ...)
{
    char line[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (live->console.say)
        live->console.say(live->console.context, line);
}

void live_status(const struct render_live *live, const char *line)
{
    if (live->console.status)
        live->console.status(live->console.context, line);
}

bool live_is_cancelled(const struct render_live *live)
{
    return live->outer.cancelled && live->outer.cancelled(live->outer.context);
}
