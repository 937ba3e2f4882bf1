/* Requests on the server's own thread: who may ask, what is asked, and the answer if it is there
 * already. Nothing here takes long. */
#include "base/arena.h"
#include "base/sink.h"
#include "net/net.h"
#include "serve/reply.h"
#include "serve/cache.h"
#include "serve/library.h"
#include "serve/pages.h"
#include "serve/server.h"
#include "serve/ui_query.h"
#include "serve/workers.h"

#include <string.h>

enum { WORDS = 8 << 20, BUSY = 503 };

/* A request on its way. */
struct visit {
    struct server *server;
    struct net_exchange *exchange;
    const struct net_call *call;
    struct route route;
    struct arena *arena;
};

static void send_text(const struct visit *visit, int status, struct str text)
{
    struct str kind = status == BUSY ? STR("limit") : status < 500 ? STR("usage") : STR("io");
    reply_send(reply_text(status, kind, text), visit->server->net, visit->exchange, visit->call);
}

static void send_error(const struct visit *visit, const struct error *error)
{
    reply_send(reply_error(error), visit->server->net, visit->exchange, visit->call);
}

/* ---------------------------------------------------------------- elsewhere */

/* Visible ASCII alone stands in headers. */
static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] <= ' ' || text.at[i] > '~')
            return false;
    return true;
}

static void send_elsewhere(const struct visit *visit, int status, struct str path, struct str query,
                           const char *cookie)
{
    struct sink place;
    sink_init_buffer(&place, visit->arena, UINT64_MAX);
    sink_text(&place, path);
    if (query.size && is_plain(query)) {
        sink_char(&place, '?');
        sink_text(&place, query);
    }
    reply_elsewhere(visit->server->net, visit->exchange, status,
                    str_to_c(sink_str(&place), visit->arena), cookie);
}

static void send_to_page(const struct visit *visit, int status, struct str name)
{
    struct sink path;
    sink_init_buffer(&path, visit->arena, UINT64_MAX);
    sink_text(&path, visit->route.root);
    sink_text(&path, STR("/ui/"));
    sink_text(&path, name);
    /* Who asks for nothing gets what the command line asked for. */
    struct str query = visit->call->query.size ? visit->call->query : visit->server->query;
    send_elsewhere(visit, status, sink_str(&path), query, NULL);
}

/* Token or ticket go out of the address, where others would see it, into a cookie. */
static void let_in(const struct visit *visit)
{
    const struct guard *guard = &visit->server->guard;
    struct sink cookie;
    struct str path = is_plain(visit->call->path) ? visit->call->path : STR("/");
    /* Two slashes would name another server. */
    if (str_starts(path, STR("//")) || str_find(path, '\\') != STR_NONE)
        path = STR("/");
    sink_init_buffer(&cookie, visit->arena, UINT64_MAX);
    sink_text(&cookie, guard->cookie);
    sink_char(&cookie, '=');
    sink_text(&cookie, guard->secret);
    sink_text(&cookie, STR("; Path=/; HttpOnly; SameSite=Strict"));
    send_elsewhere(visit, 303, path, guard_rest_of_query(visit->call->query, visit->arena),
                   str_to_c(sink_str(&cookie), visit->arena));
}

/* ---------------------------------------------------------------- what is made once */

/* Answers out of the cache, or lets a worker make it. */
static void send_made(const struct visit *visit, enum route_kind kind, struct document_key document,
                      struct str words)
{
    struct server *server = visit->server;
    struct wanted wanted = {(uint32_t)kind, document};
    struct sink key;
    sink_init_buffer(&key, visit->arena, UINT64_MAX);
    sink_bytes(&key, (const char *)&wanted, sizeof wanted);
    sink_text(&key, words);
    struct reply *reply = cache_find(server->cache, sink_str(&key));
    if (reply)
        reply_send(reply, server->net, visit->exchange, visit->call);
    else if (!workers_add(server->workers, sink_str(&key), visit->exchange, visit->call))
        send_text(visit, BUSY, STR("too much is asked for at once; try again\n"));
}

static void send_asset(const struct visit *visit, struct str path)
{
    struct served_asset asset;
    if (!pages_asset(path, &asset)) {
        send_text(visit, 404, STR("there is no such file\n"));
        return;
    }
    send_made(visit, ROUTE_ASSET, (struct document_key){.id = 0}, path);
}

