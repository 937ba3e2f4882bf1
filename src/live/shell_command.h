/* A command that runs beside: `capture --during`. */
#ifndef LIVE_SHELL_COMMAND_H
#define LIVE_SHELL_COMMAND_H

#include "base/error.h"

#include <sys/types.h>

struct shell_command {
    pid_t id; /* of the process and its group; 0: it is over */
    int status;
};

/* Starts it by sh, in a process group of its own, without standard input. */
bool shell_command_start(struct shell_command *command, struct str text, struct error *error);
/* Whether it is over. */
bool shell_command_is_over(struct shell_command *command);
/* Ends its whole group: asks, and after some seconds kills. Fine where it is over. */
void shell_command_stop(struct shell_command *command);
/* False with a CHECK error that says how, where it ended with a failure. */
bool shell_command_check(const struct shell_command *command, struct error *error);

#endif
