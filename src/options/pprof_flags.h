/* The arguments of pprof, by its own grammar: Go's flags, then sources.
 *
 *   -x  --x  -x=v  --x=v  -x v   a flag; a boolean takes a value only by '='
 *   --                           ends the flags, as the first word that is none does
 * Of a flag that is repeated, the last counts. */
#ifndef OPTIONS_PPROF_FLAGS_H
#define OPTIONS_PPROF_FLAGS_H

#include "base/error.h"

struct settings;
struct sink;

struct pprof_arguments {
    bool help;
    bool no_sources;     /* usage is wanted beside the error */
    struct str format;   /* as it was typed, without the dash */
    struct str view;     /* that shows it */
    struct str suffix;   /* of the new file that stands in for a terminal; empty: none does */
    bool in_server;      /* -http: a server shows it */
    bool in_browser;     /* shown there unless -output names a file */
    bool in_shell;       /* no format: commands are asked for */
    struct str output;   /* -output; empty: none */
    struct str build_id; /* -buildid */
    struct str warnings; /* lines */
    const struct str *sources;
    size_t source_count;
    struct str binary; /* the one before the sources */
};

/* Tells whether a file is a program or library that can be run somewhere. */
typedef bool pprof_is_binary(void *context, struct str name);

/* Reads the arguments (without the program's name), and sets options by them. Texts live as long as
 * the arguments and the settings do. False with a USAGE error; some fields are set then too. */
bool pprof_arguments_read(struct pprof_arguments *arguments, struct settings *settings, int count,
                          const char *const *values, pprof_is_binary *is_binary, void *context,
                          struct error *error);
/* Prints the flags. */
void pprof_help(struct sink *sink);

#endif
