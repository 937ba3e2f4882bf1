/* Starts the parts, waits until the host cancels, and stops them in turn. */
#include "base/quote.h"
#include "base/sink.h"
#include "live/live.h"
#include "live/net_module.h"
#include "net/net.h"
#include "options/query.h"
#include "options/settings.h"
#include "request/public_host.h"
#include "request/session.h"
#include "serve/address.h"
#include "serve/cache.h"
#include "serve/library.h"
#include "serve/reply.h"
#include "serve/server.h"
#include "serve/source_guard.h"
#include "serve/token.h"
#include "serve/workers.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    CONNECTIONS = 100,
    HEAD = 48 * 1024, /* of a request and of its answer */
    DEADLINE = 10,    /* seconds */
    SENDING = 300,
    QUEUE = 64,
    FEWEST_THREADS = 4,
    MOST_THREADS = 16,
    LOOK_EVERY = 10, /* of TICK_MS */
    TICK_MS = 100,
    CACHE = 256 << 20,
};

/* ---------------------------------------------------------------- the host of all threads */

static int64_t now_ns(void *context)
{
    const struct render_host *outer = &((struct server *)context)->live->outer;
    return outer->now_ns(outer->context);
}

static void zone(void *context, int64_t seconds, int32_t *offset, char name[16])
{
    const struct render_host *outer = &((struct server *)context)->live->outer;
    outer->zone(outer->context, seconds, offset, name);
}

static bool folder(void *context, char *path, size_t size)
{
    const struct render_host *outer = &((struct server *)context)->live->outer;
    return outer->folder(outer->context, path, size);
}

/* What stands in a profile may be the name of any file. Who is on this machine could read it
 * anyway; others get what lies below the folders that were named for it. */
static bool open_source(void *context, const char *path, struct render_source *source,
                        struct render_error *error)
{
    struct server *server = context;
    const struct render_host *outer = &server->live->outer;
    if (server->guard.is_local || source_is_below(path, server->source_path))
        return outer->open_source(outer->context, path, source, error);
    *error = (struct render_error){.kind = RENDER_IO,
                                   .text = "source code is shown to other machines only from "
                                           "below --source_path"};
    return false;
}

static bool is_ending(void *context)
{
    return ((struct server *)context)->ends;
}

static void make_host(struct server *server)
{
    const struct render_host *outer = &server->live->outer;
    server->host = (struct render_host){.context = server,
                                        .now_ns = outer->now_ns ? now_ns : NULL,
                                        .zone = outer->zone ? zone : NULL,
                                        .folder = outer->folder ? folder : NULL,
                                        .open_source = outer->open_source ? open_source : NULL,
                                        .cancelled = is_ending};
}

/* ---------------------------------------------------------------- what is served */

static bool is_folder(const char *path)
{
    struct stat state;
    return stat(path, &state) == 0 && S_ISDIR(state.st_mode);
}

/* Of a comparison, the base comes first. */
static bool open_sources(struct server *server, const char *const *names, size_t count,
                         struct render_error *error)
{
    struct render *render = server->sources;
    if (!render_live_fetch(server->live, render, names, count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        enum render_side side = i < render->base_names ? RENDER_BASE : RENDER_NEW;
        bool ok = render->base_names ? render_open_side(render, side, names[i], error)
                                     : render_open(render, names[i], error);
        if (!ok)
            return false;
    }
    return true;
}

static bool open_all(struct server *server, const char *const *names, size_t count,
                     struct error *error)
{
    struct render_error public;
    uint64_t max_memory = server->sources->settings.max_memory;
    if (count == 1 && is_folder(names[0])) {
        server->library = library_new(names[0], &server->host, max_memory, error);
        if (!server->library)
            return false;
    } else if (!open_sources(server, names, count, &public)) {
        return public_error_take(error, &public);
    } else if (!session_prepare(server->sources, error)) {
        return false;
    }
    server->documents = documents_new(server->sources, server->library, &server->host, max_memory);
    return true;
}

/* ---------------------------------------------------------------- starting */

static bool idle(void *context)
{
    struct server *server = context;
    return server->library && !server->ends && library_learn(server->library);
}

static bool start_workers(struct server *server, struct error *error)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = cores < FEWEST_THREADS ? FEWEST_THREADS
                     : cores > MOST_THREADS ? MOST_THREADS
                                            : (size_t)cores;
    struct workers_plan plan = {.net = server->net,
                                .threads = threads,
                                .queue = QUEUE,
                                .make = server_make,
                                .idle = idle,
                                .context = server};
    server->workers = workers_new(&plan);
    return server->workers || error_set(error, ERROR_IO, "no thread can be started");
}

