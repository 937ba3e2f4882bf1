/* The commands of the prompt: pprof's formats, and render's own views. */
#ifndef SHELL_COMMANDS_H
#define SHELL_COMMANDS_H

#include "base/str.h"

struct command {
    struct str name, help;
    struct str view;    /* that it shows; empty: `missing` says why it cannot */
    struct str missing; /* a sentence */
    struct str format;  /* of a picture: "pdf"; empty: the view's own, or by the file's name */
    struct str suffix;  /* of the new file that it writes; empty: to standard output */
    struct str program; /* that shows this file, with its options; "" with `in_browser`: none */
    bool in_browser;
    bool has_pattern; /* its first argument */
    bool is_own;      /* render's, which pprof does not have */
};

/* The one of that name; false if there is none. */
bool command_find(struct str name, struct command *command);
/* Tells each, those of pprof in the order of their names before render's own. */
void command_list(void (*tell)(void *context, const struct command *command), void *context);

#endif
