/* Runs commands. */
#ifndef SHELL_RUN_H
#define SHELL_RUN_H

#include "base/error.h"

struct shell;
struct shell_line;

/* False with an error; what it warns of is said. */
bool shell_run(struct shell *shell, const struct shell_line *line, struct error *error);

#endif
