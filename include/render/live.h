/* render and live services: URLs as sources, capture, watch, analyze, serve, and the prompt.
 *
 * A session by itself opens no address; one whose host comes from here does.
 *
 *     struct render_host host = render_host_default();
 *     struct render_live *live = render_live_new(&host, &console);
 *     struct render_host with_urls = render_live_host(live);
 *     struct render *render = render_new(&with_urls);
 *     ...
 *     render_free(render);
 *     render_live_free(live);
 *
 * HTTP is done by a module (libcurl, libmicrohttpd), the prompt by another (libedit); both are
 * opened on first use, and without them what needs them is an IO error that says so. */
#ifndef RENDER_LIVE_H
#define RENDER_LIVE_H

#include <render/render.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where commands say what they do. A function that is NULL is not wanted. */
struct render_console {
    void *context;
    render_writer *out;                               /* results: standard output */
    void (*say)(void *context, const char *line);     /* one line about the work */
    void (*status)(void *context, const char *line);  /* one that replaces the one before, on a
                                                         terminal; NULL: it is taken away */
    void (*show)(void *context, const char *address); /* opens a browser there */
    size_t columns;                                   /* of the terminal; 0: `out` is none */
    bool has_color;                                   /* `out` may be coloured */
    bool is_pprof;                                    /* words and habits are pprof's */
};

struct render_live;

/* Both are copied; the host's `open` gets what is no URL. Never NULL. */
RENDER_API struct render_live *render_live_new(const struct render_host *host,
                                               const struct render_console *console);
RENDER_API void render_live_free(struct render_live *live);
/* A host for sessions, which must not outlive `live`: as the one that was given, and opens URLs
 * (http, https, https+insecure, unix:/path, HOST:PORT). */
RENDER_API struct render_host render_live_host(struct render_live *live);

/* Fetches all URLs among the names, and among the bases that the session's options name, together,
 * as the session's options say (seconds, timeout, header, ...); opening them later gives what was
 * fetched. A failure is kept as well: opening that name then fails with it. False where the options
 * are wrong, or the host cancelled. */
RENDER_API bool render_live_fetch(struct render_live *live, struct render *render,
                                  const char *const *names, size_t count,
                                  struct render_error *error);

/* Whether a name is a URL, and not that of a file which is there. */
RENDER_API bool render_live_is_url(const char *name);
/* Where something was fetched: keeps the profile that the sources make, less the base, as pprof
 * does, in the first usable of $PPROF_TMPDIR, $HOME/pprof and the folder for temporary files; says
 * where, or why not. */
RENDER_API void render_live_save(struct render_live *live, struct render *render);

/* The commands, by their words behind the verb and the session's options. CHECK errors are those of
 * --fail_on_growth. */
RENDER_API bool render_capture(struct render_live *live, struct render *render,
                               const char *const *words, size_t count, struct render_error *error);
RENDER_API bool render_watch(struct render_live *live, struct render *render,
                             const char *const *words, size_t count, struct render_error *error);
RENDER_API bool render_analyze(struct render_live *live, struct render *render,
                               const char *const *words, size_t count, struct render_error *error);

/* Serves the page of the sources (files, URLs) or the list of a folder until the host cancels. */
RENDER_API bool render_serve(struct render_live *live, struct render *render,
                             const char *const *sources, size_t count, struct render_error *error);

/* Asks for commands until the end of standard input; the session's sources are open. Errors of
 * commands are said and do not end it. */
RENDER_API bool render_shell(struct render_live *live, struct render *render,
                             struct render_error *error);

#ifdef __cplusplus
}
#endif

#endif
