/* The rules of a check: those of --fail and --budget, and those of a file. */
#ifndef SELECT_RULES_H
#define SELECT_RULES_H

#include "base/array.h"
#include "select/rule.h"

struct settings;

enum { RULES_MOST = 1000 };

struct rules {
    struct arena *arena;
    ARRAY(struct rule) list;
};

/* Adds those of the options. False with a USAGE error that names the rule. */
bool rules_add_options(struct rules *rules, const struct settings *settings, struct error *error);
/* Adds those of a file's text, which lives as long as the arena: lines "fail RULE", "budget RULE",
 * and comments after a # at the start of a line. False with a USAGE error that names file and line.
 */
bool rules_add_file(struct rules *rules, struct str name, struct str text, struct error *error);

#endif
