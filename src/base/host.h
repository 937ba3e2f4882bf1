/* What the place we run in provides. One struct; tests pass fakes. */
#ifndef BASE_HOST_H
#define BASE_HOST_H

#include "base/error.h"

#include <stdint.h>

struct markup_module;

/* An open source of bytes. */
struct source {
    void *context;
    /* Up to `size` bytes into `at`, 0 at the end; false with an error if it cannot. */
    bool (*read)(void *context, unsigned char *at, size_t size, size_t *got, struct error *error);
    void (*close)(void *context);
    int64_t size; /* in bytes; -1 if unknown (a pipe) */
};

/* A moment's offset from UTC. */
struct zone {
    int32_t offset_seconds;
    char name[16]; /* "CET", "-03" */
};

/* Takes the name of an entry of a folder; it is gone after the call. */
typedef void host_entry(void *receiver, struct str name);

struct host {
    void *context;
    /* Opens a source by the name a user wrote; "-" is standard input. */
    bool (*open)(void *context, struct str name, struct source *source, struct error *error);
    /* The clock, in nanoseconds since 1970. */
    int64_t (*now_ns)(void *context);
    /* The local zone at a moment; NULL: UTC. */
    void (*zone)(void *context, int64_t seconds, struct zone *zone);
    /* Told how far the work is, as a share from 0 to 1, negative if unknown; NULL: not wanted. */
    void (*progress)(void *context, const char *what, double share);
    /* True once the work should stop; NULL: never. */
    bool (*cancelled)(void *context);
    /* Opens source code by a path that stands in a profile, and so may be anything: only files and
     * folders, which read as empty; what could hang or act when it is opened is refused. Only the
     * report "list" asks for it. The error's text is the reason alone ("no such file or
     * directory"). NULL: there is no source code. */
    bool (*open_source)(void *context, struct str path, struct source *source, struct error *error);
    /* The current folder's absolute path, terminated; false if it is not known or does not fit;
     * NULL: not known. */
    bool (*folder)(void *context, char *path, size_t size);
    /* Tells each name in a folder, in any order, without "." and ".."; false, having told nothing,
     * where the path is no folder that can be read. NULL: there are no folders. */
    bool (*list)(void *context, struct str path, host_entry *entry, void *receiver);
    /* What reads the markup of reports (markup/markup.h), opened on the first call; NULL with an
     * error that says what is missing. NULL: reports are not read. */
    const struct markup_module *(*markup)(struct error *error);
};

#endif
