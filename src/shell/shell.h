/* What the prompt's commands share. */
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include "base/array.h"
#include "base/error.h"
#include "shell/variables.h"

struct shell_line;
struct render;
struct render_live;

struct shell {
    struct render_live *live;
    struct render *render;
    struct variables own;
    struct arena_store store;
    struct arena arena;            /* of the session */
    ARRAY(const char *) temporary; /* files that were shown, to be removed at the end */
};

/* Lines on standard error: formatted by us, or of a text with its newlines. */
void shell_say(const struct shell *shell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void shell_tell(const struct shell *shell, struct str text);
/* The options as commands see them. */
struct variable_scope shell_scope(struct shell *shell);

/* What the profile is, and a hint. */
void shell_greet(struct shell *shell);
/* The help; a topic is a command or an option, empty for all. */
void shell_help(const struct shell *shell, struct str topic);
/* Runs a command. False with an error; what it warns of is said. */
bool shell_run(struct shell *shell, const struct shell_line *line, struct error *error);

#endif
