/* What the prompt's commands share. */
#ifndef SHELL_STATE_H
#define SHELL_STATE_H

#include "base/array.h"
#include "shell/variables.h"

struct render;
struct render_live;

struct shell {
    struct render_live *live;
    struct render *render;
    struct variables own;
    struct arena_store store, kept_store;
    struct arena arena;            /* of a line; what is free behind it is scratch */
    struct arena kept;             /* of the session */
    ARRAY(const char *) temporary; /* files that were shown, to be removed at the end */
};

/* The options as commands see them. */
struct variable_scope shell_scope(struct shell *shell);

#endif
