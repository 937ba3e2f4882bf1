/* Lines of standard input: edited on a terminal, where the module for that is there, plain
 * otherwise. */
#ifndef SHELL_READER_H
#define SHELL_READER_H

#include "base/str.h"

struct prompt;
struct prompt_module;
struct shell;

struct reader {
    struct shell *shell;
    const struct prompt_module *module;
    struct prompt *prompt; /* NULL: plain */
    bool is_terminal;      /* of a person: Ctrl-C is about a line or a command */
    bool at_end;
    char *at; /* what was read; a line starts at `start` */
    size_t start, used, room;
};

enum reader_result {
    READER_LINE,
    READER_INTERRUPTED, /* the line is thrown away */
    READER_END,
};

void reader_open(struct reader *reader, struct shell *shell);
/* The next line, without its end; it lives until the next call. */
enum reader_result reader_next(struct reader *reader, struct str *line);
void reader_close(struct reader *reader);

#endif
