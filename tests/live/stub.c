/* A service of bad manners: plain sockets, HTTP/1.1, one thread a connection, one answer each.
 *
 *     stub FOLDER [unix:PATH]
 *
 * It prints "listening on HOST:PORT" (or the socket) and ends when its standard input does.
 * Answers:
 *
 *     /debug/pprof/KIND   the file FOLDER/KIND as it is at that moment; where FOLDER/fault holds a
 *                         word, that fault instead
 *     /encoded/NAME       FOLDER/NAME, said to be gzip of what is meant
 *     /fault/WORD         what goes wrong, by the table at the end
 *     /to?URL             a redirect there
 *     /STATUS             that status, with a text
 *
 * The heads of all requests are added to FOLDER/requests. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 64 * 1024, PATH = 4096, SILENT_S = 60 };

struct client {
    int fd;
    char head[HEAD + 1];
    char target[PATH]; /* "/path?query" */
};

static const char *folder;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;

/* False once the other end is gone. */
static bool put(const struct client *client, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size) {
        ssize_t sent = send(client->fd, at, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool put_text(const struct client *client, const char *text)
{
    return put(client, text, strlen(text));
}

static void nap(long ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* ---------------------------------------------------------------- whole answers */

struct file {
    char *bytes;
    size_t size;
};

/* Bytes NULL where there is none. */
static struct file read_file(const char *name)
{
    char path[PATH * 2];
    struct stat status;
    struct file file = {.bytes = NULL};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = strchr(name, '/') || name[0] == '.' ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return file;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
        (file.bytes = malloc((size_t)status.st_size + 1))) {
        ssize_t got = read(fd, file.bytes, (size_t)status.st_size);
        file.size = got > 0 ? (size_t)got : 0;
        file.bytes[file.size] = 0;
    }
    close(fd);
    return file;
}

static void answer(const struct client *client, const char *status, const char *headers,
                   const char *text)
{
    char head[1024];
    snprintf(head, sizeof head, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n",
             status, headers, strlen(text));
    if (put_text(client, head))
        put_text(client, text);
}

static void answer_absent(const struct client *client)
{
    answer(client, "404 Not Found", "Content-Type: text/plain; charset=utf-8\r\nX-Go-Pprof: 1\r\n",
           "Unknown profile\n");
}

static void answer_file(const struct client *client, const char *name, const char *headers)
{
    char head[512];
    struct file file = read_file(name);
    if (!file.bytes) {
        answer_absent(client);
        return;
    }
    snprintf(
        head, sizeof head,
        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n%sContent-Length: %zu\r\n"
        "Connection: close\r\n\r\n",
        headers, file.size);
    if (put_text(client, head))
        put(client, file.bytes, file.size);
    free(file.bytes);
}

static void answer_redirect(const struct client *client, const char *to)
{
    char headers[PATH + 16];
    snprintf(headers, sizeof headers, "Location: %.900s\r\n", to);
    answer(client, "302 Found", headers, "");
}

/* ---------------------------------------------------------------- faults */

/* The head of a profile whose length is told, and as much of it as is asked for. */
static void send_profile(const struct client *client, const char *length, size_t part, long pause)
{
    char head[512];
    struct file file = read_file("profile");
    snprintf(head, sizeof head,
             "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %s\r\n"
             "Connection: close\r\n\r\n",
             length);
    bool goes_on = put_text(client, head);
    size_t size = part && part < file.size ? part : file.size, step = pause ? 1 + size / 10 : size;
    for (size_t at = 0; at < size && goes_on; at += step) {
        goes_on = put(client, file.bytes + at, size - at < step ? size - at : step);
        nap(pause);
    }
    free(file.bytes);
}

static void send_cut(const struct client *client)
{
    char length[32];
    struct file file = read_file("profile");
    snprintf(length, sizeof length, "%zu", file.size);
    send_profile(client, length, file.size / 2, 0);
    free(file.bytes);
}

static void send_slow(const struct client *client)
{
    char length[32];
    struct file file = read_file("profile");
    snprintf(length, sizeof length, "%zu", file.size);
    send_profile(client, length, 0, 100);
    free(file.bytes);
}

static void claim_more(const struct client *client)
{
    send_profile(client, "9999999", 0, 0);
}

static void claim_less(const struct client *client)
{
    send_profile(client, "100", 0, 0);
}

static void claim_huge(const struct client *client)
{
    send_profile(client, "100000000000", 0, 0);
}

static void claim_nonsense(const struct client *client)
{
    send_profile(client, "twelve", 0, 0);
}

static void never_end(const struct client *client)
{
    static const char CHUNK[4096];
    bool goes_on = put_text(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (goes_on)
        goes_on = put_text(client, "1000\r\n") && put(client, CHUNK, sizeof CHUNK) &&
                  put_text(client, "\r\n");
}

static void drip(const struct client *client)
{
    bool goes_on = put_text(client, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    for (int i = 0; i < SILENT_S * 5 && goes_on; i++) {
        goes_on = put_text(client, "x");
        nap(200);
    }
}

static void break_chunks(const struct client *client)
{
    put_text(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nwhat\r\n");
}

static void say_nothing(const struct client *client)
{
    char byte;
    for (int i = 0; i < SILENT_S * 10; i++) {
        if (recv(client->fd, &byte, 1, MSG_DONTWAIT) == 0)
            return;
        nap(100);
    }
}

static void hang_up(const struct client *client)
{
    (void)client;
}

static void reset(const struct client *client)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void talk_nonsense(const struct client *client)
{
    put_text(client, "\x1b[31m220 mail.example ESMTP\r\n");
}

static void send_headers(const struct client *client)
{
    char line[1024];
    bool goes_on = put_text(client, "HTTP/1.1 200 OK\r\n");
    memset(line, 'x', sizeof line - 3);
    memcpy(line, "X: ", 3);
    memcpy(line + sizeof line - 3, "\r\n", 3);
    while (goes_on)
        goes_on = put_text(client, line);
}

static void send_long_header(const struct client *client)
{
    static const char BLOCK[4096] = {[0 ... 4095] = 'x'};
    bool goes_on = put_text(client, "HTTP/1.1 200 OK\r\nX: ");
    while (goes_on)
        goes_on = put(client, BLOCK, sizeof BLOCK);
}

static void send_html(const struct client *client)
{
    answer(client, "200 OK", "Content-Type: text/html\r\n",
           "<!DOCTYPE html>\n<html><title>Log in</title><body>Who are you?</body></html>\n");
}

static void send_html_absent(const struct client *client)
{
    answer(client, "404 Not Found", "Content-Type: text/html\r\n",
           "<html><body>Nothing here, said by a page</body></html>\n");
}

static void send_busy(const struct client *client)
{
    answer(client, "500 Internal Server Error",
           "Content-Type: text/plain; charset=utf-8\r\nX-Go-Pprof: 1\r\n",
           "Could not enable CPU profiling: cpu profiling already in use\n");
}

static void send_hostile(const struct client *client)
{
    answer(client, "500 \x1b[2J\x1b[31mred", "Content-Type: text/plain\r\n",
           "\x1b]0;title\x07 \xe2\x80\xae"
           "gnp.exe \xff\xfe\rover\nsecond line");
}

static void send_empty(const struct client *client)
{
    answer(client, "200 OK", "Content-Type: application/octet-stream\r\n", "");
}

static void send_trace(const struct client *client)
{
    answer(client, "200 OK", "Content-Type: application/octet-stream\r\n", "go 1.26 trace\x01\x02");
}

static void send_bad_gzip(const struct client *client)
{
    answer(client, "200 OK", "Content-Encoding: gzip\r\n", "\x1f\x8b\x08 this is none at all");
}

static void refuse_duration(const struct client *client)
{
    answer(client, "400 Bad Request",
           "Content-Type: text/plain; charset=utf-8\r\nX-Go-Pprof: 1\r\n",
           "profile duration exceeds server's WriteTimeout\n");
}

static void refuse_plain(const struct client *client)
{
    answer(client, "400 Bad Request", "Content-Type: text/plain\r\n",
           "Client sent an HTTP request to an HTTPS server.\n");
}

static void redirect_to_itself(const struct client *client)
{
    answer_redirect(client, "/fault/loop");
}

static void redirect_to_file(const struct client *client)
{
    answer_redirect(client, "file:///etc/passwd");
}

static void redirect_nowhere(const struct client *client)
{
    answer(client, "302 Found", "", "");
}

static void redirect_home(const struct client *client)
{
    answer_redirect(client, "/debug/pprof/profile");
}

typedef void fault(const struct client *client);

static const struct {
    const char *word;
    fault *run;
} FAULTS[] = {
    {"cut", send_cut},
    {"slow", send_slow},
    {"more", claim_more},
    {"less", claim_less},
    {"huge", claim_huge},
    {"nonsense-length", claim_nonsense},
    {"endless", never_end},
    {"drip", drip},
    {"chunks", break_chunks},
    {"silent", say_nothing},
    {"nothing", hang_up},
    {"reset", reset},
    {"nonsense", talk_nonsense},
    {"headers", send_headers},
    {"long-header", send_long_header},
    {"html", send_html},
    {"html-404", send_html_absent},
    {"busy", send_busy},
    {"hostile", send_hostile},
    {"empty", send_empty},
    {"trace", send_trace},
    {"bad-gzip", send_bad_gzip},
    {"duration", refuse_duration},
    {"tls-only", refuse_plain},
    {"loop", redirect_to_itself},
    {"to-file", redirect_to_file},
    {"nowhere", redirect_nowhere},
    {"home", redirect_home},
};

/* False where there is no such fault. */
static bool do_fault(const struct client *client, const char *word)
{
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        if (!strcmp(FAULTS[i].word, word)) {
            FAULTS[i].run(client);
            return true;
        }
    return false;
}

/* ---------------------------------------------------------------- requests */

static void note(const struct client *client)
{
    char path[PATH];
    pthread_mutex_lock(&log_lock);
    snprintf(path, sizeof path, "%s/requests", folder);
    FILE *file = fopen(path, "ae");
    if (file) {
        fputs(client->head, file);
        fclose(file);
    }
    pthread_mutex_unlock(&log_lock);
}

static bool read_head(struct client *client)
{
    size_t used = 0;
    while (used < HEAD && !strstr(client->head, "\r\n\r\n")) {
        ssize_t got = recv(client->fd, client->head + used, HEAD - used, 0);
        if (got <= 0)
            return false;
        used += (size_t)got;
        client->head[used] = 0;
        if (client->head[0] == 0x16) { /* TLS is answered as Go answers it */
            put_text(client, "HTTP/1.0 400 Bad Request\r\n\r\nnot TLS here");
            return false;
        }
    }
    return sscanf(client->head, "%*s %4095s", client->target) == 1;
}

/* What stands behind a prefix of the target, or NULL. */
static char *behind(char *target, const char *prefix)
{
    size_t size = strlen(prefix);
    return strncmp(target, prefix, size) ? NULL : target + size;
}

static void serve_profile(const struct client *client, const char *kind)
{
    struct file word = read_file("fault");
    if (word.bytes)
        word.bytes[strcspn(word.bytes, "\r\n")] = 0;
    if (!word.bytes || !do_fault(client, word.bytes))
        answer_file(client, kind, "");
    free(word.bytes);
}

static void serve(struct client *client)
{
    char *query = strchr(client->target, '?'), *rest;
    if ((rest = behind(client->target, "/to?"))) {
        answer_redirect(client, rest);
        return;
    }
    if (query)
        *query = 0;
    if ((rest = behind(client->target, "/debug/pprof/")))
        serve_profile(client, rest);
    else if ((rest = behind(client->target, "/encoded/")))
        answer_file(client, rest, "Content-Encoding: gzip\r\n");
    else if ((rest = behind(client->target, "/fault/")) && do_fault(client, rest))
        return;
    else if (strspn(client->target + 1, "0123456789") == 3 && !client->target[4])
        answer(client, client->target + 1, "Content-Type: text/plain\r\n", "Said by the stub\n");
    else
        answer(client, "404 Not Found", "Content-Type: text/plain\r\n", "404 page not found\n");
}

static void *run(void *context)
{
    struct client *client = context;
    if (read_head(client)) {
        note(client);
        /* Through a proxy the target is a whole URL. */
        char *host = behind(client->target, "http://"), *path = host ? strchr(host, '/') : NULL;
        if (path)
            memmove(client->target, path, strlen(path) + 1);
        serve(client);
    }
    close(client->fd);
    free(client);
    return NULL;
}

/* ---------------------------------------------------------------- listening */

static int listen_at(const char *socket_path)
{
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(socket_path ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_path)
        snprintf(local.sun_path, sizeof local.sun_path, "%s", socket_path);
    int failed = socket_path ? bind(fd, (struct sockaddr *)&local, sizeof local)
                             : bind(fd, (struct sockaddr *)&address, sizeof address);
    if (fd < 0 || failed || listen(fd, 128)) {
        perror("stub");
        exit(1);
    }
    if (socket_path) {
        printf("listening on unix:%s\n", socket_path);
    } else {
        getsockname(fd, (struct sockaddr *)&address, &size);
        printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    }
    fflush(stdout);
    return fd;
}

/* Whoever started it has ended, or wants it to. */
static void *wait_for_end(void *context)
{
    char block[256];
    while (read(STDIN_FILENO, block, sizeof block) > 0) {
    }
    exit(0);
    return context;
}

int main(int count, char **values)
{
    pthread_t thread;
    if (count < 2) {
        fprintf(stderr, "usage: stub FOLDER [unix:PATH]\n");
        return 2;
    }
    folder = values[1];
    signal(SIGPIPE, SIG_IGN);
    int listener = listen_at(count > 2 ? values[2] + strlen("unix:") : NULL);
    pthread_create(&thread, NULL, wait_for_end, NULL);
    while (true) {
        struct client *client = calloc(1, sizeof *client);
        if (!client)
            return 1;
        client->fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (client->fd < 0 || pthread_create(&thread, NULL, run, client)) {
            free(client);
            nap(10);
            continue;
        }
        pthread_detach(thread);
    }
}
