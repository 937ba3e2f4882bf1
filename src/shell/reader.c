/* Reads lines. */
#include "shell/reader.h"
#include "base/error.h"
#include "live/live.h"
#include "prompt/prompt.h"
#include "shell/complete.h"
#include "shell/history.h"
#include "shell/prompt_module.h"
#include "shell/say.h"
#include "shell/state.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROMPT "(pprof) "

enum { BLOCK = 64 << 10, LONGEST = 4 << 20 };

/* Not where nothing can be moved on the screen, or nobody sees it. */
static bool can_edit(void)
{
    const char *kind = getenv("TERM");
    return isatty(STDIN_FILENO) && (isatty(STDOUT_FILENO) || isatty(STDERR_FILENO)) && kind &&
           *kind && strcmp(kind, "dumb") != 0;
}

static void open_prompt(struct reader *reader)
{
    struct shell *shell = reader->shell;
    struct error error;
    struct prompt_options options = {.text = PROMPT,
                                     .history = history_path(&shell->kept),
                                     .complete = complete_line,
                                     .context = shell};
    reader->module = prompt_module(&error);
    if (reader->module)
        reader->prompt = reader->module->open(&options, &error);
    if (!reader->prompt)
        shell_say(shell, "note: %s; lines are read without editing", error.text);
}

void reader_open(struct reader *reader, struct shell *shell)
{
    *reader = (struct reader){.shell = shell, .is_terminal = isatty(STDIN_FILENO)};
    if (can_edit())
        open_prompt(reader);
}

void reader_close(struct reader *reader)
{
    if (reader->prompt)
        reader->module->close(reader->prompt);
    free(reader->at);
}

/* ---------------------------------------------------------------- plain */

static void show(const char *text)
{
    FILE *out = isatty(STDOUT_FILENO) ? stdout : stderr;
    fputs(text, out);
    fflush(out);
}

/* Behind what a person typed and then threw away. */
static void end_line(const struct reader *reader)
{
    if (reader->is_terminal)
        show("\n");
}

/* Makes room behind what is there. */
static void make_room(struct reader *reader)
{
    if (reader->at)
        memmove(reader->at, reader->at + reader->start, reader->used - reader->start);
    reader->used -= reader->start;
    reader->start = 0;
    if (reader->room - reader->used >= BLOCK)
        return;
    reader->room = reader->room * 2 + BLOCK;
    reader->at = realloc(reader->at, reader->room);
    if (!reader->at)
        abort();
}

/* Until there is input. False where a signal came, also one that came just before. */
static bool wait_for_input(const struct reader *reader)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    sigset_t ends, before;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, &before);
    bool is_cancelled = live_is_cancelled(reader->shell->live);
    bool came = !is_cancelled && (ppoll(&input, 1, NULL, &before) >= 0 || errno != EINTR);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return came;
}

/* More bytes of standard input. False at the end, and where a signal came. */
static bool read_more(struct reader *reader)
{
    if (!wait_for_input(reader))
        return false;
    if (reader->room - reader->used < BLOCK)
        make_room(reader);
    ssize_t got = read(STDIN_FILENO, reader->at + reader->used, reader->room - reader->used);
    if (got > 0)
        reader->used += (size_t)got;
    reader->at_end = got == 0 || (got < 0 && errno != EINTR);
    return got > 0;
}

static struct str cut_line(struct reader *reader, size_t end)
{
    struct str line = {reader->at + reader->start, end - reader->start};
    reader->start = end < reader->used ? end + 1 : end;
    return line;
}

/* Up to the end of a line that is longer than any that is meant. */
static enum reader_result skip_line(struct reader *reader, struct str *line)
{
    const char *end = NULL;
    while (!end) {
        reader->start = reader->used = 0;
        if (!read_more(reader))
            return READER_END;
        end = memchr(reader->at, '\n', reader->used);
    }
    reader->start = (size_t)(end - reader->at) + 1;
    shell_say(reader->shell, "a line is longer than %d MB; it is left out", LONGEST >> 20);
    *line = STR("");
    return READER_LINE;
}

static enum reader_result read_plain(struct reader *reader, struct str *line)
{
    size_t seen = reader->start;
    if (reader->is_terminal)
        show(PROMPT);
    for (;;) {
        const char *end = reader->at ? memchr(reader->at + seen, '\n', reader->used - seen) : NULL;
        if (end) {
            *line = cut_line(reader, (size_t)(end - reader->at));
            return READER_LINE;
        }
        if (reader->used - reader->start > LONGEST)
            return skip_line(reader, line);
        size_t behind = reader->used - reader->start;
        if (!reader->at_end && read_more(reader)) {
            seen = reader->start + behind;
            continue;
        }
        if (reader->at_end && behind) {
            *line = cut_line(reader, reader->used);
            return READER_LINE;
        }
        end_line(reader);
        return reader->at_end ? READER_END : READER_INTERRUPTED;
    }
}

enum reader_result reader_next(struct reader *reader, struct str *line)
{
    bool interrupted = false;
    if (!reader->prompt)
        return read_plain(reader, line);
    const char *text = reader->module->read(reader->prompt, &interrupted);
    if (interrupted)
        return READER_INTERRUPTED;
    *line = str_from_c(text);
    return text ? READER_LINE : READER_END;
}
