/* libcurl's multi interface. Redirects are followed here, one request after the other, as curl
 * would pass headers of the user on to other hosts. */
#include "net/fetch.h"
#include "base/array.h"
#include "base/version.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum {
    WAIT_MS = 100,
    HEAD_MOST = 256 << 10,       /* bytes of all headers */
    EXPLANATION_MOST = 64 << 10, /* of the body of an error */
    LONGEST = 10 * 365 * 86400,  /* seconds */
};

/* One request on its way. */
struct transfer {
    const struct net_request *request;
    struct net_response *response;
    struct arena *arena;
    CURL *easy;
    struct curl_slist *headers;
    ARRAY(char) body;
    size_t head; /* bytes of headers so far */
    int redirects;
    double started, deadline; /* by the clock that only goes forward */
    bool is_same;             /* origin as the one that was named */
    bool is_enough;           /* of the body of an error */
    bool is_full;
    bool is_done;
    char text[CURL_ERROR_SIZE];
};

struct batch {
    struct transfer *transfers;
    size_t count, done;
    CURLM *multi;
    struct arena *arena;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---------------------------------------------------------------- what comes */

static struct str trimmed(struct str text)
{
    while (text.size && (text.at[0] == ' ' || text.at[0] == '\t'))
        text = str_skip(text, 1);
    while (text.size && (unsigned char)text.at[text.size - 1] <= ' ')
        text.size--;
    return text;
}

/* "HTTP/1.1 404 Not Found": a new head, of which all that was known of another one is none. */
static void start_head(struct transfer *transfer, struct str line)
{
    struct net_response *response = transfer->response;
    size_t first = str_find(line, ' ');
    struct str rest = trimmed(str_skip(line, first == STR_NONE ? line.size : first));
    size_t second = str_find(rest, ' ');
    struct str reason = second == STR_NONE ? STR("") : trimmed(str_skip(rest, second));
    response->reason = str_copy(reason, transfer->arena);
    response->is_go_pprof = false;
    transfer->body.count = 0;
}

static size_t take_header(char *at, size_t one, size_t size, void *context)
{
    struct transfer *transfer = context;
    struct str line = {at, one * size};
    transfer->head += line.size;
    if (transfer->head > HEAD_MOST)
        return 0;
    if (str_starts(line, STR("HTTP/")))
        start_head(transfer, line);
    else if (line.size > 11 && !strncasecmp(line.at, "X-Go-Pprof:", 11))
        transfer->response->is_go_pprof = true;
    return line.size;
}

/* The rest of what is too long is not waited for. */
static size_t take_body(char *at, size_t one, size_t size, void *context)
{
    struct transfer *transfer = context;
    size_t more = one * size;
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    uint64_t most = transfer->request->most;
    bool is_error = status != 200;
    if (is_error && most > EXPLANATION_MOST)
        most = EXPLANATION_MOST;
    if (more > most - transfer->body.count) {
        transfer->is_enough = is_error;
        transfer->is_full = !is_error;
        return 0;
    }
    if (!more)
        return 0;
    array_reserve(transfer->arena, &transfer->body, more);
    memcpy(transfer->body.at + transfer->body.count, at, more);
    transfer->body.count += more;
    return more;
}

/* Bytes as they come, before anything is inflated. */
static int watch_size(void *context, curl_off_t claimed, curl_off_t came, curl_off_t to_send,
                      curl_off_t sent)
{
    struct transfer *transfer = context;
    (void)to_send, (void)sent;
    transfer->response->came = came > 0 ? (uint64_t)came : 0;
    transfer->response->claimed = claimed > 0 ? (uint64_t)claimed : 0;
    transfer->is_full = transfer->is_full || transfer->response->came > transfer->request->most;
    return transfer->is_full;
}

/* ---------------------------------------------------------------- what is asked */

static void set_text(struct transfer *transfer, CURLoption option, struct str text)
{
    struct arena scratch = *transfer->arena;
    if (text.size)
        curl_easy_setopt(transfer->easy, option, str_to_c(text, &scratch));
}

/* A header without a value is told by a semicolon. */
static void add_header(struct transfer *transfer, struct str line)
{
    struct arena scratch = *transfer->arena;
    char *text = str_to_c(line, &scratch), *colon = strchr(text, ':');
    if (colon && !trimmed(str_from_c(colon + 1)).size)
        strcpy(colon, ";");
    struct curl_slist *list = curl_slist_append(transfer->headers, text);
    if (!list)
        abort();
    transfer->headers = list;
}

static void set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* What is for the host alone that was named. */
static void set_trusted(struct transfer *transfer)
{
    const struct net_request *request = transfer->request;
    for (size_t i = 0; i < request->header_count; i++)
        add_header(transfer, request->headers[i]);
    set_text(transfer, CURLOPT_SSLCERT, request->tls_cert);
    set_text(transfer, CURLOPT_SSLKEY, request->tls_key);
    set_text(transfer, CURLOPT_UNIX_SOCKET_PATH, request->unix_socket);
    if (request->unix_socket.size)
        curl_easy_setopt(transfer->easy, CURLOPT_PROXY, "");
    if (request->is_insecure) {
        curl_easy_setopt(transfer->easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(transfer->easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

static void set_limits(struct transfer *transfer)
{
    const struct net_request *request = transfer->request;
    double left = transfer->deadline - now();
    curl_off_t most = request->most > INT64_MAX ? INT64_MAX : (curl_off_t)request->most;
    curl_easy_setopt(transfer->easy, CURLOPT_TIMEOUT_MS, left > 0.001 ? (long)(left * 1000) : 1L);
    curl_easy_setopt(transfer->easy, CURLOPT_CONNECTTIMEOUT_MS,
                     left > 0.001 ? (long)(left * 1000) : 1L);
    curl_easy_setopt(transfer->easy, CURLOPT_MAXFILESIZE_LARGE, most);
    if (request->silence > 0 && request->silence < request->timeout) {
        curl_easy_setopt(transfer->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(transfer->easy, CURLOPT_LOW_SPEED_TIME, (long)(request->silence + 1));
    }
}

/* What runs here is not asked through a proxy. */
static bool is_this_machine(struct str url)
{
    size_t start = str_find_str(url, STR("://"));
    struct str host = start == STR_NONE ? url : str_skip(url, start + 3);
    size_t port = host.size && host.at[0] == '[' ? str_find(host, ']') : STR_NONE;
    host =
        port != STR_NONE ? str_slice(host, 0, port + 1) : str_slice(host, 0, str_find(host, '/'));
    if (port == STR_NONE)
        host = str_slice(host, 0, str_find(host, ':'));
    return str_equal(host, STR("localhost")) || str_starts(host, STR("127.")) ||
           str_equal(host, STR("[::1]"));
}

static void set_functions(struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->text);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, watch_size);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, transfer);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
}

static void set_body(struct transfer *transfer)
{
    const struct net_request *request = transfer->request;
    if (!request->is_post)
        return;
    curl_easy_setopt(transfer->easy, CURLOPT_POST, 1L);
    curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.size);
    curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDS,
                     request->body.size ? request->body.at : "");
}

/* Asks at `url`, on a handle without a past. */
static void ask(struct batch *batch, struct transfer *transfer, struct str url)
{
    CURL *easy = transfer->easy;
    curl_slist_free_all(transfer->headers);
    transfer->headers = NULL;
    transfer->head = transfer->body.count = 0;
    transfer->is_enough = transfer->is_full = false;
    transfer->text[0] = 0;
    curl_easy_reset(easy);
    set_functions(transfer);
    set_protocols(easy);
    set_limits(transfer);
    set_text(transfer, CURLOPT_URL, url);
    set_text(transfer, CURLOPT_CAINFO, transfer->request->tls_ca);
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "render/" RENDER_VERSION);
    if (is_this_machine(url))
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    if (transfer->is_same)
        set_trusted(transfer);
    set_body(transfer);
    if (transfer->headers)
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    curl_multi_add_handle(batch->multi, easy);
}

