/* Requests, a head each as HTTP has it, through what decides about them: who may ask, which route
 * it is, and what a query means. What passes must be harmless. */
#include "base/arena.h"
#include "base/sink.h"
#include "net/listen.h"
#include "options/settings.h"
#include "request/session.h"
#include "serve/address.h"
#include "serve/guard.h"
#include "serve/route.h"
#include "serve/server.h"
#include "serve/ui_query.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define TOKEN "token-0123456789"
#define TICKET "ticket-0123456789"
#define SECRET "secret-0123456789"

static void expect(bool condition, const char *what, struct str text)
{
    if (condition)
        return;
    fprintf(stderr, "%s: %.*s\n", what, STR_ARG(text));
    abort();
}

static bool has(struct str text, struct str part)
{
    return str_find_str(text, part) != STR_NONE;
}

/* ---------------------------------------------------------------- a head */

static struct str next_line(struct str *rest)
{
    size_t end = str_find(*rest, '\n');
    struct str line = str_slice(*rest, 0, end == STR_NONE ? rest->size : end);
    *rest = str_skip(*rest, end == STR_NONE ? rest->size : end + 1);
    return line;
}

static void take_header(struct net_call *call, struct str line)
{
    const struct {
        struct str name;
        struct str *to;
    } KNOWN[] = {
        {STR("Host: "), &call->host},           {STR("Origin: "), &call->origin},
        {STR("Cookie: "), &call->cookie},       {STR("Sec-Fetch-Site: "), &call->site},
        {STR("Sec-Fetch-Mode: "), &call->mode}, {STR("Authorization: "), &call->authorization}};
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (str_starts(line, KNOWN[i].name))
            *KNOWN[i].to = str_skip(line, KNOWN[i].name.size);
}

/* The target, then headers. */
static struct net_call read_head(struct str text)
{
    struct net_call call = {.method = STR("GET")};
    struct str target = next_line(&text);
    size_t mark = str_find(target, '?');
    call.path = str_slice(target, 0, mark == STR_NONE ? target.size : mark);
    call.query = str_skip(target, mark == STR_NONE ? target.size : mark + 1);
    while (text.size)
        take_header(&call, next_line(&text));
    return call;
}

/* ---------------------------------------------------------------- what must hold */

static void check_route(struct str path, bool is_folder)
{
    struct route route = route_parse(path, is_folder);
    bool is_of_profile =
        route.kind == ROUTE_ENGINE || route.kind == ROUTE_PAGE || route.kind == ROUTE_DOWNLOAD;
    expect(str_starts(path, route.root), "a root out of nowhere", path);
    expect(is_folder || (!route.id && !route.base && !route.root.size), "ids of no folder", path);
    expect(!is_folder || !is_of_profile || route.id, "a profile without an id", path);
    expect(!is_of_profile || !has(path, STR("..")), "a path that leads up", path);
    if (route.kind == ROUTE_ENGINE)
        for (size_t i = 0; i < route.name.size; i++)
            expect(route.name.at[i] == '_' || (route.name.at[i] >= 'a' && route.name.at[i] <= 'z'),
                   "a view of other than letters", path);
}

static void check_guard(const struct net_call *call, struct arena *arena)
{
    struct guard guard = {.host = STR("localhost"), .is_local = true};
    bool is_bad_origin = call->origin.at && !has(call->origin, call->host);
    bool is_own = call->host.size && (has(call->host, STR("127.0.0.1")) ||
                                      has(call->host, STR("::1")) || call->host.size >= 9);
    enum guard_verdict verdict = guard_judge(&guard, call, false);
    expect(verdict == GUARD_PASS || verdict == GUARD_BAD || verdict == GUARD_FOREIGN,
           "a lock without a key", call->host);
    expect(verdict != GUARD_PASS || (is_own && !is_bad_origin), "a foreigner", call->host);
    guard.token = STR(TOKEN);
    guard.cookie = STR("render_1");
    guard.secret = STR(SECRET);
    guard.ticket = STR(TICKET);
    verdict = guard_judge(&guard, call, true);
    bool has_key = has(call->cookie, STR("render_1=" SECRET)) || has(call->query, STR(TOKEN)) ||
                   has(call->query, STR(TICKET)) || has(call->authorization, STR(TOKEN));
    expect((verdict != GUARD_PASS && verdict != GUARD_LET_IN) || has_key, "no key", call->cookie);
    bool is_spent = has_key && !guard.ticket.size;
    expect(!is_spent || guard_judge(&guard, call, true) != GUARD_LET_IN, "twice", call->query);
    struct str rest = guard_rest_of_query(call->query, arena);
    expect(!str_starts(rest, STR("token=")) && !has(rest, STR("&token=")), "a token is left", rest);
    expect(!str_starts(rest, STR("ticket=")) && !has(rest, STR("&ticket=")), "a ticket is left",
           rest);
}

/* What comes out asks for the same again. */
static void check_query(const struct net_call *call, struct arena *arena)
{
    static struct render sources;
    struct server server = {.sources = &sources};
    struct error error = {.kind = ERROR_NONE};
    struct str first, again;
    settings_init(&sources.settings, arena);
    if (!server_canonical(&server, STR("top"), call->query, arena, &first, &error)) {
        expect(error.kind == ERROR_USAGE && error.text[0], "an error without words", call->query);
        return;
    }
    expect(str_starts(first, STR("top?")), "another view", first);
    expect(!has(first, STR("source_path=")) && !has(first, STR("trim_path=")) &&
               !has(first, STR("output=")),
           "places", first);
    for (size_t i = 0; i < first.size; i++)
        expect(first.at[i] > ' ' && first.at[i] <= '~', "bytes that stand in no address", first);
    if (!server_canonical(&server, STR("top"), str_skip(first, 4), arena, &again, &error))
        expect(false, error.text, first);
    expect(str_equal(first, again), "it is not canonical", first);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct error error = {.kind = ERROR_NONE};
    struct address address;
    struct net_call call = read_head((struct str){(const char *)bytes, size});
    check_route(call.path, false);
    check_route(call.path, true);
    check_guard(&call, &arena);
    check_query(&call, &arena);
    if (!ui_query_check(call.query, &error))
        expect(error.kind == ERROR_USAGE && error.text[0], "an error without words", call.query);
    if (address_read(&address, call.host, size & 1, &error))
        expect(address_print(&address, &arena).size > 8, "no address", call.host);
    arena_fini(&store);
    return 0;
}
