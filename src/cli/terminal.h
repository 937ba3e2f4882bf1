/* The terminal's part: progress on standard error for long work, and Ctrl-C. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

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
/* Takes the progress line away. */
void terminal_clear(struct terminal *terminal);
/* Ends the process as the signal would have, if one came. */
void terminal_finish(void);

#endif