/* ---------------------------------------------------------------- how it ends */

static const struct {
    CURLcode code;
    enum net_failure failure;
    enum error_kind kind;
    const char *text; /* NULL: curl's */
} MEANINGS[] = {
    {CURLE_URL_MALFORMAT, NET_BAD_URL, ERROR_USAGE, "it is no URL"},
    {CURLE_LOGIN_DENIED, NET_REDIRECTED, ERROR_IO, "it redirects to a URL with a user"},
    {CURLE_COULDNT_RESOLVE_HOST, NET_NO_HOST, ERROR_IO, "the host's name is not known"},
    {CURLE_COULDNT_RESOLVE_PROXY, NET_NO_PROXY, ERROR_IO, "the proxy's name is not known"},
    {CURLE_COULDNT_CONNECT, NET_NO_CONNECT, ERROR_IO, NULL},
    {CURLE_UNSUPPORTED_PROTOCOL, NET_NO_HTTP, ERROR_IO, "what answers there is no HTTP"},
    {CURLE_WEIRD_SERVER_REPLY, NET_NO_HTTP, ERROR_IO, "what answers there is no HTTP"},
    {CURLE_GOT_NOTHING, NET_NO_ANSWER, ERROR_IO, "the connection was closed without an answer"},
    {CURLE_RECV_ERROR, NET_NO_ANSWER, ERROR_IO, "the connection broke off"},
    {CURLE_SEND_ERROR, NET_NO_ANSWER, ERROR_IO, "the connection broke off"},
    {CURLE_PARTIAL_FILE, NET_CUT, ERROR_IO, "the answer broke off"},
    {CURLE_HTTP2, NET_CUT, ERROR_IO, NULL},
    {CURLE_HTTP2_STREAM, NET_CUT, ERROR_IO, NULL},
    {CURLE_BAD_CONTENT_ENCODING, NET_BAD_BODY, ERROR_IO, "the answer's compression is damaged"},
    {CURLE_FILESIZE_EXCEEDED, NET_TOO_LARGE, ERROR_LIMIT, "the answer is too large"},
    {CURLE_OUT_OF_MEMORY, NET_LONG_HEAD, ERROR_LIMIT, "the answer's head is too large"},
#if LIBCURL_VERSION_NUM >= 0x080600
    {CURLE_TOO_LARGE, NET_LONG_HEAD, ERROR_LIMIT, "the answer's head is too large"},
#endif
    {CURLE_SSL_CONNECT_ERROR, NET_TLS, ERROR_IO, NULL},
    {CURLE_PEER_FAILED_VERIFICATION, NET_UNTRUSTED, ERROR_IO, NULL},
    {CURLE_SSL_ISSUER_ERROR, NET_UNTRUSTED, ERROR_IO, NULL},
    {CURLE_SSL_CERTPROBLEM, NET_TLS_FILES, ERROR_USAGE, NULL},
    {CURLE_SSL_CACERT_BADFILE, NET_TLS_FILES, ERROR_USAGE, NULL},
};

