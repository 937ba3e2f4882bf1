/* A few open profiles under one lock, which is not held while one is read. */
#include "serve/documents.h"
#include "render/render.h"
#include "request/public_host.h"
#include "request/session.h"
#include "serve/library.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPEN = 12, MOST_SHARES = 32 };
/* Bytes; more are kept only while they are at work. */
#define MOST_IDLE ((size_t)1 << 30)

/* A share of a document, and what stops its work. */
struct share {
    struct share *next;
    struct document *document;
    const struct render_host *outer;
    struct render *session;
    documents_stop *stop;
    void *context;
};

struct document {
    struct document_key key;
    struct render *owner; /* NULL: it could not be read */
    struct error error;
    bool is_ready, is_ours;
    size_t users;
    uint64_t used; /* when, by the count of loans */
    struct share *idle;
};

struct documents {
    struct render *sources;
    struct library *library;
    struct render_host host;
    uint64_t max_memory, loans;
    pthread_mutex_t mutex;
    pthread_cond_t ready;
    struct document *open[MOST_OPEN + MOST_SHARES];
    size_t count;
};

struct documents *documents_new(struct render *sources, struct library *library,
                                const struct render_host *host, uint64_t max_memory)
{
    struct documents *documents = calloc(1, sizeof *documents);
    if (!documents)
        abort();
    documents->sources = sources;
    documents->library = library;
    documents->host = *host;
    documents->max_memory = max_memory;
    pthread_mutex_init(&documents->mutex, NULL);
    pthread_cond_init(&documents->ready, NULL);
    return documents;
}

static void free_share(struct share *share)
{
    render_free(share->session);
    free(share);
}

static void free_document(struct document *document)
{
    struct share *next;
    for (struct share *share = document->idle; share; share = next) {
        next = share->next;
        free_share(share);
    }
    if (document->is_ours)
        render_free(document->owner);
    free(document);
}

void documents_free(struct documents *documents)
{
    if (!documents)
        return;
    for (size_t i = 0; i < documents->count; i++)
        free_document(documents->open[i]);
    pthread_cond_destroy(&documents->ready);
    pthread_mutex_destroy(&documents->mutex);
    free(documents);
}

/* ---------------------------------------------------------------- reading */

/* What a session of a folder's files reads them through. */
struct reading {
    struct documents *documents;
    struct document_key key;
    size_t opened;
};

/* Names say nothing here: the files are those of the key, the base first. */
static bool open_file(void *context, const char *name, struct render_source *source,
                      struct render_error *error)
{
    struct reading *reading = context;
    const struct document_key *key = &reading->key;
    bool is_base = key->base && !reading->opened++;
    (void)name;
    return library_open(reading->documents->library, is_base ? key->base : key->id,
                        is_base ? key->base_revision : key->revision, source, error);
}

static bool is_ending(void *context)
{
    const struct reading *reading = context;
    const struct render_host *host = &reading->documents->host;
    return host->cancelled && host->cancelled(host->context);
}

static bool open_files(struct render *session, struct reading *reading, struct render_error *error)
{
    const struct document_key *key = &reading->key;
    struct library *library = reading->documents->library;
    char name[LIBRARY_NAME], base[LIBRARY_NAME];
    library_name(library, key->id, name);
    if (!key->base)
        return render_open(session, name, error);
    library_name(library, key->base, base);
    return render_open_side(session, RENDER_BASE, base, error) &&
           render_open_side(session, RENDER_NEW, name, error);
}

/* Reads the document's files, and makes what all shares have in common. */
static void read_document(struct documents *documents, struct document *document)
{
    struct reading reading = {documents, document->key, 0};
    struct render_host host = {.context = &reading, .open = open_file, .cancelled = is_ending};
    struct render_error public = {.kind = RENDER_OK};
    char most[32];
    if (!documents->library) {
        document->owner = documents->sources;
        return;
    }
    struct render *session = render_new(&host);
    snprintf(most, sizeof most, "%llu", (unsigned long long)documents->max_memory);
    session->settings.source_path = documents->sources->settings.source_path;
    session->settings.trim_path = documents->sources->settings.trim_path;
    document->is_ours = true;
    if (render_set(session, "max_memory", most, &public) &&
        open_files(session, &reading, &public) && session_prepare(session, &document->error)) {
        document->owner = session;
        return;
    }
    render_free(session);
    if (public.kind != RENDER_OK)
        public_error_take(&document->error, &public);
}

/* ---------------------------------------------------------------- lending */

static bool is_same(struct document_key a, struct document_key b)
{
    return a.id == b.id && a.base == b.base && a.revision == b.revision &&
           a.base_revision == b.base_revision;
}

static struct document *find(struct documents *documents, struct document_key key)
{
    for (size_t i = 0; i < documents->count; i++)
        if (is_same(documents->open[i]->key, key))
            return documents->open[i];
    return NULL;
}

