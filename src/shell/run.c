/* Runs commands: options for one command only, where the report goes, and who shows it. */
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"
#include "request/session.h"
#include "shell/line.h"
#include "shell/run.h"
#include "shell/say.h"
#include "shell/start.h"
#include "shell/state.h"

#include "live/live.h"
#include "render/render.h"

#include <stdlib.h>
#include <string.h>

/* The options of the session as this command has them. */
static struct settings settings_for(const struct settings *session, const struct shell_line *line)
{
    struct settings settings = *session;
    const struct command *command = &line->command;
    struct str *focus = &settings.focus, *ignore = &settings.ignore;
    if (str_equal(command->name, STR("tags"))) {
        focus = &settings.tagfocus;
        ignore = &settings.tagignore;
    }
    *focus = line->focus.size ? line->focus : *focus;
    *ignore = line->ignore.size ? line->ignore : *ignore;
    settings.nodecount = line->has_count ? line->count : settings.nodecount;
    settings.sort = line->by_cum ? SORT_CUM : settings.sort;
    settings.output = line->output.size ? line->output : settings.output;
    settings.format = command->format;
    settings.pattern = line->pattern;
    if (settings.nodecount == -1 && str_equal(command->view, STR("top")))
        settings.nodecount = 10;
    /* pprof knows only 0 as a mistake, and passes over what gives no positive share. */
    if (settings.divide_by != 0 && !(1 / settings.divide_by > 0))
        settings.divide_by = 1;
    return settings;
}

/* ---------------------------------------------------------------- outputs */

static void say_file(const struct shell *shell, const char *path)
{
    struct error_quote quote = error_quote(str_from_c(path));
    shell_say(shell, "Generating report in %s", quote.text);
}

static bool write_named(struct shell *shell, const char *view, struct render_error *error)
{
    struct render *render = shell->render;
    const char *path = str_to_c(render->settings.output, &shell->arena);
    /* A file, whatever its name is. */
    bool ok = render_write(render, view, strcmp(path, "-") ? path : "./-", error);
    shell_tell(shell, render->messages);
    render->messages = STR("");
    if (ok || error->kind == RENDER_IO)
        say_file(shell, path);
    return ok;
}

static const char *temporary_stem(struct arena *arena)
{
    const char *folder = getenv("TMPDIR");
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_from_c(folder && *folder ? folder : "/tmp"));
    sink_text(&sink, STR("/pprof"));
    return str_to_c(sink_str(&sink), arena);
}

/* A new file in the folder for such, which is removed when the session ends. */
static bool show(struct shell *shell, const struct command *command, struct render_error *error)
{
    const struct render_console *console = &shell->live->console;
    const char *path;
    if (!render_write_new(shell->render, command->view.at, temporary_stem(&shell->arena),
                          command->suffix.at, &path, error))
        return false;
    path = str_to_c(str_from_c(path), &shell->kept);
    array_push(&shell->kept, &shell->temporary, path);
    if (!command->in_browser) {
        struct error inner;
        return start_program(command->program, path, &inner) || public_error_give(error, &inner);
    }
    if (console->show)
        console->show(console->context, path);
    return true;
}

static bool write_report(struct shell *shell, const struct command *command,
                         struct render_error *error)
{
    const char *path;
    if (shell->render->settings.output.size)
        return write_named(shell, command->view.at, error);
    if (command->in_browser || command->program.size)
        return show(shell, command, error);
    if (!command->suffix.size)
        return render_write(shell->render, command->view.at, "-", error);
    if (!render_write_new(shell->render, command->view.at, "profile", command->suffix.at, &path,
                          error))
        return false;
    shell_tell(shell, shell->render->messages);
    shell->render->messages = STR("");
    say_file(shell, path);
    return true;
}

/* ---------------------------------------------------------------- a command */

/* With what the command itself takes of the session's memory given back. */
static bool run(struct shell *shell, const struct shell_line *line, struct error *error)
{
    struct render *render = shell->render;
    struct settings saved = render->settings;
    struct arena words = render->words;
    struct render_error outer = {.kind = RENDER_OK};
    render->settings = settings_for(&saved, line);
    render->messages = STR("");
    render->any_name = !line->command.is_own;
    bool ok = write_report(shell, &line->command, &outer);
    shell_tell(shell, render->messages);
    render->messages = STR("");
    render->settings = saved;
    render->words = words;
    return ok || public_error_take(error, &outer);
}

bool shell_run(struct shell *shell, const struct shell_line *line, struct error *error)
{
    const struct command *command = &line->command;
    if (command->missing.size)
        return error_set(error, ERROR_USAGE, "%.*s", STR_ARG(command->missing));
    if (shell->render->settings.divide_by == 0)
        return error_set(error, ERROR_USAGE, "zero divisor specified");
    if (str_find(line->output, 0) != STR_NONE)
        return error_set(error, ERROR_USAGE, "a file's name cannot have a NUL in it");
    return run(shell, line, error);
}
