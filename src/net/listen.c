/* libmicrohttpd with its own thread (epoll). Connections are accepted here, because its limit of
 * connections would leave further ones waiting, and its timeout is about silence alone: a client
 * that sends a byte a second never runs into it. */
#include "net/listen.h"
#include "base/quote.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* libmicrohttpd asks for 128 events at a time. If there are just as many it waits for more before
 * it looks at these, in 0.9.75 at least: so there must never be as many. */
enum { MOST_CONNECTIONS = 120 };

enum {
    BACKLOG = 128,
    ROUND = 64,
    WATCH_MS = 200,
    BAD_REQUEST = 400,
    NOT_ALLOWED = 405,
    TOO_LARGE = 413
};

/* A connection. */
struct peer {
    struct net_server *server;
    int fd;      /* -1: the place is free */
    double due;  /* when it is cut, by the clock; 0: the answer is being made */
    double rest; /* since when nothing was asked; 0: something is */
};

struct net_server {
    struct net_listening listening;
    struct MHD_Daemon *daemon;
    int fd, wake; /* the socket, and what ends the thread */
    uint16_t port;
    bool is_local;
    pthread_t thread;
    pthread_mutex_t mutex; /* of what follows */
    struct peer *peers;    /* `listening.connections` of them */
    size_t count;          /* of connections, with those on their way into the daemon */
};

struct net_exchange {
    struct net_server *server;
    struct MHD_Connection *connection;
    struct net_call call;
    bool is_whole, is_twofold, has_body;
    pthread_mutex_t mutex;         /* of what follows */
    struct MHD_Response *response; /* NULL: not answered yet */
    unsigned status;
    bool is_suspended;
    char target[]; /* as it came */
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---------------------------------------------------------------- connections */

static void set_due(struct MHD_Connection *connection, double due, double rest)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct peer *peer = info ? info->socket_context : NULL;
    if (!peer)
        return;
    pthread_mutex_lock(&peer->server->mutex);
    peer->due = due;
    peer->rest = rest;
    pthread_mutex_unlock(&peer->server->mutex);
}

static struct peer *free_place(struct net_server *server)
{
    for (size_t i = 0; i < server->listening.connections; i++)
        if (server->peers[i].fd < 0)
            return &server->peers[i];
    return NULL;
}

static void see_connection(void *context, struct MHD_Connection *connection, void **place,
                           enum MHD_ConnectionNotificationCode code)
{
    struct net_server *server = context;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct peer *peer = *place;
    pthread_mutex_lock(&server->mutex);
    if (code == MHD_CONNECTION_NOTIFY_STARTED && (peer = free_place(server))) {
        double time = now();
        *peer = (struct peer){server, info->connect_fd, time + server->listening.deadline, time};
        *place = peer;
    } else if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (peer)
            peer->fd = -1;
        server->count--;
    }
    pthread_mutex_unlock(&server->mutex);
}

/* Whether nothing is asked any more, and nothing will be. The daemon learns only from new events
 * that a client has left: not where that came together with its last request. */
static bool is_left(const struct peer *peer, double time)
{
    struct pollfd state = {.fd = peer->fd, .events = POLLRDHUP};
    int unread = 0;
    return peer->rest > 0 && time - peer->rest > WATCH_MS / 1e3 && poll(&state, 1, 0) > 0 &&
           (ioctl(peer->fd, FIONREAD, &unread) || !unread);
}

/* The daemon closes a socket only after it has told so, and then it is no more among the peers. */
static void cut_late(struct net_server *server)
{
    double time = now();
    pthread_mutex_lock(&server->mutex);
    for (size_t i = 0; i < server->listening.connections; i++) {
        struct peer *peer = &server->peers[i];
        if (peer->fd < 0 || !(peer->due > 0) || (peer->due > time && !is_left(peer, time)))
            continue;
        shutdown(peer->fd, SHUT_RDWR);
        peer->due = 0;
    }
    pthread_mutex_unlock(&server->mutex);
}

