/* By a table; their words go to standard output and error. */
#include "cli/commands.h"
#include "cli/terminal.h"
#include "cli/viewer.h"

#include <render/live.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool put_out(void *context, const void *bytes, size_t size)
{
    (void)context;
    return fwrite(bytes, 1, size, stdout) == size && !fflush(stdout);
}

static void say(void *context, const char *line)
{
    terminal_clear(context);
    fprintf(stderr, "%s\n", line);
}

static void show_status(void *context, const char *line)
{
    terminal_status(context, line);
}

static void show(void *context, const char *address)
{
    (void)context;
    viewer_open(address);
}

static bool begin(void *context)
{
    return terminal_begin(context);
}

struct render_console command_console(struct terminal *terminal)
{
    return (struct render_console){.context = terminal,
                                   .out = put_out,
                                   .say = say,
                                   .status = isatty(STDERR_FILENO) ? show_status : NULL,
                                   .show = show,
                                   .begin = begin,
                                   .columns = terminal_columns(),
                                   .has_color = terminal_has_color()};
}

/* ---------------------------------------------------------------- the commands */

typedef bool command(struct render_live *live, struct render *render, const char *const *words,
                     size_t count, struct render_error *error);

static const struct {
    const char *verb;
    command *run;
} COMMANDS[] = {{"capture", render_capture},
                {"watch", render_watch},
                {"analyze", render_analyze},
                {"serve", render_serve}};

enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

bool command_is_one(const char *verb)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (verb && !strcmp(verb, COMMANDS[i].verb))
            return true;
    return false;
}

bool command_run(struct render_live *live, struct render *render,
                 const struct render_arguments *arguments, struct render_error *error)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (!strcmp(arguments->verb, COMMANDS[i].verb))
            return COMMANDS[i].run(live, render, arguments->sources, arguments->source_count,
                                   error);
    return false;
}
