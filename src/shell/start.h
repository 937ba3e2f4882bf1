/* Starts programs that show files. */
#ifndef SHELL_START_H
#define SHELL_START_H

#include "base/error.h"

/* Starts "PROGRAM OPTION..." on the file and does not wait for it. */
bool start_program(struct str command, const char *path, struct error *error);

#endif
