/* What may stand at the end of a line: a prompt_complete (prompt/prompt.h). */
#ifndef SHELL_COMPLETE_H
#define SHELL_COMPLETE_H

#include "base/str.h"

/* The context is a struct shell. */
void complete_line(void *context, struct str line, void (*add)(void *list, struct str word),
                   void *list);

#endif
