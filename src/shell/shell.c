/* The loop: a line, what it asks for, and on; errors are said and do not end it. */
#include "shell/shell.h"
#include "base/sink.h"
#include "live/live.h"
#include "options/settings.h"
#include "render/live.h"
#include "request/public_host.h"
#include "request/session.h"
#include "shell/line.h"
#include "shell/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void shell_say(const struct shell *shell, const char *format, ...)
{
    char line[ERROR_TEXT + 128];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    live_say(shell->live, "%s", line);
}

void shell_tell(const struct shell *shell, struct str text)
{
    const struct render_console *console = &shell->live->console;
    struct arena scratch = shell->arena;
    if (str_ends(text, STR("\n")))
        text.size--;
    else if (!text.size)
        return;
    if (console->say)
        console->say(console->context, str_to_c(text, &scratch));
}

struct variable_scope shell_scope(struct shell *shell)
{
    return (struct variable_scope){.profile = shell->render->prepared,
                                   .settings = &shell->render->settings,
                                   .own = &shell->own};
}

static void show_options(struct shell *shell)
{
    struct arena scratch = shell->arena;
    struct variable_scope scope = shell_scope(shell);
    struct sink sink;
    sink_init_buffer(&sink, &scratch, UINT64_MAX);
    variable_print(&scope, !shell->render->is_pprof, &sink);
    shell_tell(shell, sink_str(&sink));
}

/* False with an error. */
static bool obey(struct shell *shell, const struct shell_line *line, struct error *error)
{
    struct variable_scope scope = shell_scope(shell);
    if (line->kind == LINE_SET)
        return variable_set(&scope, &line->variable, line->value, error);
    if (line->kind == LINE_COMMAND)
        return shell_run(shell, line, error);
    if (line->kind == LINE_OPTIONS)
        show_options(shell);
    else if (line->kind == LINE_HELP)
        shell_help(shell, line->topic);
    return true;
}

/* False where the session is to end. */
static bool take(struct shell *shell, struct str text)
{
    struct str lines[LINE_SHORTCUT];
    struct arena arena = shell->arena;
    size_t count = line_expand(text, shell->render->prepared, &arena, lines);
    for (size_t i = 0; i < count; i++) {
        struct shell_line line;
        struct error error = {.kind = ERROR_NONE};
        bool ok = line_read(&line, lines[i], &arena, &error);
        if (ok && line.kind == LINE_QUIT)
            return false;
        if (!ok || !obey(shell, &line, &error))
            shell_say(shell, "%s", error.text);
    }
    return true;
}

/* New work begins. What a person has interrupted is forgotten; a script has ended then. */
static bool goes_on(struct shell *shell, const struct reader *reader)
{
    const struct render_console *console = &shell->live->console;
    if (reader->is_terminal && console->begin)
        return console->begin(console->context);
    return !live_is_cancelled(shell->live);
}

static void loop(struct shell *shell)
{
    struct reader reader;
    struct str text;
    enum reader_result result;
    reader_open(&reader, shell);
    while ((result = reader_next(&reader, &text)) != READER_END && goes_on(shell, &reader)) {
        if (result == READER_LINE && !take(shell, text))
            break;
        if (!goes_on(shell, &reader))
            break;
    }
    reader_close(&reader);
}

bool render_shell(struct render_live *live, struct render *render, struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct shell shell = {.live = live, .render = render};
    if (!session_prepare(render, &inner))
        return public_error_give(error, &inner);
    shell.arena = arena_init(&shell.store, SIZE_MAX);
    render->settings.compact_labels = true;
    shell.own.normalize = render->settings.normalize;
    shell_greet(&shell);
    loop(&shell);
    for (size_t i = 0; i < shell.temporary.count; i++)
        unlink(shell.temporary.at[i]);
    arena_fini(&shell.store);
    return true;
}