enum { MEANING_COUNT = sizeof MEANINGS / sizeof *MEANINGS };

static void fail(struct transfer *transfer, enum net_failure failure, enum error_kind kind,
                 const char *text)
{
    transfer->response->failure = failure;
    error_set(&transfer->response->error, kind, "%s", text);
}

/* The system says more than curl about a connection that was not made. */
static void fail_connecting(struct transfer *transfer)
{
    long number = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
    if (number == ECONNREFUSED)
        fail(transfer, NET_REFUSED, ERROR_IO, "the connection was refused");
    else
        fail(transfer, NET_NO_CONNECT, ERROR_IO,
             number ? strerror((int)number) : "no connection could be made");
}

static void fail_by(struct transfer *transfer, CURLcode code)
{
    const char *own = transfer->text[0] ? transfer->text : curl_easy_strerror(code);
    if (code == CURLE_COULDNT_CONNECT) {
        fail_connecting(transfer);
        return;
    }
    if (code == CURLE_OPERATION_TIMEDOUT) {
        bool is_over = now() + 0.05 >= transfer->deadline;
        fail(transfer, is_over ? NET_TIMEOUT : NET_SILENCE, ERROR_IO, "it took too long");
        return;
    }
    /* In TLS 1.3 a certificate is refused after the connection was made. */
    if (code == CURLE_RECV_ERROR && strstr(own, "alert"))
        code = CURLE_SSL_CONNECT_ERROR;
    for (size_t i = 0; i < MEANING_COUNT; i++)
        if (MEANINGS[i].code == code) {
            fail(transfer, MEANINGS[i].failure, MEANINGS[i].kind,
                 MEANINGS[i].text ? MEANINGS[i].text : own);
            return;
        }
    fail(transfer, NET_OTHER, ERROR_IO, own);
}

/* "https://host:port" of a URL. */
static struct str origin(struct str url)
{
    size_t start = str_find_str(url, STR("://")), end = start == STR_NONE ? 0 : start + 3;
    while (end < url.size && url.at[end] != '/' && url.at[end] != '?' && url.at[end] != '#')
        end++;
    return str_slice(url, 0, end);
}

static bool is_http(struct str url)
{
    return (url.size > 7 && !strncasecmp(url.at, "http://", 7)) ||
           (url.size > 8 && !strncasecmp(url.at, "https://", 8));
}

/* Goes where an answer leads; false where it leads nowhere, or nowhere good. */
static bool follow(struct batch *batch, struct transfer *transfer, long status)
{
    char *to = NULL;
    bool is_one = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    if (!is_one || transfer->request->is_post)
        return false;
    curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &to);
    if (!to)
        return false;
    if (!is_http(str_from_c(to))) {
        fail(transfer, NET_REDIRECTED, ERROR_IO, "it redirects to what is no http");
        return false;
    }
    if (++transfer->redirects > NET_REDIRECTS) {
        fail(transfer, NET_REDIRECTED, ERROR_IO, "it redirects again and again");
        return false;
    }
    struct str url = str_copy(str_from_c(to), transfer->arena), from = transfer->response->url;
    transfer->is_same = transfer->is_same && str_equal(origin(url), origin(from));
    transfer->response->url = url;
    ask(batch, transfer, url);
    return true;
}