static bool has_room(struct net_server *server)
{
    pthread_mutex_lock(&server->mutex);
    bool has = server->count < server->listening.connections;
    server->count += has;
    pthread_mutex_unlock(&server->mutex);
    return has;
}

/* False where nobody else waits. */
static bool take_one(struct net_server *server)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    int fd = accept4(server->fd, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM))
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    if (fd < 0)
        return errno == EINTR || errno == ECONNABORTED;
    if (!has_room(server)) {
        close(fd);
        return true;
    }
    if (MHD_add_connection(server->daemon, fd, (struct sockaddr *)&address, size) == MHD_YES)
        return true;
    pthread_mutex_lock(&server->mutex);
    server->count--;
    pthread_mutex_unlock(&server->mutex);
    return true;
}

static void *watch(void *context)
{
    struct net_server *server = context;
    struct pollfd polls[] = {{server->fd, POLLIN, 0}, {server->wake, POLLIN, 0}};
    double next = 0;
    while (!polls[1].revents) {
        poll(polls, 2, WATCH_MS);
        for (int i = 0; i < ROUND && (polls[0].revents & POLLIN) && take_one(server); i++) {
        }
        if (now() < next)
            continue;
        cut_late(server);
        next = now() + WATCH_MS / 1e3;
    }
    return NULL;
}

/* ---------------------------------------------------------------- requests */

/* The first that is known of a request: its target as it came. */
static void *begin(void *context, const char *target, struct MHD_Connection *connection)
{
    struct net_server *server = context;
    size_t size = strlen(target);
    struct net_exchange *exchange = calloc(1, sizeof *exchange + size + 1);
    if (!exchange)
        abort();
    exchange->server = server;
    exchange->connection = connection;
    memcpy(exchange->target, target, size + 1);
    struct str whole = {exchange->target, size};
    size_t mark = str_find(whole, '?');
    exchange->call.path = str_slice(whole, 0, mark == STR_NONE ? size : mark);
    exchange->call.query = str_skip(whole, mark == STR_NONE ? size : mark + 1);
    pthread_mutex_init(&exchange->mutex, NULL);
    return exchange;
}

static void end(void *context, struct MHD_Connection *connection, void **place,
                enum MHD_RequestTerminationCode code)
{
    struct net_exchange *exchange = *place;
    struct net_server *server = context;
    (void)code;
    if (!exchange)
        return;
    if (exchange->response)
        MHD_destroy_response(exchange->response);
    pthread_mutex_destroy(&exchange->mutex);
    free(exchange);
    *place = NULL;
    double time = now();
    set_due(connection, time + server->listening.deadline, time);
}

/* Whether the list of codings has gzip, not with a weight of 0. */
static bool takes_gzip(const char *value)
{
    const char *at = strstr(value, "gzip");
    if (!at)
        return false;
    const char *weight = at + 4 + strspn(at + 4, " ");
    if (*weight != ';')
        return true;
    weight += 1 + strspn(weight + 1, " ");
    if (strncmp(weight, "q=0", 3))
        return true;
    weight += 3 + strspn(weight + 3, ".0");
    return *weight >= '1' && *weight <= '9';
}

static enum MHD_Result take_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    struct net_exchange *exchange = context;
    struct net_call *call = &exchange->call;
    const struct {
        const char *name;
        struct str *to;
    } KNOWN[] = {{"Host", &call->host},
                 {"Origin", &call->origin},
                 {"Authorization", &call->authorization},
                 {"Cookie", &call->cookie},
                 {"If-None-Match", &call->if_none_match},
                 {"Sec-Fetch-Site", &call->site},
                 {"Sec-Fetch-Mode", &call->mode}};
    (void)kind;
    value = value ? value : "";
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        if (strcasecmp(name, KNOWN[i].name))
            continue;
        /* Of two, who knows which one another program would believe. */
        exchange->is_twofold = exchange->is_twofold || KNOWN[i].to->at;
        *KNOWN[i].to = str_from_c(value);
    }
    if (!strcasecmp(name, "Accept-Encoding"))
        call->accepts_gzip = takes_gzip(value);
    if (!strcasecmp(name, "Transfer-Encoding") ||
        (!strcasecmp(name, "Content-Length") && strcmp(value, "0")))
        exchange->has_body = true;
    return MHD_YES;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, const char *text)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), (void *)(size_t)text, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Connection", "close");
    if (status == NOT_ALLOWED)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result queue(struct net_exchange *exchange)
{
    set_due(exchange->connection, now() + exchange->server->listening.sending, 0);
    return MHD_queue_response(exchange->connection, exchange->status, exchange->response);
}

