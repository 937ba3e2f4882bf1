/* Sources, clock and errors through the public interface. */
#include "request/public_host.h"
#include "base/arena.h"
#include "request/default_host.h"
#include "request/markup.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof((struct render_error *)0)->text == ERROR_TEXT, "one length of message");

bool public_error_give(struct render_error *to, const struct error *from)
{
    static const enum render_error_kind KINDS[ERROR_KINDS] = {[ERROR_CHECK] = RENDER_CHECK,
                                                              [ERROR_USAGE] = RENDER_USAGE,
                                                              [ERROR_INPUT] = RENDER_INPUT,
                                                              [ERROR_LIMIT] = RENDER_LIMIT,
                                                              [ERROR_IO] = RENDER_IO};
    if (to) {
        to->kind = KINDS[from->kind];
        memcpy(to->text, from->text, sizeof to->text);
    }
    return false;
}

bool public_error_take(struct error *to, const struct render_error *from)
{
    static const enum error_kind KINDS[] = {ERROR_IO,    ERROR_CHECK, ERROR_USAGE,
                                            ERROR_INPUT, ERROR_LIMIT, ERROR_IO};
    return error_set(to, KINDS[from->kind], "%s", from->text);
}

/* ---------------------------------------------------------------- inwards */

struct public_source {
    struct render_source source;
};

static bool inner_read(void *context, unsigned char *at, size_t size, size_t *got,
                       struct error *error)
{
    struct public_source *source = context;
    struct render_error inner = {.kind = RENDER_OK};
    return source->source.read(source->source.context, at, size, got, &inner) ||
           public_error_take(error, &inner);
}

static void inner_close(void *context)
{
    struct public_source *source = context;
    source->source.close(source->source.context);
    free(source);
}

typedef bool public_open(void *context, const char *name, struct render_source *source,
                         struct render_error *error);

static bool inner_open_by(struct public_host *host, public_open *open, struct str name,
                          struct source *source, struct error *error)
{
    struct public_source *opened = calloc(1, sizeof *opened);
    if (!opened)
        abort();
    struct render_error inner = {.kind = RENDER_OK};
    struct arena scratch = *host->words;
    if (!open(host->outer.context, str_to_c(name, &scratch), &opened->source, &inner)) {
        free(opened);
        return public_error_take(error, &inner);
    }
    *source = (struct source){opened, inner_read, inner_close, opened->source.size};
    return true;
}

static bool inner_open(void *context, struct str name, struct source *source, struct error *error)
{
    struct public_host *host = context;
    return inner_open_by(host, host->outer.open, name, source, error);
}

static bool inner_open_source(void *context, struct str path, struct source *source,
                              struct error *error)
{
    struct public_host *host = context;
    if (path.size && memchr(path.at, 0, path.size))
        return error_set(error, ERROR_IO, "invalid argument");
    return inner_open_by(host, host->outer.open_source, path, source, error);
}

static bool inner_folder(void *context, char *path, size_t size)
{
    struct public_host *host = context;
    return host->outer.folder(host->outer.context, path, size);
}

/* Names on their way from an outer host to the receiver inside, and back. */
struct entries {
    host_entry *inner;
    void (*outer)(void *receiver, const char *name);
    void *receiver;
};

static void entry_inwards(void *receiver, const char *name)
{
    const struct entries *entries = receiver;
    entries->inner(entries->receiver, str_from_c(name));
}

static bool inner_list(void *context, struct str path, host_entry *entry, void *receiver)
{
    struct public_host *host = context;
    struct entries entries = {.inner = entry, .receiver = receiver};
    /* Not in `words`, which what the receiver keeps may be in. */
    char *name = malloc(path.size + 1);
    if (!name)
        abort();
    memcpy(name, path.at, path.size);
    name[path.size] = 0;
    bool ok = host->outer.list(host->outer.context, name, entry_inwards, &entries);
    free(name);
    return ok;
}

