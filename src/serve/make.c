/* Answers that take work: views, pages, the profile itself; on a worker's thread. */
#include "base/arena.h"
#include "base/quote.h"
#include "base/sink.h"
#include "options/query.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "request/public_host.h"
#include "request/session.h"
#include "request/target.h"
#include "serve/reply.h"
#include "serve/cache.h"
#include "serve/library.h"
#include "serve/pages.h"
#include "serve/server.h"

#include <string.h>
#include <time.h>

#define LOOK_SECONDS 0.05

/* ---------------------------------------------------------------- what may be asked */

/* Where files lie is the server's business: a request may only repeat it. */
static bool check_places(const struct server *server, struct settings *settings,
                         struct error *error)
{
    const struct settings *given = &server->sources->settings;
    if ((settings->source_path.size && !str_equal(settings->source_path, given->source_path)) ||
        (settings->trim_path.size && !str_equal(settings->trim_path, given->trim_path)))
        return error_set(error, ERROR_USAGE,
                         "a request cannot set source_path or trim_path; start the server with "
                         "them");
    settings->source_path = settings->trim_path = STR("");
    return true;
}

bool server_canonical(const struct server *server, struct str view, struct str query,
                      struct arena *arena, struct str *request, struct error *error)
{
    struct settings settings;
    struct sink sink;
    const struct renderer *renderer = target_renderer(view, error);
    if (!renderer)
        return false;
    if (renderer->needs & (VIEW_EMBEDDED | VIEW_CHAPTERS))
        return error_set(error, ERROR_USAGE, "%.*s is a file of its own: render %.*s writes it",
                         STR_ARG(renderer->name), STR_ARG(renderer->name));
    settings_init(&settings, arena);
    if (!query_read(&settings, query, error) || !check_places(server, &settings, error))
        return false;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, renderer->name);
    sink_char(&sink, '?');
    query_print(&settings, renderer->options, &sink);
    *request = sink_str(&sink);
    return true;
}

/* ---------------------------------------------------------------- how long it may take */

struct making {
    const struct server *server;
    bool (*is_over)(void *asking);
    void *asking;
    double end, next_look;
    bool is_late, is_stopped;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool must_stop(void *context)
{
    struct making *making = context;
    double time = now();
    if (making->is_stopped || time < making->next_look)
        return making->is_stopped;
    making->next_look = time + LOOK_SECONDS;
    making->is_late = making->end > 0 && time > making->end;
    making->is_stopped = making->is_late || making->server->ends || making->is_over(making->asking);
    return making->is_stopped;
}

static struct reply *failed(const struct making *making, struct error *error)
{
    if (making->is_late)
        error_set(error, ERROR_LIMIT,
                  "this takes longer than %g s, which is all that the server gives an answer; ask "
                  "for less, or start it with --request_time=2m",
                  making->server->request_time);
    return reply_error(error);
}

/* ---------------------------------------------------------------- making */

static bool put(void *context, const void *bytes, size_t size)
{
    sink_bytes(context, bytes, size);
    return true;
}

static void put_note(void *context, const char *text)
{
    put(context, text, strlen(text));
    put(context, "\n", 1);
}

/* What its writing is. */
static void describe(const struct wanted *wanted, struct str words, struct reply_parts *parts)
{
    if (wanted->kind == ROUTE_ENGINE) {
        struct str view = str_slice(words, 0, str_find(words, '?'));
        parts->media = renderer_find(view)->media;
    } else if (wanted->kind == ROUTE_PAGE) {
        parts->media = STR("text/html; charset=utf-8");
        parts->policy = str_from_c(pages_policy());
    } else {
        parts->media = STR("application/vnd.google.protobuf+gzip");
        parts->file = STR("attachment;filename=profile.pb.gz");
    }
}

static struct str path_of(struct str root, struct str rest, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, root);
    sink_text(&sink, rest);
    return sink_str(&sink);
}

static bool write_page(const struct server *server, struct render *session, struct str root,
                       struct sink *sink, struct arena *arena, struct render_error *error)
{
    struct served_page page = {.engine = path_of(root, STR("/engine/"), arena),
                               .home = server->library ? STR("/") : STR(""),
                               .download = path_of(root, STR("/download"), arena)};
    return pages_report(session, &page, put, sink, error);
}

/* A check that failed has its report. */
static bool write_one(const struct server *server, const struct wanted *wanted, struct str words,
                      struct render *session, struct sink *sink, struct arena *arena,
                      struct error *error)
{
    struct render_error public = {.kind = RENDER_OK};
    bool ok;
    if (wanted->kind == ROUTE_PAGE)
        ok = write_page(server, session, words, sink, arena, &public);
    else if (wanted->kind == ROUTE_ENGINE)
        ok = render_request(session, str_to_c(words, arena), put, sink, &public);
    else
        ok = render_request(session, "proto", put, sink, &public);
    return ok || public.kind == RENDER_CHECK || public_error_take(error, &public);
}

static struct reply *make_of_profile(struct making *making, const struct wanted *wanted,
                                     struct str words, struct arena *arena)
{
    struct server *server = (struct server *)(size_t)making->server;
    struct error error = {.kind = ERROR_NONE};
    struct reply_parts parts = {.status = 200};
    struct sink body, notes;
    struct lent lent;
    sink_init_buffer(&body, arena, UINT64_MAX);
    if (!documents_lend(server->documents, wanted->document, must_stop, making, &lent, &error))
        return failed(making, &error);
    making->end = server->request_time > 0 ? now() + server->request_time : 0;
    bool ok = write_one(server, wanted, words, lent.session, &body, arena, &error);
    sink_init_buffer(&notes, arena, UINT64_MAX);
    if (wanted->kind == ROUTE_ENGINE)
        render_notes(lent.session, put_note, &notes);
    documents_return(server->documents, &lent);
    if (!ok)
        return failed(making, &error);
    parts.body = sink_str(&body);
    parts.notes = sink_str(&notes);
    describe(wanted, words, &parts);
    return reply_new(&parts);
}

static struct reply *make_files(struct server *server, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    library_print(server->library, &sink);
    return reply_new(&(struct reply_parts){
        .status = 200, .media = STR("application/json"), .body = sink_str(&sink)});
}

static struct reply *make_asset(struct str path)
{
    struct served_asset asset;
    if (!pages_asset(path, &asset))
        return NULL;
    return reply_new(&(struct reply_parts){.status = 200,
                                           .media = asset.media,
                                           .body = asset.bytes,
                                           .encoding = asset.is_gzip ? STR("gzip") : STR(""),
                                           .policy = str_from_c(pages_policy())});
}

struct reply *server_make(void *context, struct str key, bool (*is_over)(void *asking),
                          void *asking)
{
    struct server *server = context;
    struct making making = {.server = server, .is_over = is_over, .asking = asking};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct wanted wanted;
    struct reply *reply;
    memcpy(&wanted, key.at, sizeof wanted);
    struct str words = str_skip(key, sizeof wanted);
    if (wanted.kind == ROUTE_FILES)
        reply = make_files(server, &arena);
    else if (wanted.kind == ROUTE_ASSET)
        reply = make_asset(words);
    else
        reply = make_of_profile(&making, &wanted, words, &arena);
    arena_fini(&store);
    if (reply && reply_is_fine(reply))
        cache_keep(server->cache, key, reply);
    return reply;
}
