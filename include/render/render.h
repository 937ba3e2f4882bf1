/* render: profile in, picture out.
 *
 * A session reads one or several pprof profiles, takes options by the names that the command line
 * has, and writes views of them: a flame graph (SVG), the table `top`, and others as they come.
 *
 *     struct render_error error;
 *     struct render *render = render_new(NULL);
 *     if (render_open(render, "cpu.pb.gz", &error) &&
 *         render_write(render, "flame", "flame.svg", &error))
 *         ...
 *     render_free(render);
 *
 * Everything is in bytes and UTF-8 unless said otherwise. Functions that may fail return false or
 * NULL and fill the error that the caller passes (NULL: not wanted). A session belongs to one
 * thread at a time; different sessions share nothing, but for those of render_share. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define RENDER_API __attribute__((visibility("default")))
#else
#define RENDER_API
#endif

/* "0.1.0" */
RENDER_API const char *render_version(void);
/* What it is built with, one line. */
RENDER_API const char *render_build(void);

/* What a server's Content-Security-Policy must allow so that a page (.html) of this version is
 * interactive there: two directives, script-src and style-src, a line each. */
RENDER_API const char *render_page_policy(void);

/* ---------------------------------------------------------------- errors */

enum render_error_kind {
    RENDER_OK,
    RENDER_CHECK, /* a check that was asked for failed */
    RENDER_USAGE, /* an option or argument */
    RENDER_INPUT, /* a source is not readable as what it is */
    RENDER_LIMIT, /* a ceiling of memory or work was reached, or the host cancelled */
    RENDER_IO     /* no such file, disk full */
};

/* One line: what, where, what to do. Safe to print on a terminal. */
struct render_error {
    enum render_error_kind kind;
    char text[640];
};

/* The exit code of a program that fails so: 0, 1, 2, 3, 4, 5 in the order above. */
RENDER_API int render_exit_code(enum render_error_kind kind);

/* ---------------------------------------------------------------- the host */

/* An open source of bytes. `size` is -1 where it is not known. `read` gives up to `size` bytes and
 * sets *got to 0 at the end. */
struct render_source {
    void *context;
    bool (*read)(void *context, void *bytes, size_t size, size_t *got, struct render_error *error);
    void (*close)(void *context);
    int64_t size;
};

/* What the place provides that render runs in. Start from render_host_default() and replace what is
 * to be different. A function that is NULL is not provided. */
struct render_host {
    void *context;
    /* Opens a source by the name that was given; "-" is standard input. */
    bool (*open)(void *context, const char *name, struct render_source *source,
                 struct render_error *error);
    /* Nanoseconds since 1970. */
    int64_t (*now_ns)(void *context);
    /* The offset from UTC in seconds and the name (at most 15 bytes) of the zone at a moment. */
    void (*zone)(void *context, int64_t seconds, int32_t *offset, char name[16]);
    /* Told the stage of the work ("reading", "drawing") every millisecond or so. */
    void (*progress)(void *context, const char *stage);
    /* True once the work should stop. */
    bool (*cancelled)(void *context);
    /* Opens source code by a path that stands inside a profile, and so may be anything. Only the
     * view "list" reads such files; NULL where it shall not. The default one opens regular files
     * and folders (which read as empty) and refuses all else. The error's text is the reason alone,
     * such as "no such file or directory". */
    bool (*open_source)(void *context, const char *path, struct render_source *source,
                        struct render_error *error);
    /* Writes the current folder's absolute path, with its end, into `size` bytes; false if it is
     * not known or does not fit. Source code is looked for there and in the folders above. */
    bool (*folder)(void *context, char *path, size_t size);
    /* Tells `entry` the name of each file in a folder, in any order; false, having told nothing,
     * where `path` is no folder that can be read. A folder as a source is all profiles in it. */
    bool (*list)(void *context, const char *path, void (*entry)(void *receiver, const char *name),
                 void *receiver);
};

/* Files of this machine, its clock and zone. */
RENDER_API struct render_host render_host_default(void);

/* ---------------------------------------------------------------- a session */

struct render;

/* A session without sources, all options at their defaults. The host is copied; NULL: the default
 * one. Never NULL. */
RENDER_API struct render *render_new(const struct render_host *host);
/* A further session on the sources that this one has read, for another thread: it has its options
 * at this moment, opens no sources, and works beside it, as other shares do. The session must stay,
 * and open no more sources, until its shares are gone. The host is copied; NULL: the default one.
 * NULL where the sources cannot be made one profile. */
RENDER_API struct render *render_share(struct render *render, const struct render_host *host,
                                       struct render_error *error);
/* Gives everything back. Fine on NULL. */
RENDER_API void render_free(struct render *render);

/* Sets an option: name without dashes, value as text ("nodecount", "20"). Unknown names and values
 * out of the domain are USAGE errors that say what is possible. */
RENDER_API bool render_set(struct render *render, const char *name, const char *value,
                           struct render_error *error);

/* Arguments as they are typed, without the program's name: sets the options among them. */
struct render_arguments {
    const char *verb; /* a view's name, "merge", "convert", "extract"; NULL if none was given */
    const char *const *sources; /* `source_count` names; of a comparison those of both sides */
    size_t source_count;
    bool is_comparison; /* of sides instead of sources, each to be opened by render_open_side */
    const char *const *base, *const *new_; /* `base_count` and `new_count` names */
    size_t base_count, new_count;
    bool version, csp_hash, help; /* render_version, render_page_policy, render_help */
    const char *topic;            /* of the help: an option's name, or "" */
};

