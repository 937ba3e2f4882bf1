/* A browser sends the name that a page was asked by (Host), where the page that asks comes from
 * (Origin, Sec-Fetch-Site), and cookies. A name of somebody else that leads here (DNS rebinding)
 * and pages of others are told by these. */
#include "serve/guard.h"
#include "base/arena.h"
#include "base/sink.h"
#include "net/listen.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

static bool is_same_word(struct str a, struct str b)
{
    return a.size == b.size && strncasecmp(a.at, b.at, a.size) == 0;
}

bool guard_equal(struct str a, struct str b)
{
    unsigned char differs = a.size != b.size;
    for (size_t i = 0; i < a.size && b.size; i++)
        differs |= (unsigned char)(a.at[i] ^ b.at[i < b.size ? i : 0]);
    return !differs;
}

/* ---------------------------------------------------------------- names */

/* The name of "NAME", "NAME:PORT", "[ADDRESS]:PORT", without brackets; empty where it is none. */
static struct str name_of(struct str host)
{
    bool is_quoted = str_starts(host, STR("["));
    size_t end = is_quoted ? str_find(host, ']') : str_find(host, ':');
    if (is_quoted && end == STR_NONE)
        return STR("");
    struct str name = str_slice(host, is_quoted, end == STR_NONE ? host.size : end);
    struct str port = end == STR_NONE ? STR("") : str_skip(host, end + is_quoted);
    if (port.size && port.at[0] != ':')
        return STR("");
    for (size_t i = 1; i < port.size; i++)
        if (port.at[i] < '0' || port.at[i] > '9')
            return STR("");
    return name;
}

static bool is_address(struct str name)
{
    char text[64];
    unsigned char bytes[16];
    if (name.size >= sizeof text)
        return false;
    memcpy(text, name.at, name.size);
    text[name.size] = 0;
    return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

bool guard_knows_host(const struct guard *guard, struct str host)
{
    struct str name = name_of(host);
    if (!name.size)
        return false;
    if (is_same_word(name, STR("localhost")) || str_equal(name, STR("127.0.0.1")) ||
        str_equal(name, STR("::1")) || is_same_word(name, guard->host))
        return true;
    /* A name that leads to a foreign place is no address. */
    return !guard->is_local && is_address(name);
}

/* Whether the page that asks was served under the same name and port. */
static bool is_own_origin(const struct net_call *call)
{
    struct str origin = call->origin;
    struct str scheme = str_starts(origin, STR("https://")) ? STR("https://") : STR("http://");
    return str_starts(origin, scheme) && is_same_word(str_skip(origin, scheme.size), call->host);
}

static bool is_own_page(const struct net_call *call, bool is_page)
{
    if (call->origin.at && !is_own_origin(call))
        return false;
    if (!call->site.at || str_equal(call->site, STR("same-origin")) ||
        str_equal(call->site, STR("none")))
        return true;
    return is_page && str_equal(call->mode, STR("navigate"));
}

/* ---------------------------------------------------------------- the token */

/* The next part of a list, which loses it. */
static struct str next_part(struct str *list, char separator)
{
    size_t end = str_find(*list, separator);
    struct str part = str_slice(*list, 0, end == STR_NONE ? list->size : end);
    *list = str_skip(*list, end == STR_NONE ? list->size : end + 1);
    return part;
}

static bool has_cookie(const struct guard *guard, struct str cookies)
{
    bool has = false;
    while (cookies.size) {
        struct str part = next_part(&cookies, ';');
        while (part.size && part.at[0] == ' ')
            part = str_skip(part, 1);
        if (part.size > guard->cookie.size && str_starts(part, guard->cookie) &&
            part.at[guard->cookie.size] == '=')
            has = has || guard_equal(str_skip(part, guard->cookie.size + 1), guard->secret);
    }
    return has;
}

#define TOKEN STR("token=")
#define TICKET STR("ticket=")

static bool has_key(struct str query, struct str name, struct str key)
{
    bool has = false;
    while (query.size) {
        struct str part = next_part(&query, '&');
        has = has || (str_starts(part, name) && guard_equal(str_skip(part, name.size), key));
    }
    return has && key.size;
}

static bool takes_ticket(struct guard *guard, struct str query)
{
    if (!has_key(query, TICKET, guard->ticket))
        return false;
    guard->ticket = STR("");
    return true;
}

static bool has_bearer(const struct guard *guard, struct str authorization)
{
    return authorization.size > 7 && is_same_word(str_slice(authorization, 0, 7), STR("Bearer ")) &&
           guard_equal(str_skip(authorization, 7), guard->token);
}

struct str guard_rest_of_query(struct str query, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    while (query.size) {
        struct str part = next_part(&query, '&');
        if (str_starts(part, TOKEN) || str_starts(part, TICKET))
            continue;
        sink_text(&sink, sink.used ? STR("&") : STR(""));
        sink_text(&sink, part);
    }
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- all together */

enum guard_verdict guard_judge(struct guard *guard, const struct net_call *call, bool is_page)
{
    if (!call->host.size || !str_starts(call->path, STR("/")))
        return GUARD_BAD;
    if (!guard_knows_host(guard, call->host) || !is_own_page(call, is_page))
        return GUARD_FOREIGN;
    if (!guard->token.size || has_bearer(guard, call->authorization))
        return GUARD_PASS;
    if (has_key(call->query, TOKEN, guard->token) || takes_ticket(guard, call->query))
        return GUARD_LET_IN;
    return has_cookie(guard, call->cookie) ? GUARD_PASS : GUARD_LOCKED;
}
