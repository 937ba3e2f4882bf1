/* What a session opens by URL: fetched ahead, all together, or when it is opened. */
#include "live/fetch.h"
#include "live/live.h"
#include "live/save.h"
#include "request/public_host.h"
#include "request/session.h"

#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- fetching */

static const struct live_answer *find_answer(const struct render_live *live, struct str name)
{
    for (size_t i = 0; i < live->answers.count; i++)
        if (str_equal(live->answers.at[i].name, name))
            return &live->answers.at[i];
    return NULL;
}

/* Names that are no files and not fetched yet, each once. */
struct names {
    ARRAY(struct str) all;
};

static void add_name(struct render_live *live, struct names *names, struct str name)
{
    if (!live_is_url(name) || find_answer(live, name))
        return;
    for (size_t i = 0; i < names->all.count; i++)
        if (str_equal(names->all.at[i], name))
            return;
    array_push(&live->arena, &names->all, str_copy(name, &live->arena));
}

/* Fetches them and keeps what came of it. */
static bool fetch_names(struct render_live *live, const struct settings *settings,
                        const struct names *names, struct error *error)
{
    size_t count = names->all.count;
    struct live_job *jobs = ARENA_NEW(&live->arena, struct live_job, count + 1);
    struct live_result *results = ARENA_NEW(&live->arena, struct live_result, count + 1);
    for (size_t i = 0; i < count; i++)
        jobs[i] = (struct live_job){
            .source = names->all.at[i], .path = STR(""), .seconds = settings->seconds};
    if (count && settings->save.size && !live_save_folder(settings->save, error))
        return false;
    if (!live_fetch(live, settings, jobs, results, count, &live->arena, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (settings->save.size && !results[i].error.kind &&
            !live_save(live, settings->save, jobs[i].source, results[i].bytes, results[i].start_ns,
                       &live->arena, error))
            return false;
        struct live_answer answer = {
            .name = jobs[i].source, .bytes = results[i].bytes, .error = results[i].error};
        array_push(&live->arena, &live->answers, answer);
    }
    return true;
}

/* Keeps the options about fetching for names that are opened later. */
static void take_settings(struct render_live *live, const struct settings *settings)
{
    struct arena *arena = &live->arena;
    struct str *headers = ARENA_NEW(arena, struct str, settings->header.count + 1);
    for (size_t i = 0; i < settings->header.count; i++)
        headers[i] = str_copy(settings->header.at[i], arena);
    live->settings.seconds = settings->seconds;
    live->settings.timeout = settings->timeout;
    live->settings.max_memory = settings->max_memory;
    live->settings.header = (struct texts){headers, settings->header.count};
    live->settings.save = str_copy(settings->save, arena);
    live->settings.tls_cert = str_copy(settings->tls_cert, arena);
    live->settings.tls_key = str_copy(settings->tls_key, arena);
    live->settings.tls_ca = str_copy(settings->tls_ca, arena);
}

bool render_live_is_url(const char *name)
{
    return live_is_url(str_from_c(name));
}

bool render_live_fetch(struct render_live *live, struct render *render, const char *const *names,
                       size_t count, struct render_error *error)
{
    const struct settings *settings = &render->settings;
    const struct texts *const bases[] = {&settings->base, &settings->diff_base, &settings->new};
    struct error inner = {.kind = ERROR_NONE};
    struct names wanted = {.all = {.at = NULL}};
    for (size_t i = 0; i < count; i++)
        add_name(live, &wanted, str_from_c(names[i]));
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        for (size_t j = 0; j < bases[i]->count; j++)
            add_name(live, &wanted, bases[i]->at[j]);
    take_settings(live, settings);
    return fetch_names(live, settings, &wanted, &inner) || public_error_give(error, &inner);
}

static const struct live_answer *fetch_now(struct render_live *live, struct str name,
                                           struct error *error)
{
    struct names wanted = {.all = {.at = NULL}};
    add_name(live, &wanted, name);
    if (!fetch_names(live, &live->settings, &wanted, error))
        return NULL;
    return find_answer(live, name);
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
    const struct live_answer *answer = find_answer(live, text);
    if (!answer && !live_is_url(text))
        return live->outer.open(live->outer.context, name, source, error);
    if (!answer && !(answer = fetch_now(live, text, &inner)))
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
