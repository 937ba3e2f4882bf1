/* The table that the program finds by its name, and the life of a prompt. */
#include "base/utf8.h"
#include "base/version.h"
#include "prompt/editor.h"
#include "prompt/history.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

enum { HISTORY_LINES = 1000 };

/* ---------------------------------------------------------------- characters */

static void *reserve(size_t count, size_t size)
{
    void *at = calloc(count, size);
    if (!at)
        abort();
    return at;
}

char *editor_narrow(const wchar_t *text, size_t count)
{
    char *at = reserve(4 * count + 1, 1);
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        used += utf8_encode((uint32_t)text[i], at + used);
    return at;
}

wchar_t *editor_wide(struct str text)
{
    wchar_t *at = reserve(text.size + 1, sizeof *at);
    size_t used = 0;
    for (size_t size; text.size; text = str_skip(text, size)) {
        uint32_t point = utf8_decode(text, &size);
        at[used++] = (wchar_t)(point == UTF8_INVALID ? 0xfffd : point);
    }
    return at;
}

/* ---------------------------------------------------------------- history */

static void remember(void *context, struct str line)
{
    struct prompt *prompt = context;
    HistEventW event;
    wchar_t *wide = editor_wide(line);
    history_w(prompt->history, &event, H_ENTER, wide);
    free(wide);
}

/* Not what begins with a blank, as shells have it. */
static void keep(struct prompt *prompt, struct str line)
{
    if (!line.size || line.at[0] == ' ')
        return;
    remember(prompt, line);
    if (prompt->options.history)
        history_add(prompt->options.history, line);
}

static void open_history(struct prompt *prompt)
{
    HistEventW event;
    prompt->history = history_winit();
    if (!prompt->history)
        return;
    history_w(prompt->history, &event, H_SETSIZE, HISTORY_LINES);
    history_w(prompt->history, &event, H_SETUNIQUE, 1);
    el_wset(prompt->edit, EL_HIST, history_w, prompt->history);
    if (prompt->options.history)
        history_load(prompt->options.history, remember, prompt);
}

/* ---------------------------------------------------------------- the module */

static wchar_t *text_of(EditLine *edit)
{
    struct prompt *prompt = NULL;
    el_wget(edit, EL_CLIENTDATA, &prompt);
    return prompt->text;
}

static void configure(struct prompt *prompt)
{
    EditLine *edit = prompt->edit;
    el_wset(edit, EL_CLIENTDATA, prompt);
    el_wset(edit, EL_PROMPT, text_of);
    el_wset(edit, EL_EDITOR, L"emacs");
    el_wset(edit, EL_SIGNAL, 0);
    /* The user's own keys (~/.editrc) come before those without which there is no prompt. */
    el_source(edit, NULL);
    el_wset(edit, EL_GETCFN, editor_get);
    el_wset(edit, EL_ADDFN, L"render-complete", L"Complete the word", editor_complete);
    el_wset(edit, EL_BIND, L"^I", L"render-complete", NULL);
}

static void prompt_close(struct prompt *prompt)
{
    locale_t before = prompt->utf8 ? uselocale(prompt->utf8) : (locale_t)0;
    if (prompt->edit)
        el_end(prompt->edit);
    if (prompt->history)
        history_wend(prompt->history);
    if (prompt->utf8) {
        uselocale(before);
        freelocale(prompt->utf8);
    }
    free(prompt->text);
    free(prompt->line);
    free(prompt);
}

static struct prompt *prompt_open(const struct prompt_options *options, struct error *error)
{
    struct prompt *prompt = reserve(1, sizeof *prompt);
    prompt->options = *options;
    prompt->out = isatty(STDOUT_FILENO) ? stdout : stderr;
    prompt->text = editor_wide(str_from_c(options->text));
    prompt->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = prompt->utf8 ? uselocale(prompt->utf8) : (locale_t)0;
    prompt->edit = el_init("render", stdin, prompt->out, stderr);
    if (prompt->edit) {
        configure(prompt);
        open_history(prompt);
    }
    if (prompt->utf8)
        uselocale(before);
    if (prompt->edit)
        return prompt;
    prompt_close(prompt);
    error_set(error, ERROR_IO, "the terminal cannot be used for editing lines");
    return NULL;
}

/* The end of the terminal's line where no Enter made one. */
static void end_line(struct prompt *prompt, const char *mark)
{
    fprintf(prompt->out, "%s\n", mark);
    fflush(prompt->out);
}

static const char *prompt_read(struct prompt *prompt, bool *interrupted)
{
    struct editor_signals signals;
    int count = 0;
    prompt->interrupted = false;
    prompt->ended = 0;
    locale_t before = prompt->utf8 ? uselocale(prompt->utf8) : (locale_t)0;
    editor_take_signals(prompt, &signals);
    /* The window may have changed since; and what is typed as soon as the prompt shows is for it.
     */
    el_resize(prompt->edit);
    el_wset(prompt->edit, EL_PREP_TERM, 1);
    const wchar_t *line = el_wgets(prompt->edit, &count);
    editor_give_signals(prompt, &signals);
    if (prompt->utf8)
        uselocale(before);
    *interrupted = prompt->interrupted;
    free(prompt->line);
    prompt->line = NULL;
    if (!line || count <= 0) {
        end_line(prompt, prompt->interrupted ? "^C" : "");
        /* Whoever waits for that signal shall hear of it. */
        if (prompt->ended)
            raise(prompt->ended);
        return NULL;
    }
    size_t size = (size_t)count;
    while (size && (line[size - 1] == L'\n' || line[size - 1] == L'\r'))
        size--;
    prompt->line = editor_narrow(line, size);
    keep(prompt, str_from_c(prompt->line));
    return prompt->line;
}

__attribute__((visibility("default"))) extern const struct prompt_module render_prompt;

const struct prompt_module render_prompt = {
    .version = RENDER_VERSION, .open = prompt_open, .read = prompt_read, .close = prompt_close};
