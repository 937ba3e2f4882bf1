/* Command-line arguments, as a source of settings.
 *
 *   -x  --x        a switch; as an option with a value it takes the next argument, whatever it is
 *   -x=v --x=v     a value
 *   --             what follows are sources;  - is standard input
 *   top  --top     a verb: first among the words or as an option
 *   top20 -top20   the same, showing 20 rows; top 20 and --top=20 too
 *   peek RE        a verb that takes a pattern, which is the first word behind it;
 *   --peek=RE      --peek RE, --pattern=RE too */
#ifndef OPTIONS_ARGUMENTS_H
#define OPTIONS_ARGUMENTS_H

#include "base/array.h"
#include "base/error.h"

struct settings;

struct verb {
    struct str name;
    bool has_pattern, has_count;
};

struct arguments {
    struct str verb; /* empty: none was given */
    bool version, csp_hash, help;
    struct str topic; /* of the help: an option; empty: all */
    ARRAY(struct str) sources;
};

/* Reads the arguments (without the program's name) into settings and the rest. False with a USAGE
 * error. */
bool arguments_read(struct arguments *arguments, struct settings *settings, int count,
                    const char *const *values, const struct verb *verbs, size_t verb_count,
                    struct error *error);

#endif