static int64_t inner_now(void *context)
{
    struct public_host *host = context;
    return host->outer.now_ns(host->outer.context);
}

static void inner_zone(void *context, int64_t seconds, struct zone *zone)
{
    struct public_host *host = context;
    host->outer.zone(host->outer.context, seconds, &zone->offset_seconds, zone->name);
    zone->name[sizeof zone->name - 1] = 0;
}

static bool inner_cancelled(void *context)
{
    struct public_host *host = context;
    const struct render_host *outer = &host->outer;
    if (outer->progress)
        outer->progress(outer->context, host->stage);
    return outer->cancelled && outer->cancelled(outer->context);
}

/* ---------------------------------------------------------------- outwards: the default */

static bool default_read(void *context, void *bytes, size_t size, size_t *got,
                         struct render_error *error)
{
    struct source *source = context;
    struct error inner = {.kind = ERROR_NONE};
    return source->read(source->context, bytes, size, got, &inner) ||
           public_error_give(error, &inner);
}

static void default_close(void *context)
{
    struct source *source = context;
    source->close(source->context);
    free(source);
}

static bool default_open_by(bool (*open)(void *, struct str, struct source *, struct error *),
                            const char *name, struct render_source *source,
                            struct render_error *error)
{
    struct source *opened = calloc(1, sizeof *opened);
    struct error inner = {.kind = ERROR_NONE};
    if (!opened)
        abort();
    if (!open(NULL, str_from_c(name), opened, &inner)) {
        free(opened);
        return public_error_give(error, &inner);
    }
    *source = (struct render_source){opened, default_read, default_close, opened->size};
    return true;
}

static bool default_open(void *context, const char *name, struct render_source *source,
                         struct render_error *error)
{
    (void)context;
    return default_open_by(host_open, name, source, error);
}

static bool default_open_source(void *context, const char *path, struct render_source *source,
                                struct render_error *error)
{
    (void)context;
    return default_open_by(host_open_source, path, source, error);
}

/* Names of files have no NUL. */
static void entry_outwards(void *receiver, struct str name)
{
    const struct entries *entries = receiver;
    entries->outer(entries->receiver, name.at);
}

static bool default_list(void *context, const char *path,
                         void (*entry)(void *receiver, const char *name), void *receiver)
{
    struct entries entries = {.outer = entry, .receiver = receiver};
    return host_list(context, str_from_c(path), entry_outwards, &entries);
}

static void default_zone(void *context, int64_t seconds, int32_t *offset, char name[16])
{
    struct zone zone = {.name = "UTC"};
    host_zone(context, seconds, &zone);
    *offset = zone.offset_seconds;
    memcpy(name, zone.name, sizeof zone.name);
}

struct render_host render_host_default(void)
{
    return (struct render_host){.open = default_open,
                                .now_ns = host_now_ns,
                                .zone = default_zone,
                                .open_source = default_open_source,
                                .folder = host_folder,
                                .list = default_list};
}

void public_host_init(struct public_host *host, const struct render_host *outer,
                      struct arena *words)
{
    *host = (struct public_host){
        .outer = outer ? *outer : render_host_default(), .words = words, .stage = "starting"};
    host->inner = (struct host){.context = host,
                                .open = inner_open,
                                .now_ns = host->outer.now_ns ? inner_now : NULL,
                                .zone = host->outer.zone ? inner_zone : NULL,
                                .cancelled = inner_cancelled,
                                .open_source = host->outer.open_source ? inner_open_source : NULL,
                                .folder = host->outer.folder ? inner_folder : NULL,
                                .list = host->outer.list ? inner_list : NULL,
                                .markup = markup_module};
}

bool public_write(void *context, const char *bytes, size_t size, struct error *error)
{
    struct public_writer *writer = context;
    return writer->writer(writer->context, bytes, size) ||
           error_set(error, ERROR_IO, "the output could not be written");
}
