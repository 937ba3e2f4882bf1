/* Bytes are copied out of their arenas, compressed once, and sent without a further copy. */
#include "serve/reply.h"
#include "base/arena.h"
#include "base/gzip.h"
#include "base/hash.h"
#include "base/sink.h"
#include "net/net.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The whole head of an answer has to fit beside that of its request (serve.c). */
enum { SMALL = 512, MOST_NOTES = 4096, MOST_HEADERS = 16, NOT_MODIFIED = 304, OK = 200 };

struct reply {
    atomic_int users;
    int status;
    char *media, *notes, *kind, *policy, *encoding, *file, *allowed; /* NULL: none */
    char *body, *gzip;                                               /* `gzip` NULL: not smaller */
    size_t size, gzip_size;
    char tag[48];
};

/* ---------------------------------------------------------------- making */

static char *copy(struct str text)
{
    if (!text.size)
        return NULL;
    char *at = malloc(text.size + 1);
    if (!at)
        abort();
    memcpy(at, text.at, text.size);
    at[text.size] = 0;
    return at;
}

/* Whole lines, percent-encoded: headers hold ASCII. */
static char *encoded(struct str lines)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    char text[MOST_NOTES];
    size_t used = 0, whole = 0, i = 0;
    while (lines.size && lines.at[lines.size - 1] == '\n')
        lines.size--;
    for (; i < lines.size && used + 3 <= sizeof text; i++) {
        unsigned char c = (unsigned char)lines.at[i];
        bool is_plain = c == ' ' || c == ',' || (c >= '-' && c <= ':') ||
                        ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        whole = c == '\n' ? used : whole;
        text[used++] = is_plain ? (char)c : '%';
        if (is_plain)
            continue;
        text[used++] = DIGITS[c >> 4];
        text[used++] = DIGITS[c & 15];
    }
    return copy((struct str){text, i == lines.size ? used : whole});
}

static bool is_packed(struct str media)
{
    return str_ends(media, STR("gzip")) || str_equal(media, STR("application/pdf"));
}

static void compress(struct reply *reply)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct sink packed;
    sink_init_buffer(&packed, &arena, UINT64_MAX);
    struct gzip *gzip = gzip_open(&packed);
    sink_bytes(gzip_sink(gzip), reply->body, reply->size);
    struct error error;
    if (gzip_close(gzip, &error) && packed.used < reply->size) {
        reply->gzip = copy(sink_str(&packed));
        reply->gzip_size = packed.used;
    }
    arena_fini(&store);
}

struct reply *reply_new(const struct reply_parts *parts)
{
    struct reply *reply = calloc(1, sizeof *reply);
    if (!reply)
        abort();
    reply->users = 1;
    reply->status = parts->status;
    reply->media = copy(parts->media);
    reply->notes = encoded(parts->notes);
    reply->kind = copy(parts->kind);
    reply->policy = copy(parts->policy);
    reply->encoding = copy(parts->encoding);
    reply->file = copy(parts->file);
    reply->allowed = copy(parts->allowed);
    reply->body = copy(parts->body);
    reply->size = parts->body.size;
    if (reply->size >= SMALL && !reply->encoding && !is_packed(parts->media))
        compress(reply);
    uint64_t body = hash_bytes(reply->body, reply->size);
    uint64_t rest = hash_u64(hash_fnv1a(reply->body, reply->size)) ^
                    hash_bytes(parts->notes.at, parts->notes.size);
    snprintf(reply->tag, sizeof reply->tag, "W/\"%016llx%016llx\"", (unsigned long long)body,
             (unsigned long long)rest);
    return reply;
}

struct reply *reply_text(int status, struct str kind, struct str text)
{
    return reply_new(&(struct reply_parts){
        .status = status, .media = STR("text/plain; charset=utf-8"), .body = text, .kind = kind});
}

struct reply *reply_error(const struct error *error)
{
    static const struct str KINDS[ERROR_KINDS] = {
        [ERROR_NONE] = STR_INIT(""),       [ERROR_CHECK] = STR_INIT("check"),
        [ERROR_USAGE] = STR_INIT("usage"), [ERROR_INPUT] = STR_INIT("input"),
        [ERROR_LIMIT] = STR_INIT("limit"), [ERROR_IO] = STR_INIT("io")};
    char line[ERROR_TEXT + 1];
    int size = snprintf(line, sizeof line, "%s\n", error->text);
    return reply_text(error_http_status(error->kind), KINDS[error->kind],
                      (struct str){line, (size_t)size});
}

