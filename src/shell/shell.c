/* The loop: a line, what it asks for, and on; errors are said and do not end it. */
#include "base/sink.h"
#include "live/live.h"
#include "options/settings.h"
#include "render/live.h"
#include "request/public_host.h"
#include "request/session.h"
#include "shell/greeting.h"
#include "shell/help.h"
#include "shell/line.h"
#include "shell/reader.h"
#include "shell/run.h"
#include "shell/say.h"
#include "shell/state.h"

#include <unistd.h>

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
    struct arena before = shell->arena;
    size_t count = line_expand(text, shell->render->prepared, &shell->arena, lines);
    bool quits = false;
    for (size_t i = 0; i < count && !quits; i++) {
        struct shell_line line;
        struct error error = {.kind = ERROR_NONE};
        bool ok = line_read(&line, lines[i], &shell->arena, &error);
        quits = ok && line.kind == LINE_QUIT;
        if (!ok || !obey(shell, &line, &error))
            shell_say(shell, "%s", error.text);
    }
    shell->arena = before;
    arena_trim(&shell->arena);
    return !quits;
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
    shell.kept = arena_init(&shell.kept_store, SIZE_MAX);
    render->settings.compact_labels = true;
    shell.own.normalize = render->settings.normalize;
    shell_greet(&shell);
    loop(&shell);
    for (size_t i = 0; i < shell.temporary.count; i++)
        unlink(shell.temporary.at[i]);
    arena_fini(&shell.store);
    arena_fini(&shell.kept_store);
    return true;
}