/* Hands the request over; if it is not answered at once, the connection rests until it is. */
static enum MHD_Result hand_over(struct net_exchange *exchange)
{
    const struct net_listening *listening = &exchange->server->listening;
    set_due(exchange->connection, 0, 0);
    listening->handle(listening->context, exchange, &exchange->call);
    pthread_mutex_lock(&exchange->mutex);
    bool is_answered = exchange->response != NULL;
    if (!is_answered) {
        MHD_suspend_connection(exchange->connection);
        exchange->is_suspended = true;
    }
    pthread_mutex_unlock(&exchange->mutex);
    return is_answered ? queue(exchange) : MHD_YES;
}

/* Called with the head, then at the end of the request, and again once the connection no longer
 * rests. */
static enum MHD_Result take(void *context, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *body, size_t *size,
                            void **place)
{
    struct net_exchange *exchange = *place;
    (void)context, (void)url, (void)version, (void)body;
    if (!exchange || *size)
        return MHD_NO;
    if (exchange->response)
        return queue(exchange);
    if (exchange->is_whole)
        return hand_over(exchange);
    exchange->is_whole = true;
    exchange->call.method = str_from_c(method);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, exchange);
    if (strcmp(method, "GET") && strcmp(method, "HEAD"))
        return refuse(connection, NOT_ALLOWED, "only GET and HEAD are answered\n");
    if (exchange->is_twofold)
        return refuse(connection, BAD_REQUEST, "a header is there twice\n");
    if (exchange->has_body)
        return refuse(connection, TOO_LARGE, "requests have no body here\n");
    return MHD_YES;
}

void net_answer(struct net_exchange *exchange, const struct net_reply *reply)
{
    static const char NOTHING[] = "";
    void *body = (void *)(size_t)(reply->body ? reply->body : NOTHING);
    struct MHD_Response *response =
        reply->release ? MHD_create_response_from_buffer_with_free_callback_cls(
                             reply->size, body, reply->release, reply->context)
                       : MHD_create_response_from_buffer(reply->size, body, MHD_RESPMEM_PERSISTENT);
    if (!response)
        abort();
    for (size_t i = 0; i < reply->header_count; i++)
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    pthread_mutex_lock(&exchange->mutex);
    exchange->response = response;
    exchange->status = (unsigned)reply->status;
    /* Once it goes on, the exchange may be over at any time. */
    bool is_suspended = exchange->is_suspended;
    struct MHD_Connection *connection = exchange->connection;
    pthread_mutex_unlock(&exchange->mutex);
    if (is_suspended)
        MHD_resume_connection(connection);
}

bool net_is_gone(const struct net_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct pollfd state = {.fd = info->connect_fd, .events = POLLRDHUP};
    return poll(&state, 1, 0) > 0;
}

/* ---------------------------------------------------------------- listening */

static bool fail(const struct net_listening *listening, const char *why, struct error *error)
{
    struct error_quote quote = error_quote(str_from_c(listening->host));
    return error_set(error, ERROR_IO, "cannot listen on %s:%u: %s; choose another one with --http",
                     quote.text, (unsigned)listening->port, why);
}

