/* The terminal's part: progress on standard error for long work, and Ctrl-C. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct render_host;

/* The progress line. */
struct terminal {
    struct timespec start;
    long shown_ms; /* when it was last written, since the start; 0: it is not there */
};

/* Makes the host report progress (only if standard error is a terminal, and only after a second)
 * and stop on SIGINT, SIGTERM and SIGHUP. The terminal becomes the host's context. */
void terminal_attach(struct terminal *terminal, struct render_host *host);
/* Starts the clock of new work, and forgets a Ctrl-C; false where another signal asks for the end.
 */
bool terminal_begin(struct terminal *terminal);
/* Takes the progress line away. */
void terminal_clear(struct terminal *terminal);
/* Shows a line in place of the one before; NULL: of none. */
void terminal_status(struct terminal *terminal, const char *line);
/* Of standard output: how wide it is, 0 where it is no terminal; whether it likes colours. */
size_t terminal_columns(void);
bool terminal_has_color(void);
/* What a signal asked for was done: it is no reason to end otherwise than usual. */
void terminal_settle(void);
/* Ends the process as the signal would have, if one came. */
void terminal_finish(void);

#endif
