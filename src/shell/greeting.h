/* What a session begins with. */
#ifndef SHELL_GREETING_H
#define SHELL_GREETING_H

struct shell;

/* What the profile is, and a hint. */
void shell_greet(struct shell *shell);

#endif