static size_t size_of(const struct document *document)
{
    size_t size = document->owner ? document->owner->profile_store.reserved : 0;
    for (const struct share *share = document->idle; share; share = share->next)
        size += share->session->cache.selected.store.reserved +
                share->session->cache.trees[0].part.store.reserved +
                share->session->cache.trees[1].part.store.reserved;
    return size;
}

/* Closes what nobody works on, the longest unused first, until few enough are left. */
static void make_room(struct documents *documents)
{
    for (;;) {
        size_t oldest = documents->count, size = 0;
        for (size_t i = 0; i < documents->count; i++) {
            const struct document *document = documents->open[i];
            size += document->is_ready ? size_of(document) : 0;
            if (!document->users && document->is_ready &&
                (oldest == documents->count || document->used < documents->open[oldest]->used))
                oldest = i;
        }
        if (oldest == documents->count || (documents->count < MOST_OPEN && size < MOST_IDLE))
            return;
        free_document(documents->open[oldest]);
        documents->open[oldest] = documents->open[--documents->count];
    }
}

/* The document, read by this thread or another. */
static struct document *enter(struct documents *documents, struct document_key key)
{
    struct document *document = find(documents, key);
    bool is_new = !document;
    if (is_new) {
        if (documents->library)
            make_room(documents);
        document = calloc(1, sizeof *document);
        if (!document || documents->count == sizeof documents->open / sizeof *documents->open)
            abort();
        document->key = key;
        documents->open[documents->count++] = document;
    }
    document->users++;
    document->used = ++documents->loans;
    if (is_new) {
        pthread_mutex_unlock(&documents->mutex);
        read_document(documents, document);
        pthread_mutex_lock(&documents->mutex);
        document->is_ready = true;
        pthread_cond_broadcast(&documents->ready);
    }
    while (!document->is_ready)
        pthread_cond_wait(&documents->ready, &documents->mutex);
    return document;
}

static bool is_cancelled(void *context)
{
    struct share *share = context;
    return share->stop && share->stop(share->context);
}

static bool no_open(void *context, const char *name, struct render_source *source,
                    struct render_error *error)
{
    (void)context, (void)name, (void)source;
    *error = (struct render_error){.kind = RENDER_IO, .text = "nothing more is read here"};
    return false;
}

static int64_t now_ns(void *context)
{
    const struct render_host *outer = ((struct share *)context)->outer;
    return outer->now_ns(outer->context);
}

static void zone(void *context, int64_t seconds, int32_t *offset, char name[16])
{
    const struct render_host *outer = ((struct share *)context)->outer;
    outer->zone(outer->context, seconds, offset, name);
}

static bool open_source(void *context, const char *path, struct render_source *source,
                        struct render_error *error)
{
    const struct render_host *outer = ((struct share *)context)->outer;
    return outer->open_source(outer->context, path, source, error);
}

static bool folder(void *context, char *path, size_t size)
{
    const struct render_host *outer = ((struct share *)context)->outer;
    return outer->folder(outer->context, path, size);
}

static struct share *new_share(struct documents *documents, struct document *document,
                               struct error *error)
{
    const struct render_host *outer = &documents->host;
    struct share *share = calloc(1, sizeof *share);
    struct render_host host = {.context = share,
                               .open = no_open,
                               .now_ns = outer->now_ns ? now_ns : NULL,
                               .zone = outer->zone ? zone : NULL,
                               .open_source = outer->open_source ? open_source : NULL,
                               .folder = outer->folder ? folder : NULL,
                               .cancelled = is_cancelled};
    struct render_error public;
    if (!share)
        abort();
    share->document = document;
    share->outer = outer;
    share->session = render_share(document->owner, &host, &public);
    if (share->session)
        return share;
    public_error_take(error, &public);
    free(share);
    return NULL;
}

bool documents_lend(struct documents *documents, struct document_key key, documents_stop *stop,
                    void *context, struct lent *lent, struct error *error)
{
    pthread_mutex_lock(&documents->mutex);
    struct document *document = enter(documents, key);
    struct share *share = document->idle;
    if (share)
        document->idle = share->next;
    if (!document->owner)
        error_set(error, document->error.kind, "%s", document->error.text);
    if (!document->owner || (!share && !(share = new_share(documents, document, error)))) {
        document->users--;
        pthread_mutex_unlock(&documents->mutex);
        return false;
    }
    pthread_mutex_unlock(&documents->mutex);
    share->stop = stop;
    share->context = context;
    *lent = (struct lent){share->session, share};
    return true;
}

void documents_return(struct documents *documents, struct lent *lent)
{
    struct share *share = lent->place;
    struct document *document = share->document;
    share->stop = NULL;
    pthread_mutex_lock(&documents->mutex);
    share->next = document->idle;
    document->idle = share;
    document->users--;
    if (documents->library)
        make_room(documents);
    pthread_mutex_unlock(&documents->mutex);
}
