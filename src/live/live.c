/* The host that opens URLs, and what commands say. */
#include "live/live.h"
#include "base/sink.h"
#include "live/fetch.h"
#include "request/public_host.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void live_settings_take(struct render_live *live, const struct settings *settings)
{
    struct arena *arena = &live->arena;
    struct str *headers = ARENA_NEW(arena, struct str, settings->header.count + 1);
    for (size_t i = 0; i < settings->header.count; i++)
        headers[i] = str_copy(settings->header.at[i], arena);
    live->settings.seconds = settings->seconds;
    live->settings.timeout = settings->timeout;
    live->settings.max_memory = settings->max_memory;
    live->settings.header = (struct texts){headers, settings->header.count};
    live->settings.tls_cert = str_copy(settings->tls_cert, arena);
    live->settings.tls_key = str_copy(settings->tls_key, arena);
    live->settings.tls_ca = str_copy(settings->tls_ca, arena);
}

/* ---------------------------------------------------------------- the host */

/* What was fetched as a source. */
struct memory {
    struct str rest;
};

static bool memory_read(void *context, void *bytes, size_t size, size_t *got,
                        struct render_error *error)
{
    struct memory *memory = context;
    struct str part = str_slice(memory->rest, 0, size);
    (void)error;
    if (part.size)
        memcpy(bytes, part.at, part.size);
    memory->rest = str_skip(memory->rest, part.size);
    *got = part.size;
    return true;
}

static bool open_answer(const struct live_answer *answer, struct render_source *source,
                        struct render_error *error)
{
    if (answer->error.kind)
        return public_error_give(error, &answer->error);
    struct memory *memory = malloc(sizeof *memory);
    if (!memory)
        abort();
    memory->rest = answer->bytes;
    *source = (struct render_source){memory, memory_read, free, (int64_t)answer->bytes.size};
    return true;
}

static bool host_open(void *context, const char *name, struct render_source *source,
                      struct render_error *error)
{
    struct render_live *live = context;
    struct error inner = {.kind = ERROR_NONE};
    struct str text = str_from_c(name);
    const struct live_answer *answer = live_answer_find(live, text);
    if (!answer && !live_is_url(text))
        return live->outer.open(live->outer.context, name, source, error);
    if (!answer && !(answer = live_answer_fetch(live, text, &inner)))
        return public_error_give(error, &inner);
    return open_answer(answer, source, error);
}

static int64_t host_now(void *context)
{
    const struct render_live *live = context;
    return live->outer.now_ns(live->outer.context);
}

static void host_zone(void *context, int64_t seconds, int32_t *offset, char name[16])
{
    const struct render_live *live = context;
    live->outer.zone(live->outer.context, seconds, offset, name);
}

static void host_progress(void *context, const char *stage)
{
    const struct render_live *live = context;
    live->outer.progress(live->outer.context, stage);
}

static bool host_cancelled(void *context)
{
    return live_is_cancelled(context);
}

static bool host_open_source(void *context, const char *path, struct render_source *source,
                             struct render_error *error)
{
    const struct render_live *live = context;
    return live->outer.open_source(live->outer.context, path, source, error);
}

static bool host_folder(void *context, char *path, size_t size)
{
    const struct render_live *live = context;
    return live->outer.folder(live->outer.context, path, size);
}

static bool host_list(void *context, const char *path,
                      void (*entry)(void *receiver, const char *name), void *receiver)
{
    const struct render_live *live = context;
    return live->outer.list(live->outer.context, path, entry, receiver);
}

struct render_host render_live_host(struct render_live *live)
{
    const struct render_host *outer = &live->outer;
    return (struct render_host){.context = live,
                                .open = host_open,
                                .now_ns = outer->now_ns ? host_now : NULL,
                                .zone = outer->zone ? host_zone : NULL,
                                .progress = outer->progress ? host_progress : NULL,
                                .cancelled = outer->cancelled ? host_cancelled : NULL,
                                .open_source = outer->open_source ? host_open_source : NULL,
                                .folder = outer->folder ? host_folder : NULL,
                                .list = outer->list ? host_list : NULL};
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
