/* What a line at the prompt asks for, by pprof's grammar:
 *
 *   NAME=VALUE [//:COMMENT]   sets an option; NAME alone, of a switch, sets it true
 *   o  options                lists them
 *   help [WORD]
 *   q  quit  exit
 *   COMMAND [ARGUMENT...]     of each argument: N, rows; >FILE or > FILE, where to write; -cum, the
 *                             order; -RE, what to ignore; RE, what to focus on. top10: top 10 */
#ifndef SHELL_LINE_H
#define SHELL_LINE_H

#include "shell/commands.h"
#include "shell/variables.h"

#include <stdint.h>

struct arena;

enum line_kind {
    LINE_EMPTY,
    LINE_SET,
    LINE_OPTIONS,
    LINE_HELP,
    LINE_QUIT,
    LINE_COMMAND,
};

struct shell_line {
    enum line_kind kind;
    struct variable variable; /* LINE_SET */
    struct str value;
    struct str topic; /* LINE_HELP: its words, a blank between them; empty: all */
    /* LINE_COMMAND; options that were not given are empty. */
    struct command command;
    struct str pattern, focus, ignore, output;
    bool has_count, by_cum;
    int64_t count;
};

enum { LINE_SHORTCUT = 5 };

/* The lines that a shortcut stands for, and how many they are: ":" clears the filters, and the
 * names of sample types choose them; any other line stands for itself. */
size_t line_expand(struct str text, const struct profile *profile, struct arena *arena,
                   struct str lines[LINE_SHORTCUT]);
/* Reads one. Texts live in the line's own or in the arena. False with pprof's error. */
bool line_read(struct shell_line *line, struct str text, struct arena *arena, struct error *error);

#endif
