/* Help at the prompt. */
#ifndef SHELL_HELP_H
#define SHELL_HELP_H

#include "base/str.h"

struct shell;

/* A topic is a command or an option, empty for all. */
void shell_help(const struct shell *shell, struct str topic);

#endif
