/* libedit, with what it is asked to do at the prompt. */
#ifndef PROMPT_EDITOR_H
#define PROMPT_EDITOR_H

#include "prompt/prompt.h"

#include <histedit.h>
#include <locale.h>
#include <signal.h>

struct prompt {
    struct prompt_options options;
    EditLine *edit;
    HistoryW *history;
    locale_t utf8; /* in which libedit runs; 0: that of the process */
    FILE *out;
    wchar_t *text;
    char *line;       /* the last one that was read */
    sigset_t outside; /* the signals that were blocked before it read */
    bool interrupted;
    int ended; /* the signal that asks for the end; 0: none */
};

/* A character of the terminal for libedit (EL_GETCFN): UTF-8 is decoded, and signals are looked at
 * only while it waits. */
int editor_get(EditLine *edit, wchar_t *letter);
/* Around reading a line: the signals are the prompt's own. */
struct editor_signals {
    struct sigaction before[5];
};
void editor_take_signals(struct prompt *prompt, struct editor_signals *signals);
void editor_give_signals(struct prompt *prompt, const struct editor_signals *signals);

/* Completes the word at the cursor (EL_ADDFN), or lists what it may be. */
unsigned char editor_complete(EditLine *edit, wint_t letter);

/* Between libedit's wide characters and UTF-8; the results are to be freed. */
char *editor_narrow(const wchar_t *text, size_t count);
wchar_t *editor_wide(struct str text);

#endif
