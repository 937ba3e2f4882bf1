/* One request: settings and a profile become a view, a view becomes bytes. The one entry that every
 * host uses. */
#ifndef REQUEST_REQUEST_H
#define REQUEST_REQUEST_H

#include "base/budget.h"
#include "paper/paper.h"

struct arena;
struct embedded;
struct host;
struct notes;
struct profile;
struct renderer;
struct settings;
struct sink;
struct view_cache;
struct source_bundle;

struct request {
    const struct profile *profile;
    const struct settings *settings;
    const struct renderer *renderer;
    const struct host *host;
    const struct source_bundle *bundle; /* source lines that travel with the profile, which go
                                           before those that the host has; NULL: none do */
    const struct paper_module *paper;   /* to paint with; NULL: the renderer's own format */
    enum paper_medium medium;
    const struct embedded *embedded; /* what a page carries; NULL: nothing */
    struct str tab;                  /* that it opens on */
    struct str sources;              /* base names, joined by ", " */
    struct str digests;              /* of their bytes, as struct view has them */
    bool is_pprof;            /* source code is looked for where pprof does, and nowhere else */
    bool is_terminal;         /* the output is one */
    bool has_color;           /* and may be coloured */
    size_t columns;           /* that it is wide; 0: no limit */
    struct view_cache *cache; /* of the session; NULL: none */
    struct arena *arena;
    struct budget *budget;
};

/* Renders into the sink. *notes and *messages (lines, in the arena) are what was found on the way,
 * also where rendering fails. */
bool request_run(const struct request *request, struct sink *sink, struct notes *notes,
                 struct str *messages, struct error *error);

#endif