/* The strings live as long as the session. */
RENDER_API bool render_arguments(struct render *render, int count, const char *const *values,
                                 struct render_arguments *arguments, struct render_error *error);

/* The arguments of pprof, by its grammar (Go's flags, then sources). */
struct render_pprof {
    const char *view;
    const char *const *sources; /* `source_count` names */
    size_t source_count;
    const char *output;   /* the file to write; NULL: standard output */
    const char *suffix;   /* of a new file instead of a terminal; NULL: a terminal is fine */
    bool in_server;       /* render_serve shows them, by the options */
    bool in_browser;      /* not to standard output: a file to show in the browser */
    bool in_shell;        /* no view: commands are asked for (render_shell) */
    const char *warnings; /* lines to show on standard error, also where reading failed */
    bool help;            /* render_help of "pprof" is asked for */
    bool no_sources;      /* it belongs to the error */
};

/* Sets the options among them; views are then written as pprof writes them, whatever the terminal.
 * The strings live as long as the session. */
RENDER_API bool render_pprof_arguments(struct render *render, int count, const char *const *values,
                                       struct render_pprof *pprof, struct render_error *error);

/* Reads a source, a file or a folder of files; a second and further one are merged with those
 * before when a view is written. */
RENDER_API bool render_open(struct render *render, const char *name, struct render_error *error);
/* The sides of a comparison. */
enum render_side { RENDER_BASE, RENDER_NEW };
/* Reads a run of one side of a comparison, or a folder of runs. With sides, views show how the new
 * one differs from the base; both are needed, and sources beside them are USAGE errors. */
RENDER_API bool render_open_side(struct render *render, enum render_side side, const char *name,
                                 struct render_error *error);
/* Takes source lines that travel with the profiles, as a page carries them (of a page that is a
 * source, they are taken without this): views that show source code have those of a file before
 * what the host finds of it. The bytes are copied; new ones replace those before. */
RENDER_API bool render_sources(struct render *render, const void *bytes, size_t size,
                               struct render_error *error);

/* ---------------------------------------------------------------- output */

/* Takes `size` bytes; false stops the work. */
typedef bool render_writer(void *context, const void *bytes, size_t size);

/* Writes a view ("flame", "top"; NULL: by --view, or else flame) through a function, in its own
 * format, or, of a picture, in that of the option "format": pdf, png, ps. These are drawn by a
 * module (Cairo) that is opened on first use; without it they are IO errors. */
RENDER_API bool render_into(struct render *render, const char *view, render_writer *writer,
                            void *context, struct render_error *error);

/* Writes what a request asks for: a view, and options as the query of a URL, percent-encoded:
 * "top?sort=cum&focus=json". The session's own options do not count, but for those about its
 * sources, and stay. A request says what to show; what is the caller's business (output, format,
 * base, ...) it cannot set. */
RENDER_API bool render_request(struct render *render, const char *request, render_writer *writer,
                               void *context, struct render_error *error);

/* Writes a view to a file, in the format of its suffix if that is .pdf, .png or .ps. The report
 * ("report") tells the SHA-256 of its sources where the option view was report, or format pdf,
 * before they were opened. It is written beside the file first and then in its place: a failed or
 * killed run leaves the old one as it was. Devices and FIFOs are written through; "-" is standard
 * output. */
RENDER_API bool render_write(struct render *render, const char *view, const char *path,
                             struct render_error *error);

/* The same to a new file: the first of STEM001SUFFIX, STEM002SUFFIX, ... that is not there. *path
 * lives as long as the session. */
RENDER_API bool render_write_new(struct render *render, const char *view, const char *stem,
                                 const char *suffix, const char **path, struct render_error *error);

/* Writes the profile that a report carries (an HTML page, or an SVG with the whole profile) to a
 * file as render_write does, byte for byte as it was embedded: one gzip member. */
RENDER_API bool render_extract(struct render *render, const char *source, const char *path,
                               struct render_error *error);

/* Where a session's output goes and what it is, by its options (--output, --format, --view), a verb
 * (may be NULL) and the names of the sources (before they are opened). */
struct render_target {
    const char *view;
    const char *path;     /* "-" for standard output */
    bool is_default_name; /* nobody named the path */
    bool is_picture;      /* not for a terminal */
    bool with_movers;     /* a file of both sides: what moved is worth printing beside it */
};

RENDER_API bool render_choose(struct render *render, const char *verb, const char *const *sources,
                              size_t source_count, struct render_target *target,
                              struct render_error *error);

/* Whether --open was given. */
RENDER_API bool render_wants_open(const struct render *render);

/* ---------------------------------------------------------------- words about it */

/* Each note on the sources and on the last view, such as "3 samples have negative values ...". */
RENDER_API void render_notes(const struct render *render,
                             void (*note)(void *context, const char *text), void *context);

/* Writes the help; `topic` is an option or a verb, or "" for all. */
RENDER_API bool render_help(const char *topic, render_writer *writer, void *context,
                            struct render_error *error);

#ifdef __cplusplus
}
#endif

#endif
