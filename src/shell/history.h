/* Where the lines of earlier sessions are. */
#ifndef SHELL_HISTORY_H
#define SHELL_HISTORY_H

struct arena;

/* render/history below $XDG_STATE_HOME or ~/.local/state, whose folders are made, for their owner
 * alone. NULL where there is no place. */
const char *history_path(struct arena *arena);

#endif
