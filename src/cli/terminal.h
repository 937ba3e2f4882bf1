/* The terminal's part: progress on standard error for long work, and Ctrl-C. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

struct render_host;

/* Makes the host report progress (only if standard error is a terminal, and only after a second)
 * and stop on SIGINT, SIGTERM and SIGHUP. */
void terminal_attach(struct render_host *host);
/* Takes the progress line away. */
void terminal_clear(void);
/* Ends the process as the signal would have, if one came. */
void terminal_finish(void);

#endif