static bool start_listening(struct server *server, struct address *address, struct arena *arena,
                            struct error *error)
{
    struct net_listening listening = {.host = str_to_c(address->host, arena),
                                      .port = address->port,
                                      .connections = CONNECTIONS,
                                      .head = HEAD,
                                      .deadline = DEADLINE,
                                      .sending = SENDING,
                                      .handle = server_handle,
                                      .context = server};
    server->listening = server->net->listen(&listening, error);
    if (!server->listening)
        return false;
    address->port = server->net->port(server->listening);
    server->guard =
        (struct guard){.host = address->host, .is_local = server->net->is_local(server->listening)};
    return token_read(&server->guard, server->sources->settings.token, address->port, arena,
                      error) &&
           server->net->start(server->listening, error);
}

/* Where the browser starts, let in by that key. */
static const char *link_of(const struct server *server, const char *place, const char *name,
                           struct str key, struct arena *arena)
{
    const char *path = server->sources->is_pprof ? "" : server->library ? "/" : "/ui/";
    struct sink link;
    sink_init_buffer(&link, arena, UINT64_MAX);
    sink_print(&link, "%s%s", place, path);
    if (key.size)
        sink_print(&link, "%s?%s=%.*s", *path ? "" : "/", name, STR_ARG(key));
    if (server->query.size && *path)
        sink_print(&link, "%s%.*s", key.size ? "&" : "?", STR_ARG(server->query));
    return str_to_c(sink_str(&link), arena);
}

/* The address that is opened, in words and in a browser, whose arguments anyone on the machine
 * sees. */
static void announce(const struct server *server, const struct address *address,
                     struct arena *arena)
{
    const struct render_console *console = &server->live->console;
    const struct guard *guard = &server->guard;
    const char *place = str_to_c(address_print(address, arena), arena);
    live_say(server->live, "Serving web UI on %s",
             link_of(server, place, "token", guard->token, arena));
    if (!guard->is_local)
        live_say(server->live,
                 "Other machines reach this server: only who has the token is answered, and what "
                 "is sent can be read on the way (no TLS)");
    if (console->show && !server->sources->settings.no_browser)
        console->show(console->context, link_of(server, place, "ticket", guard->ticket, arena));
}

/* What the command line says about views is where the page of a profile starts. */
static bool take_options(struct server *server, struct arena *arena, struct error *error)
{
    struct settings settings = server->sources->settings;
    struct sink query;
    sink_init_buffer(&query, arena, UINT64_MAX);
    /* Where source code lies is the server's business, of all pages. */
    settings.trim_path = STR("");
    query_print(&settings, FOR_ALL, &query);
    server->query = sink_str(&query);
    if (!server->library || !server->query.size)
        return true;
    struct error_quote quote = error_quote(server->query);
    return error_set(error, ERROR_USAGE,
                     "of a folder, each page has its own options; leave %s away, or serve one "
                     "profile",
                     quote.text);
}

static void wait_for_end(struct server *server)
{
    struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
    if (server->library)
        workers_wake(server->workers);
    for (unsigned i = 1; !live_is_cancelled(server->live); i++) {
        nanosleep(&tick, NULL);
        if (server->library && i % LOOK_EVERY == 0 && library_scan(server->library))
            workers_wake(server->workers);
    }
}

/* In turn: what asks, what works, what is worked on. */
static void stop(struct server *server)
{
    server->ends = true;
    if (server->workers)
        workers_stop(server->workers);
    if (server->listening)
        server->net->stop(server->listening);
    workers_free(server->workers);
    documents_free(server->documents);
    library_free(server->library);
    cache_free(server->cache);
}

static bool run(struct server *server, const char *const *names, size_t count, struct arena *arena,
                struct error *error)
{
    const struct settings *settings = &server->sources->settings;
    struct address address;
    if (!address_read(&address, settings->http, server->sources->is_pprof, error) ||
        !(server->net = net_module(error)) || !open_all(server, names, count, error) ||
        !take_options(server, arena, error))
        return false;
    server->cache = cache_new(CACHE);
    server->request_time = settings->request_time;
    server->source_path = settings->source_path;
    if (!start_workers(server, error) || !start_listening(server, &address, arena, error))
        return false;
    announce(server, &address, arena);
    wait_for_end(server);
    return true;
}

bool render_serve(struct render_live *live, struct render *render, const char *const *sources,
                  size_t count, struct render_error *error)
{
    struct server server = {.live = live, .sources = render, .query = STR("")};
    struct error inner = {.kind = ERROR_NONE};
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    make_host(&server);
    bool ok = run(&server, sources, count, &arena, &inner);
    stop(&server);
    arena_fini(&store);
    return ok || public_error_give(error, &inner);
}