static void finish(struct batch *batch, struct transfer *transfer, CURLcode code)
{
    struct net_response *response = transfer->response;
    char *type = NULL;
    long status = 0;
    curl_multi_remove_handle(batch->multi, transfer->easy);
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    response->status = (int)status;
    bool is_answer = code == CURLE_OK || transfer->is_enough;
    if (is_answer && follow(batch, transfer, status))
        return;
    curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
    response->content_type = str_copy(str_from_c(type), transfer->arena);
    if (transfer->body.count)
        response->body = (struct str){transfer->body.at, transfer->body.count};
    if (transfer->is_full)
        fail(transfer, NET_TOO_LARGE, ERROR_LIMIT, "the answer is too large");
    else if (transfer->head > HEAD_MOST)
        fail(transfer, NET_LONG_HEAD, ERROR_LIMIT, "the answer's head is too large");
    else if (!is_answer)
        fail_by(transfer, code);
    response->took = now() - transfer->started;
    transfer->is_done = true;
    batch->done++;
}

static void take_messages(struct batch *batch)
{
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(batch->multi, &left));) {
        struct transfer *transfer = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        finish(batch, transfer, code);
    }
}

/* ---------------------------------------------------------------- all of them */

static void start(struct batch *batch, const struct net_request *requests,
                  struct net_response *responses, size_t count)
{
    batch->multi = curl_multi_init();
    if (!batch->multi)
        abort();
    for (size_t i = 0; i < count; i++) {
        struct transfer *transfer = &batch->transfers[i];
        double timeout = requests[i].timeout < LONGEST ? requests[i].timeout : LONGEST;
        *transfer = (struct transfer){.request = &requests[i],
                                      .response = &responses[i],
                                      .arena = batch->arena,
                                      .easy = curl_easy_init(),
                                      .started = now(),
                                      .deadline = now() + timeout,
                                      .is_same = true};
        if (!transfer->easy)
            abort();
        responses[i] = (struct net_response){.url = str_copy(requests[i].url, batch->arena),
                                             .reason = STR(""),
                                             .content_type = STR(""),
                                             .body = STR("")};
        ask(batch, transfer, requests[i].url);
    }
}

static uint64_t bytes_of(const struct batch *batch)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < batch->count; i++)
        bytes += batch->transfers[i].response->came;
    return bytes;
}

static bool run(struct batch *batch, net_wait *wait, void *context)
{
    int running;
    bool goes_on = true;
    while (goes_on) {
        curl_multi_perform(batch->multi, &running);
        take_messages(batch);
        if (batch->done == batch->count)
            return true;
        goes_on = !wait || wait(context, batch->done, bytes_of(batch));
        if (goes_on)
            curl_multi_poll(batch->multi, NULL, 0, WAIT_MS, NULL);
    }
    return false;
}

static void stop(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct transfer *transfer = &batch->transfers[i];
        if (!transfer->is_done)
            curl_multi_remove_handle(batch->multi, transfer->easy);
        curl_easy_cleanup(transfer->easy);
        curl_slist_free_all(transfer->headers);
    }
    curl_multi_cleanup(batch->multi);
}

/* A TLS connection that breaks while it is written to must not end the process. */
static sigset_t hold_pipe(void)
{
    sigset_t pipe, old;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &old);
    return old;
}

/* Takes one that came meanwhile away. */
static void release_pipe(const sigset_t *old)
{
    sigset_t pipe;
    struct timespec none = {0};
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    if (sigismember(old, SIGPIPE))
        return;
    while (sigtimedwait(&pipe, NULL, &none) < 0 && errno == EINTR) {
    }
    pthread_sigmask(SIG_SETMASK, old, NULL);
}

bool net_fetch(const struct net_request *requests, struct net_response *responses, size_t count,
               net_wait *wait, void *context, struct arena *arena, struct error *error)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        return error_set(error, ERROR_IO, "libcurl does not start");
    struct batch batch = {.count = count, .arena = arena};
    sigset_t old = hold_pipe();
    batch.transfers = ARENA_NEW(arena, struct transfer, count + 1);
    start(&batch, requests, responses, count);
    bool ok = run(&batch, wait, context);
    stop(&batch);
    release_pipe(&old);
    curl_global_cleanup();
    return ok || error_set(error, ERROR_LIMIT, "cancelled");
}
