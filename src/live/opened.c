/* A host that opens bytes, and for all else asks the one that was given. */
#include "live/opened.h"
#include "base/sink.h"
#include "live/live.h"
#include "request/session.h"

#include <stdlib.h>
#include <string.h>

struct opened {
    struct render *session;
    struct render_host outer;
    const struct str *profiles;
    size_t next; /* the profile that is opened next */
    struct str rest;
};

/* ---------------------------------------------------------------- the host */

static bool read_bytes(void *context, void *bytes, size_t size, size_t *got,
                       struct render_error *error)
{
    struct opened *opened = context;
    (void)error;
    *got = size < opened->rest.size ? size : opened->rest.size;
    if (*got)
        memcpy(bytes, opened->rest.at, *got);
    opened->rest = str_skip(opened->rest, *got);
    return true;
}

static void close_bytes(void *context)
{
    (void)context;
}

static bool open_bytes(void *context, const char *name, struct render_source *source,
                       struct render_error *error)
{
    struct opened *opened = context;
    (void)name, (void)error;
    opened->rest = opened->profiles[opened->next];
    *source = (struct render_source){opened, read_bytes, close_bytes, (int64_t)opened->rest.size};
    return true;
}

static int64_t now_ns(void *context)
{
    const struct opened *opened = context;
    return opened->outer.now_ns(opened->outer.context);
}

static void zone(void *context, int64_t seconds, int32_t *offset, char name[16])
{
    const struct opened *opened = context;
    opened->outer.zone(opened->outer.context, seconds, offset, name);
}

static bool cancelled(void *context)
{
    const struct opened *opened = context;
    return opened->outer.cancelled(opened->outer.context);
}

static bool open_source(void *context, const char *path, struct render_source *source,
                        struct render_error *error)
{
    const struct opened *opened = context;
    return opened->outer.open_source(opened->outer.context, path, source, error);
}

static bool folder(void *context, char *path, size_t size)
{
    const struct opened *opened = context;
    return opened->outer.folder(opened->outer.context, path, size);
}

static struct render_host host_of(struct opened *opened)
{
    const struct render_host *outer = &opened->outer;
    return (struct render_host){.context = opened,
                                .open = open_bytes,
                                .now_ns = now_ns,
                                .zone = outer->zone ? zone : NULL,
                                .cancelled = outer->cancelled ? cancelled : NULL,
                                .open_source = outer->open_source ? open_source : NULL,
                                .folder = outer->folder ? folder : NULL};
}

/* ---------------------------------------------------------------- sessions */

/* What to show and how is as it was asked for; where it goes is the caller's. */
static void take_settings(struct render *session, const struct render *like)
{
    session->settings = like->settings;
    session->settings.arena = &session->words;
    session->settings.output = session->settings.format = session->settings.view = STR("");
    session->settings.base = session->settings.diff_base = (struct texts){NULL, 0};
    session->settings.open = session->settings.diff = false;
    session->wants_page = like->settings.with_report; /* which carries the bytes as they are */
}

struct opened *opened_new(struct render_live *live, const struct render *like, struct str name,
                          const struct str *profiles, size_t count, struct error *error)
{
    struct opened *opened = calloc(1, sizeof *opened);
    if (!opened)
        abort();
    opened->outer = live->outer;
    opened->profiles = profiles;
    struct render_host host = host_of(opened);
    opened->session = render_new(&host);
    take_settings(opened->session, like);
    struct render_error outer = {.kind = RENDER_OK};
    struct arena scratch = live->arena;
    const char *called = str_to_c(name, &scratch);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        opened->next = i;
        ok = render_open(opened->session, called, &outer);
    }
    if (ok)
        return opened;
    public_error_take(error, &outer);
    opened_free(opened);
    return NULL;
}

void opened_free(struct opened *opened)
{
    if (opened)
        render_free(opened->session);
    free(opened);
}

struct render *opened_session(struct opened *opened)
{
    return opened->session;
}

static bool collect(void *context, const void *bytes, size_t size)
{
    sink_bytes(context, bytes, size);
    return true;
}

bool opened_view(struct opened *opened, const char *view, struct arena *arena, struct str *bytes,
                 struct error *error)
{
    struct render_error outer = {.kind = RENDER_OK};
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    if (!render_into(opened->session, view, collect, &sink, &outer))
        return public_error_take(error, &outer);
    *bytes = sink_str(&sink);
    return true;
}
