/* Words for what goes wrong with a service. */
#include "live/answer.h"
#include "base/quote.h"
#include "base/url.h"
#include "live/url.h"
#include "net/fetch.h"

#include <stdio.h>
#include <string.h>

enum { OK = 200 };

static bool holds(struct str text, const char *word)
{
    return str_find_str(text, str_from_c(word)) != STR_NONE;
}

static struct str trimmed(struct str text)
{
    while (text.size && (unsigned char)text.at[0] <= ' ')
        text = str_skip(text, 1);
    while (text.size && (unsigned char)text.at[text.size - 1] <= ' ')
        text.size--;
    return text;
}

/* A page that carries no profile; those of render do, and say near their start who made them. */
static bool is_html(const struct net_response *response)
{
    enum { START = 512, HEAD = 4096 };
    struct str body = trimmed(response->body), start = str_slice(body, 0, START);
    return start.size && start.at[0] == '<' && !holds(start, "<svg") &&
           !holds(str_slice(body, 0, HEAD), "content=\"render ") &&
           (str_starts(response->content_type, STR("text/html")) || holds(start, "<html") ||
            holds(start, "<HTML") || holds(start, "<!DOCTYPE html") || holds(start, "<!doctype"));
}

/* ---------------------------------------------------------------- no answer, or half of one */

static const char *tls_remedy(const struct net_response *response)
{
    struct str text = str_from_c(response->error.text);
    if (holds(text, "wrong version number") || holds(text, "packet length too long") ||
        holds(text, "http request"))
        return "it seems to speak plain http: write http://";
    if (holds(text, "alert"))
        return "it refuses this side; does it want a certificate (--tls-cert, --tls-key)?";
    return "does it speak https?";
}

static const char *cut_remedy(const struct net_response *response)
{
    enum { LONG = 5 };
    if (response->took > LONG)
        return "does it limit how long it writes (WriteTimeout of a Go server)? ask for fewer "
               "--seconds";
    return response->failure == NET_NO_ANSWER
               ? "does it speak https, or did it stop? see its own log"
               : "try again, and see its own log";
}

static const char *failure_remedy(const struct net_response *response)
{
    switch (response->failure) {
    case NET_NO_HOST:
        return "is it written right, and is it known from this machine?";
    case NET_NO_PROXY:
        return "see the variables http_proxy and https_proxy";
    case NET_REFUSED:
        return "is the service running, and is this its port?";
    case NET_NO_HTTP:
    case NET_LONG_HEAD:
        return "is this the right port?";
    case NET_NO_ANSWER:
    case NET_CUT:
        return cut_remedy(response);
    case NET_TOO_LARGE:
        return "if it is wanted, allow more by --max_memory";
    case NET_TLS:
        return tls_remedy(response);
    case NET_UNTRUSTED:
        return "trust its authority by --tls-ca=FILE, or ask https+insecure:// without a check";
    case NET_TLS_FILES:
        return "see --tls-cert, --tls-key and --tls-ca: these are PEM files";
    case NET_REDIRECTED:
        return "ask at the address that it means";
    default:
        return "";
    }
}

/* An address without what may be secret in it: user, query, fragment. */
static void say_place(struct str url, char *text, size_t size)
{
    size_t start = str_find_str(url, STR("://")), end = 0;
    struct str rest = str_skip(url, start == STR_NONE ? 0 : start + 3);
    rest = str_slice(rest, 0, str_find(rest, '#'));
    rest = str_slice(rest, 0, str_find(rest, '?'));
    while (end < rest.size && rest.at[end] != '/')
        end++;
    size_t at = str_find_last(str_slice(rest, 0, end), '@');
    struct error_quote quote = error_quote(str_skip(rest, at == STR_NONE ? 0 : at + 1));
    snprintf(text, size, "%s%s", str_starts(url, STR("https")) ? "https://" : "http://",
             quote.text);
}