/* Binds one address of the host: of a name with several, the first of IPv4, as clients try it. */
static bool bind_one(struct net_server *server, const struct addrinfo *list, struct error *error)
{
    const struct addrinfo *best = list;
    for (const struct addrinfo *at = list; at && best->ai_family != AF_INET; at = at->ai_next)
        best = at->ai_family == AF_INET ? at : best;
    int yes = 1;
    server->fd = socket(best->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (server->fd < 0)
        return fail(&server->listening, strerror(errno), error);
    setsockopt(server->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(server->fd, best->ai_addr, best->ai_addrlen) || listen(server->fd, BACKLOG))
        return fail(&server->listening, strerror(errno), error);
    return true;
}

static void note_address(struct net_server *server)
{
    struct sockaddr_storage address = {.ss_family = AF_UNSPEC};
    socklen_t size = sizeof address;
    getsockname(server->fd, (struct sockaddr *)&address, &size);
    const struct sockaddr_in *four = (const struct sockaddr_in *)&address;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address;
    bool is_four = address.ss_family == AF_INET;
    server->port = ntohs(is_four ? four->sin_port : six->sin6_port);
    server->is_local =
        is_four ? ntohl(four->sin_addr.s_addr) >> 24 == 127 : IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
}

static bool open_socket(struct net_server *server, struct error *error)
{
    char port[8];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *list = NULL;
    snprintf(port, sizeof port, "%u", (unsigned)server->listening.port);
    int failed = getaddrinfo(server->listening.host, port, &hints, &list);
    if (failed)
        return fail(&server->listening, gai_strerror(failed), error);
    bool ok = bind_one(server, list, error);
    freeaddrinfo(list);
    if (ok)
        note_address(server);
    return ok;
}

/* The text as it stands: what it means is found out elsewhere. */
static size_t leave(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

/* Its own limits are beside ours, which are reached first. */
static bool start_daemon(struct net_server *server, struct error *error)
{
    enum { SPARE = 16 };
    const struct net_listening *listening = &server->listening;
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME, 0,
        NULL, NULL, take, server, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)(listening->connections + SPARE), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        listening->head, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)listening->sending,
        MHD_OPTION_URI_LOG_CALLBACK, begin, server, MHD_OPTION_UNESCAPE_CALLBACK, leave, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, end, server, MHD_OPTION_NOTIFY_CONNECTION, see_connection,
        server, MHD_OPTION_END);
    return server->daemon != NULL || fail(listening, "libmicrohttpd does not start", error);
}

/* Signals are for the thread that started the server. */
bool net_start(struct net_server *server, struct error *error)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    server->wake = eventfd(0, EFD_CLOEXEC);
    bool ok = server->wake >= 0 && start_daemon(server, error);
    if (ok && pthread_create(&server->thread, NULL, watch, server)) {
        MHD_stop_daemon(server->daemon);
        server->daemon = NULL;
        ok = fail(&server->listening, "no thread can be started", error);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

static void close_all(struct net_server *server)
{
    if (server->fd >= 0)
        close(server->fd);
    if (server->wake >= 0)
        close(server->wake);
    pthread_mutex_destroy(&server->mutex);
    free(server->peers);
    free(server);
}

struct net_server *net_listen(const struct net_listening *listening, struct error *error)
{
    struct net_server *server = calloc(1, sizeof *server);
    struct peer *peers = calloc(MOST_CONNECTIONS, sizeof *peers);
    if (!server || !peers)
        abort();
    server->listening = *listening;
    if (server->listening.connections > MOST_CONNECTIONS)
        server->listening.connections = MOST_CONNECTIONS;
    server->fd = server->wake = -1;
    server->peers = peers;
    for (size_t i = 0; i < MOST_CONNECTIONS; i++)
        peers[i].fd = -1;
    pthread_mutex_init(&server->mutex, NULL);
    if (open_socket(server, error))
        return server;
    close_all(server);
    return NULL;
}

uint16_t net_port(const struct net_server *server)
{
    return server->port;
}

bool net_is_local(const struct net_server *server)
{
    return server->is_local;
}

void net_stop(struct net_server *server)
{
    uint64_t one = 1;
    if (server->daemon) {
        (void)!write(server->wake, &one, sizeof one);
        pthread_join(server->thread, NULL);
        MHD_stop_daemon(server->daemon);
    }
    close_all(server);
}