/* The number of changes says which list it is. */
static void send_files(const struct visit *visit)
{
    uint64_t changes = library_changes(visit->server->library);
    struct document_key key = {.revision = (uint32_t)changes,
                               .base_revision = (uint32_t)(changes >> 32)};
    send_made(visit, ROUTE_FILES, key, STR(""));
}

/* Which contents of which files; false where there are no such files. */
static bool find_document(const struct visit *visit, struct document_key *key)
{
    struct library *library = visit->server->library;
    const struct route *route = &visit->route;
    *key = (struct document_key){.id = route->id, .base = route->base};
    if (!library)
        return true;
    key->revision = library_revision(library, route->id);
    key->base_revision = route->base ? library_revision(library, route->base) : 0;
    return key->revision && (!route->base || key->base_revision);
}

static void send_of_profile(const struct visit *visit)
{
    const struct route *route = &visit->route;
    struct document_key key;
    struct str words = STR("");
    struct error error = {.kind = ERROR_NONE};
    if (!find_document(visit, &key)) {
        send_text(visit, 404, STR("there is no such profile; it may be gone\n"));
        return;
    }
    if (route->kind == ROUTE_PAGE)
        words = route->root;
    bool ok = true;
    if (route->kind == ROUTE_PAGE)
        ok = ui_query_check(visit->call->query, &error);
    else if (route->kind == ROUTE_ENGINE)
        ok = server_canonical(visit->server, route->name, visit->call->query, visit->arena, &words,
                              &error);
    if (ok)
        send_made(visit, route->kind, key, words);
    else
        send_error(visit, &error);
}

/* ---------------------------------------------------------------- by path */

static void answer_route(const struct visit *visit)
{
    switch (visit->route.kind) {
    case ROUTE_LIST:
        send_asset(visit, STR("/"));
        break;
    case ROUTE_FILES:
        send_files(visit);
        break;
    case ROUTE_ASSET:
        send_asset(visit, visit->route.name);
        break;
    case ROUTE_TO_UI:
        send_to_page(visit, 307, STR(""));
        break;
    case ROUTE_TO_FLAME:
        send_to_page(visit, 301, STR("flamegraph"));
        break;
    case ROUTE_ABSENT:
        send_text(visit, 501,
                  STR("this page of pprof is not there: machine code is not shown, and "
                      "a page's address holds its settings\n"));
        break;
    case ROUTE_PAGE:
    case ROUTE_ENGINE:
    case ROUTE_DOWNLOAD:
        send_of_profile(visit);
        break;
    default:
        send_text(visit, 404, STR("there is nothing under this path\n"));
    }
}

static void send_locked(const struct visit *visit)
{
    struct reply_parts parts = {
        .status = 401,
        .media = STR("text/plain; charset=utf-8"),
        .body = STR("a token is needed: open the address that render printed, or send it as "
                    "Authorization: Bearer TOKEN\n"),
        .allowed = STR("Bearer")};
    reply_send(reply_new(&parts), visit->server->net, visit->exchange, visit->call);
}

static void answer_visit(const struct visit *visit)
{
    enum route_kind kind = visit->route.kind;
    bool is_page =
        kind == ROUTE_LIST || kind == ROUTE_TO_UI || kind == ROUTE_TO_FLAME || kind == ROUTE_PAGE;
    switch (guard_judge(&visit->server->guard, visit->call, is_page)) {
    case GUARD_PASS:
        answer_route(visit);
        break;
    case GUARD_LET_IN:
        let_in(visit);
        break;
    case GUARD_BAD:
        send_text(visit, 400, STR("a request has one host, and a path that begins with /\n"));
        break;
    case GUARD_FOREIGN:
        send_text(visit, 403,
                  STR("this comes from a page, or under a name, that is not this server's\n"));
        break;
    case GUARD_LOCKED:
        send_locked(visit);
    }
}

void server_handle(void *context, struct net_exchange *exchange, const struct net_call *call)
{
    struct server *server = context;
    struct arena_store store;
    struct arena arena = arena_init(&store, WORDS);
    struct visit visit = {.server = server,
                          .exchange = exchange,
                          .call = call,
                          .route = route_parse(call->path, server->library != NULL),
                          .arena = &arena};
    if (server->ends)
        send_text(&visit, BUSY, STR("this server ends\n"));
    else
        answer_visit(&visit);
    arena_fini(&store);
}
