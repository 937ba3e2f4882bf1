/* By the console. */
#include "shell/say.h"
#include "base/error.h"
#include "live/live.h"
#include "shell/state.h"

#include <stdarg.h>
#include <stdio.h>

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
