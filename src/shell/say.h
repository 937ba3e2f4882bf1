/* Lines on standard error. */
#ifndef SHELL_SAY_H
#define SHELL_SAY_H

#include "base/str.h"

struct shell;

/* One line, formatted by us. */
void shell_say(const struct shell *shell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A text with its newlines; nothing where it is empty. */
void shell_tell(const struct shell *shell, struct str text);

#endif
