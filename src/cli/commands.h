/* Commands that are no view of a profile: capture, watch, analyze, serve, shell. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include <stdbool.h>

struct render;
struct render_arguments;
struct render_console;
struct render_error;
struct render_live;
struct terminal;

/* Says its lines on the terminal. */
struct render_console command_console(struct terminal *terminal);
bool command_is_one(const char *verb);
/* Runs the verb's command. */
bool command_run(struct render_live *live, struct render *render,
                 const struct render_arguments *arguments, struct render_error *error);

#endif
