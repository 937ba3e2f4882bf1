/* A renderer turns a view into bytes, and does nothing else: no aggregating, no files, no clock. */
#ifndef RENDERERS_RENDERER_H
#define RENDERERS_RENDERER_H

#include "base/budget.h"

struct arena;
struct canvas;
struct changes;
struct embedded;
struct flame_functions;
struct frames;
struct host;
struct pages;
struct profile;
struct regex_matcher;
struct selection;
struct settings;
struct sink;
struct source_files;
struct tree;
struct trimmed;
struct verdicts;

/* What a renderer asks to be made ready. The selection always is. */
enum view_part {
    VIEW_FRAMES = 1,        /* frames by the granularity */
    VIEW_TREE = 2,          /* paths of these frames */
    VIEW_GRAPH = 4,         /* the trimmed graph of these frames */
    VIEW_NO_OVERFLOW = 16,  /* refuse where sums passed 64 bits */
    VIEW_SCALED = 32,       /* values as they are to be shown, --divide_by applied; no means */
    VIEW_PATTERN = 64,      /* needs the expression that --pattern holds */
    VIEW_ENTROPY = 128,     /* the graph as pictures have it: ordered by entropy, with tags */
    VIEW_UNTRIMMED = 256,   /* the graph whole, whatever the options say */
    VIEW_OBJECTS = 512,     /* frames of different binaries and start lines are different ones */
    VIEW_PATHS = 1024,      /* source paths as they are, not trimmed */
    VIEW_SOURCES = 2048,    /* the text of source files */
    VIEW_OWN_NOTES = 4096,  /* says itself what the notes say */
    VIEW_FUNCTIONS = 8192,  /* the functions of the tree, with their colours */
    VIEW_EMBEDDED = 16384,  /* carries the profile */
    VIEW_SIDES = 32768,     /* of a comparison: both sides, and (with a tree) the changes */
    VIEW_RULES = 65536,     /* judges rules; with VIEW_TREE and VIEW_SIDES */
    VIEW_CHAPTERS = 131072, /* is made of other views */
};

/* The views that a chapter of a report is made of, all of one sample type. */
struct chapter {
    const struct view *summary; /* as summary has it: functions, tree, whole graph */
    const struct view *flame;   /* as flame has it */
    const struct view *graph;   /* as graph has it, trimmed as the options say */
    const struct view *lines;   /* with frames by lines, and sources; NULL of a comparison */
};

struct view {
    const struct profile *profile; /* the selection's: what the filters left */
    const struct selection *selection;
    const struct frames *frames;
    const struct tree *tree;
    const struct trimmed *trimmed;
    const struct flame_functions *functions; /* with VIEW_FUNCTIONS */
    const struct changes *changes;   /* with VIEW_SIDES and VIEW_TREE, of a comparison of which both
                                        sides are shown; otherwise NULL */
    const struct verdicts *verdicts; /* with VIEW_RULES */
    const struct settings *settings; /* as this view understands them */
    const struct host *host;         /* the local zone of text reports, and doctor's clock */
    struct regex_matcher *pattern;   /* with VIEW_PATTERN */
    struct source_files *files;      /* with VIEW_SOURCES */
    struct sink *messages;           /* for what is worth saying, a line each; grows in the arena */
    const struct embedded *embedded; /* with VIEW_EMBEDDED or --embed_profile; otherwise NULL */
    struct str query;                /* with VIEW_EMBEDDED: options as a page starts with them */
    struct str tab;                  /* that a page opens on; empty: its own choice */
    struct str sources;              /* base names of the sources, joined by ", " */
    struct str carried;              /* source lines that travel with the profile, as
                                        source_bundle.h says; empty: none */
    struct str options;              /* " --name=value" of what is not at its default */
    struct str digests;              /* SHA-256 of the sources' bytes, each "DIGITS NAME\n" */
    const struct chapter *chapters;  /* with VIEW_CHAPTERS: one, or one for each sample type */
    size_t chapter_count;
    bool is_terminal; /* control characters in names are made visible */
    bool has_color;
    size_t columns; /* of the terminal; 0: no limit */
    struct arena *arena;
    struct budget *budget;
};

struct renderer {
    struct str name;    /* the verb, the view */
    struct str suffix;  /* of the default output; empty: standard output */
    struct str media;   /* its content type */
    struct str formats; /* what --format may say, "text|md"; empty: the suffixes of files */
    struct str marker;  /* stands near the start of its output and says that render wrote it */
    bool is_picture;    /* otherwise text, for people and their scripts */
    unsigned options;   /* enum option_views: which options it looks at */
    unsigned needs;     /* enum view_part */
    int granularity;    /* enum granularity: unless --granularity says otherwise; 0: functions */
    bool fixed_granularity; /* whatever --granularity says */
    int64_t node_count;     /* for --nodecount=-1; 0: no limit */
    struct str help;
    struct str more_help; /* lines for `render help NAME`; empty: none */
    bool (*render)(const struct view *view, struct sink *sink, struct error *error);
    /* The same on a canvas, from begin to end; NULL: it is no picture, or only of one medium. */
    bool (*paint)(const struct view *view, struct canvas *canvas, struct error *error);
    /* A document of pages, from begin to end; NULL: it is none. */
    bool (*compose)(const struct view *view, struct pages *pages, struct error *error);
};

/* All renderers, in the order of list.def. */
const struct renderer *const *renderer_list(size_t *count);
/* By name; NULL if there is none. */
const struct renderer *renderer_find(struct str name);
/* The first that writes this suffix (".svg"); NULL if none does. */
const struct renderer *renderer_for_suffix(struct str suffix);

#endif