/* "it took longer than 5 s" and the like: what the reason alone does not say. */
static void say_reason(const struct net_request *request, const struct net_response *response,
                       char *text, size_t size)
{
    struct error_quote quote = error_quote(str_from_c(response->error.text));
    char place[sizeof quote.text + 8];
    say_place(response->url, place, sizeof place);
    if (response->failure == NET_TIMEOUT)
        snprintf(text, size, "there was no whole answer within %.4g s; allow more by --timeout",
                 request->timeout);
    else if (response->failure == NET_SILENCE)
        snprintf(text, size, "nothing came for %.4g s; allow more by --timeout", request->silence);
    else if (response->failure == NET_CUT && response->claimed)
        snprintf(text, size, "%s after %llu of %llu bytes", quote.text,
                 (unsigned long long)response->came, (unsigned long long)response->claimed);
    else if (response->failure == NET_TOO_LARGE)
        snprintf(text, size, "%s: more than %llu bytes", quote.text,
                 (unsigned long long)request->most);
    else if (response->failure == NET_REDIRECTED)
        snprintf(text, size, "%s, at last to %s", quote.text, place);
    else
        snprintf(text, size, "%s", quote.text);
}

static bool say_failure(const struct live_target *target, const struct net_request *request,
                        const struct net_response *response, struct error *error)
{
    char reason[320];
    struct error_quote quote = error_quote(target->said);
    const char *remedy = failure_remedy(response);
    say_reason(request, response, reason, sizeof reason);
    return error_set(error, response->error.kind, "%s: %s%s%s", quote.text, reason,
                     remedy[0] ? "; " : "", remedy);
}

/* ---------------------------------------------------------------- an answer that says no */

static const char *words_remedy(const struct net_response *response)
{
    struct str body = response->body;
    if (holds(body, "already in use"))
        return "another profile is being taken there; wait for its end";
    if (holds(body, "WriteTimeout"))
        return "ask for fewer --seconds, or give the server a longer WriteTimeout";
    if (holds(body, "HTTPS server") || holds(body, "HTTPS port"))
        return "it speaks https: write https://";
    return NULL;
}

static const char *status_remedy(const struct live_target *target,
                                 const struct net_response *response)
{
    enum { UNAUTHORIZED = 401, FORBIDDEN = 403, ABSENT = 404, NO_METHOD = 405, PROXY = 407 };
    const char *remedy = words_remedy(response);
    if (remedy)
        return remedy;
    switch (response->status) {
    case UNAUTHORIZED:
    case FORBIDDEN:
        return "give it a login: --header 'Authorization: ...', or --header @FILE";
    case PROXY:
        return "the proxy wants a login: http_proxy=http://USER:PASSWORD@HOST:PORT";
    case ABSENT:
        return holds(target->url, "/debug/pprof")
                   ? "is this its port, and does it import net/http/pprof?"
                   : "Go's profiles are at /debug/pprof/";
    case NO_METHOD:
        return "is this a profile?";
    case 502:
    case 503:
    case 504:
        return "a proxy answers for it: is it up, and does the proxy wait long enough?";
    default:
        return response->status < 400 ? "ask at the address that it means" : "see its own log";
    }
}

/* The service's text, unless it is a page; its first line. */
static struct str own_words(const struct net_response *response)
{
    struct str text = trimmed(response->body);
    bool is_text = response->is_go_pprof || str_starts(response->content_type, STR("text/plain")) ||
                   str_starts(response->content_type, STR("application/json")) ||
                   !response->content_type.size;
    return is_text && !is_html(response) ? trimmed(str_slice(text, 0, str_find(text, '\n')))
                                         : STR("");
}

static bool say_status(const struct live_target *target, const struct net_response *response,
                       bool is_pprof, struct error *error)
{
    struct error_quote quote = error_quote(target->said);
    struct error_quote reason = error_quote(response->reason);
    struct str text = own_words(response);
    struct error_quote words = error_quote(text);
    return error_set(error, ERROR_IO, "%s: %s %d%s%s%s%s; %s", quote.text,
                     is_pprof ? "server response:" : "the service answers", response->status,
                     response->reason.size ? " " : "", reason.text,
                     !text.size ? ""
                     : is_pprof ? " - "
                                : ": ",
                     words.text, status_remedy(target, response));
}

bool live_answer_check(const struct live_target *target, const struct net_request *request,
                       const struct net_response *response, bool is_pprof, struct error *error)
{
    struct error_quote quote = error_quote(target->said);
    if (response->error.kind)
        return say_failure(target, request, response, error);
    if (response->status != OK)
        return say_status(target, response, is_pprof, error);
    if (is_html(response))
        return error_set(error, ERROR_INPUT,
                         "%s: the service answers with an HTML page instead of a profile; check "
                         "the path (Go's profiles are at /debug/pprof/) and the login",
                         quote.text);
    if (!response->body.size)
        return error_set(error, ERROR_INPUT,
                         "%s: the service answers with nothing; see its own log", quote.text);
    return true;
}
