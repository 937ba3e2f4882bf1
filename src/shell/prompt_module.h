/* Opens the module of line editing on first use. */
#ifndef SHELL_PROMPT_MODULE_H
#define SHELL_PROMPT_MODULE_H

#include "base/error.h"

struct prompt_module;

/* NULL with an error that says what is missing. */
const struct prompt_module *prompt_module(struct error *error);

#endif
