/* The host of the public interface (struct render_host) as the host of the stages, and back: what
 * we provide as the default one. Errors likewise. */
#ifndef REQUEST_PUBLIC_HOST_H
#define REQUEST_PUBLIC_HOST_H

#include "base/host.h"
#include "render/render.h"

struct arena;

struct public_host {
    struct render_host outer;
    struct host inner;   /* whose functions call the outer ones */
    struct arena *words; /* whose free end is scratch for names */
    const char *stage;   /* of the work, for progress */
};

/* NULL stands for the default host. The struct must stay where it is. */
void public_host_init(struct public_host *host, const struct render_host *outer,
                      struct arena *words);

/* Both return false, so that failing is one line. `to` may be NULL. */
bool public_error_give(struct render_error *to, const struct error *from);
bool public_error_take(struct error *to, const struct render_error *from);

struct public_writer {
    render_writer *writer;
    void *context;
};

/* A sink's writer; the context is a struct public_writer. */
bool public_write(void *context, const char *bytes, size_t size, struct error *error);

#endif