struct reply *reply_keep(struct reply *reply)
{
    atomic_fetch_add(&reply->users, 1);
    return reply;
}

void reply_release(struct reply *reply)
{
    if (atomic_fetch_sub(&reply->users, 1) != 1)
        return;
    free(reply->media);
    free(reply->notes);
    free(reply->kind);
    free(reply->policy);
    free(reply->encoding);
    free(reply->file);
    free(reply->allowed);
    free(reply->body);
    free(reply->gzip);
    free(reply);
}

bool reply_is_fine(const struct reply *reply)
{
    return reply->status == OK;
}

size_t reply_size(const struct reply *reply)
{
    return sizeof *reply + MOST_NOTES + reply->size + reply->gzip_size;
}

/* ---------------------------------------------------------------- sending */

struct headers {
    struct net_header at[MOST_HEADERS];
    size_t count;
};

/* A value of NULL is none. */
static void add(struct headers *headers, const char *name, const char *value)
{
    if (value)
        headers->at[headers->count++] = (struct net_header){name, value};
}

/* No other page may read, frame or guess at what is answered, and nothing in it runs. */
static void add_safety(struct headers *headers, const char *policy)
{
    add(headers, "Content-Security-Policy",
        policy ? policy : "default-src 'none'; frame-ancestors 'none'; sandbox");
    add(headers, "X-Content-Type-Options", "nosniff");
    add(headers, "Referrer-Policy", "no-referrer");
    add(headers, "Cross-Origin-Opener-Policy", "same-origin");
    add(headers, "Cross-Origin-Resource-Policy", "same-origin");
    add(headers, "Cross-Origin-Embedder-Policy", "require-corp");
}

/* Whether the list of tags has this one. */
static bool is_known(struct str list, const char *tag)
{
    return str_equal(list, STR("*")) || str_find_str(list, str_from_c(tag + 2)) != STR_NONE;
}

static void release(void *reply)
{
    reply_release(reply);
}

void reply_send(struct reply *reply, const struct net_module *net, struct net_exchange *exchange,
                const struct net_call *call)
{
    struct headers headers = {.count = 0};
    bool is_fine = reply->status == OK;
    bool is_packed = reply->gzip && call->accepts_gzip;
    bool is_new = !is_fine || !is_known(call->if_none_match, reply->tag);
    add_safety(&headers, reply->policy);
    add(&headers, "Cache-Control", is_fine ? "private, no-cache" : "no-store");
    add(&headers, "Vary", "Accept-Encoding");
    add(&headers, "ETag", is_fine ? reply->tag : NULL);
    add(&headers, "X-Render-Notes", reply->notes);
    add(&headers, "X-Render-Error", reply->kind);
    add(&headers, "Content-Type", is_new ? reply->media : NULL);
    add(&headers, "Content-Encoding", !is_new ? NULL : is_packed ? "gzip" : reply->encoding);
    add(&headers, "Content-Disposition", is_new ? reply->file : NULL);
    add(&headers, "WWW-Authenticate", reply->allowed);
    add(&headers, "Retry-After", reply->status == 503 ? "1" : NULL);
    /* Of what is known already the length alone is sent. */
    struct net_reply sent = {.status = is_new ? reply->status : NOT_MODIFIED,
                             .headers = headers.at,
                             .header_count = headers.count,
                             .body = is_packed ? reply->gzip : reply->body,
                             .size = is_packed ? reply->gzip_size : reply->size,
                             .release = release,
                             .context = reply};
    net->answer(exchange, &sent);
}

void reply_elsewhere(const struct net_module *net, struct net_exchange *exchange, int status,
                     const char *place, const char *cookie)
{
    struct headers headers = {.count = 0};
    add_safety(&headers, NULL);
    add(&headers, "Cache-Control", "no-store");
    add(&headers, "Location", place);
    add(&headers, "Set-Cookie", cookie);
    net->answer(exchange, &(struct net_reply){.status = status,
                                              .headers = headers.at,
                                              .header_count = headers.count});
}
