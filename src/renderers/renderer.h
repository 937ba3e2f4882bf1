/* A renderer turns a view into bytes, and does nothing else: no aggregating, no files, no clock. */
#ifndef RENDERERS_RENDERER_H
#define RENDERERS_RENDERER_H

#include "base/budget.h"

struct arena;
struct host;
struct profile;
struct selection;
struct frames;
struct settings;
struct sink;
struct tree;
struct trimmed;

/* What a renderer asks to be made ready. The selection always is. */
enum view_part {
    VIEW_FRAMES = 1,       /* by function and file */
    VIEW_TREE = 2,         /* paths of these frames */
    VIEW_TOP = 4,          /* the trimmed graph by function */
    VIEW_NO_OVERFLOW = 16, /* refuse where sums passed 64 bits */
};

struct view {
    const struct profile *profile;
    const struct selection *selection;
    const struct frames *frames;
    const struct tree *tree;
    const struct trimmed *top;
    const struct settings *settings;
    const struct host *host; /* only for the local zone of text reports */
    struct str sources;      /* base names of the sources, joined by ", " */
    struct str options;      /* " --name=value" of what is not at its default */
    struct arena *arena;
    struct budget *budget;
};

struct renderer {
    struct str name;   /* the verb, the view */
    struct str suffix; /* of the default output; empty: standard output */
    struct str media;  /* its content type */
    struct str marker; /* stands near the start of its output and says that render wrote it */
    bool is_picture;   /* otherwise text, for people and their scripts */
    unsigned options;  /* enum option_views: which options it looks at */
    unsigned needs;    /* enum view_part */
    struct str help;
    bool (*render)(const struct view *view, struct sink *sink, struct error *error);
};

/* All renderers, in the order of list.def. */
const struct renderer *const *renderer_list(size_t *count);
/* By name; NULL if there is none. */
const struct renderer *renderer_find(struct str name);
/* The first that writes this suffix (".svg"); NULL if none does. */
const struct renderer *renderer_for_suffix(struct str suffix);

#endif
