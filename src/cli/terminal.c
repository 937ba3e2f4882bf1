/* Progress and signals. */
#include "cli/terminal.h"

#include <render/render.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { QUIET_MS = 1000, STEP_MS = 120 };

/* A handler has nowhere else to leave it. */
static volatile sig_atomic_t caught;

static void catch (int number)
{
    caught = number;
}

static bool is_cancelled(void *context)
{
    (void)context;
    return caught != 0;
}

static void show_progress(void *context, const char *stage)
{
    struct terminal *terminal = context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long ms = (long)(now.tv_sec - terminal->start.tv_sec) * 1000 +
              (now.tv_nsec - terminal->start.tv_nsec) / 1000000;
    if (ms < QUIET_MS || ms - terminal->shown_ms < STEP_MS)
        return;
    terminal->shown_ms = ms;
    fprintf(stderr, "\r\033[Krender: %s, %ld.%ld s", stage, ms / 1000, ms / 100 % 10);
    fflush(stderr);
}

void terminal_attach(struct terminal *terminal, struct render_host *host)
{
    static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};
    *terminal = (struct terminal){.shown_ms = 0};
    clock_gettime(CLOCK_MONOTONIC, &terminal->start);
    host->context = terminal;
    struct sigaction action = {.sa_handler = catch};
    for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++) {
        struct sigaction old;
        sigaction(SIGNALS[i], NULL, &old);
        if (old.sa_handler != SIG_IGN)
            sigaction(SIGNALS[i], &action, NULL);
    }
    host->cancelled = is_cancelled;
    if (isatty(STDERR_FILENO))
        host->progress = show_progress;
}

bool terminal_begin(struct terminal *terminal)
{
    terminal_clear(terminal);
    clock_gettime(CLOCK_MONOTONIC, &terminal->start);
    if (caught == SIGINT)
        caught = 0;
    return !caught;
}

void terminal_clear(struct terminal *terminal)
{
    if (terminal->shown_ms)
        fprintf(stderr, "\r\033[K");
    terminal->shown_ms = 0;
}

void terminal_status(struct terminal *terminal, const char *line)
{
    terminal_clear(terminal);
    if (!line)
        return;
    terminal->shown_ms = 1;
    fprintf(stderr, "\r\033[K%s", line);
    fflush(stderr);
}

size_t terminal_columns(void)
{
    enum { USUAL = 80 };
    struct winsize size;
    if (!isatty(STDOUT_FILENO))
        return 0;
    return !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col ? size.ws_col : USUAL;
}

bool terminal_has_color(void)
{
    const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) && kind && strcmp(kind, "dumb");
}

void terminal_settle(void)
{
    caught = 0;
}

void terminal_finish(void)
{
    if (!caught)
        return;
    signal(caught, SIG_DFL);
    raise(caught);
}
