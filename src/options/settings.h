/* The settings of a request: a field an option, and the rows about them. Whatever their source
 * (arguments, a URL, a file), values pass through settings_set. */
#ifndef OPTIONS_SETTINGS_H
#define OPTIONS_SETTINGS_H

#include "base/error.h"

#include <stdint.h>

struct arena;
struct sink;

enum option_type {
    OPTION_TEXT,
    OPTION_LIST,  /* an empty name of a source is none, as in pprof */
    OPTION_RULES, /* an empty rule is a slip */
    OPTION_COUNT,
    OPTION_REAL,
    OPTION_SWITCH,
    OPTION_CHOICE,
    OPTION_SIZE,
    OPTION_DURATION, /* in seconds */
};

/* Families of views: which look at an option, and which a renderer belongs to. */
enum option_views {
    FOR_FLAME = 1,
    FOR_TABLE = 2,    /* functions by weight: top, tree, ... */
    FOR_GRAPH = 4,    /* call graphs: graph, dot, callgrind */
    FOR_TEXT = 8,     /* other reports with values: traces, tags, ... */
    FOR_RAW = 16,     /* the profile itself: raw, proto, ... */
    FOR_DIAGRAM = 32, /* call graphs that are pictures */
    FOR_DATA = 64,    /* what the page asks for: boxes, details, functions, ... */
    FOR_HTML = 128,   /* the page itself */
    FOR_REPORT = 256, /* the report of pages */
    FOR_RANKED = FOR_TABLE | FOR_GRAPH,
    FOR_VALUES = FOR_TABLE | FOR_GRAPH | FOR_TEXT,
    FOR_PICTURE = FOR_FLAME | FOR_DIAGRAM,
    FOR_PAGE = FOR_PICTURE | FOR_HTML,
    FOR_WHOLE = FOR_HTML | FOR_REPORT,
    FOR_ALL = 511,
    /* What commands look at, and no view. */
    FOR_LIVE = 512,  /* fetching, capture, watch, analyze */
    FOR_SERVE = 1024 /* serve */
};

enum { SORT_FLAT, SORT_CUM };
enum { RECURSION_KEEP, RECURSION_DIRECT, RECURSION_ALL };
enum { SIDE_ALL, SIDE_CALLERS, SIDE_CALLEES };
enum { FIND_IN_NAME, FIND_IN_FILE, FIND_IN_PACKAGE };
enum { ONLY_BOTH, ONLY_BASE, ONLY_NEW };
enum { WIDTH_BY_LARGER, WIDTH_BY_BASE, WIDTH_BY_NEW };
enum { ORDER_WEIGHT, ORDER_NAME };
enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum { PAPER_A4, PAPER_LETTER, PAPER_A3 };
enum { THEME_AUTO, THEME_LIGHT, THEME_DARK };
enum { COLOR_BY_PACKAGE, COLOR_BY_FUNCTION, COLOR_BY_FILE, COLOR_BY_WEIGHT };

struct texts {
    const struct str *at;
    size_t count;
};

#define OPTION_FIELD_TEXT struct str
#define OPTION_FIELD_LIST struct texts
#define OPTION_FIELD_RULES struct texts
#define OPTION_FIELD_COUNT int64_t
#define OPTION_FIELD_REAL double
#define OPTION_FIELD_SWITCH bool
#define OPTION_FIELD_CHOICE int
#define OPTION_FIELD_SIZE uint64_t
#define OPTION_FIELD_DURATION double

struct settings {
    struct arena *arena;      /* of text values */
    uint64_t by_shorthand[2]; /* a bit a row: a shorthand set it */
#define OPTION(name, type, initial, domain, views, help) OPTION_FIELD_##type name;
#define ALIAS(name, option)
#define SHORTHAND(name, option, value)
#include "options/options.def"
#undef OPTION
#undef ALIAS
#undef SHORTHAND
};

struct option {
    struct str name;
    enum option_type type;
    size_t field; /* offset in struct settings */
    struct str initial, domain;
    unsigned views; /* enum option_views */
    struct str help;
};

struct option_word {
    struct str name, option, value;
    bool is_alias; /* another name; otherwise a switch that stands for `value` */
};

/* The rows, in the order of options.def. */
const struct option *option_rows(size_t *count);
const struct option_word *option_words(size_t *count);
/* The row of a name or alias, '-' and '_' being the same letter; NULL if there is none. */
const struct option *option_find(struct str name);
/* The first shorthand of that name, or NULL. */
const struct option_word *option_shorthand(struct str name);
/* The option or shorthand nearest to a misspelt name; empty if none is near. */
struct str option_nearest(struct str name);
/* Whether it may be given several times, for a struct texts. */
bool option_is_list(const struct option *option);
/* What is typed for the value of such an option: "NAME", "N", "flat|cum". */
struct str option_syntax(const struct option *option);

/* All options at their defaults. */
void settings_init(struct settings *settings, struct arena *arena);
/* Sets an option from text; of a list, adds one. False with a USAGE error that names the option and
 * what it takes; an unknown name suggests the nearest. */
bool settings_set(struct settings *settings, struct str name, struct str value,
                  struct error *error);
/* Sets what a shorthand stands for (several rows may have its name). Two shorthands for different
 * words of one choice are a USAGE error, as --lines and --files; of two sample types the first one
 * stays, as in pprof. */
bool settings_shorthand(struct settings *settings, struct str name, struct error *error);
/* Writes the value as it would be typed; of a list, value `i` (0 for others). */
void settings_print_value(const struct settings *settings, const struct option *option, size_t i,
                          struct sink *sink);
/* How many values the option has: 1, but for a list. */
size_t settings_value_count(const struct settings *settings, const struct option *option);
/* Whether the option has its default. */
bool settings_is_default(const struct settings *settings, const struct option *option);
/* Writes " --name=value" for each option that the views look at and that is not at its default;
 * settings_set of each gives the same settings. Where results go and which view they are (output,
 * format, open, view) is left out. */
void settings_print(const struct settings *settings, unsigned views, struct sink *sink);

#endif
