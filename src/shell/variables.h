/* The options that a session's commands look at, by pprof's names and words. */
#ifndef SHELL_VARIABLES_H
#define SHELL_VARIABLES_H

#include "base/error.h"

struct profile;
struct settings;
struct sink;

/* Those of pprof that have no meaning once a profile is read. */
struct variables {
    bool intel_syntax, normalize;
};

enum variable_type {
    VARIABLE_TEXT,
    VARIABLE_COUNT,
    VARIABLE_REAL,
    VARIABLE_SWITCH,
    VARIABLE_CHOICE,
};

struct option;

struct variable {
    struct str name;
    enum variable_type type;
    const struct option *option; /* NULL: a field of struct variables */
    struct str help;
    bool is_own;       /* render's, which pprof does not have */
    struct str choice; /* the name is this word of the option, and stands for it */
};

/* The one of that name; false if there is none. */
bool variable_find(struct str name, struct variable *variable);
/* Tells each, those of pprof in the order of their names before render's own; words of choices
 * follow. */
void variable_list(void (*tell)(void *context, const struct variable *variable), void *context);

struct variable_scope {
    const struct profile *profile;
    struct settings *settings;
    struct variables *own;
};

/* Sets it. False with pprof's error. */
bool variable_set(const struct variable_scope *scope, const struct variable *variable,
                  struct str value, struct error *error);
/* Writes a line for each into a buffer, as pprof's `options` does; render's own follow where they
 * are wanted. */
void variable_print(const struct variable_scope *scope, bool with_own, struct sink *sink);

#endif
