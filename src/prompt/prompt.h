/* The module of line editing: the only code that knows libedit. It is opened on first use. */
#ifndef PROMPT_PROMPT_H
#define PROMPT_PROMPT_H

#include "base/error.h"

#define PROMPT_SYMBOL "render_prompt"

struct prompt;

/* Tells `add` each word that may stand at the end of the line so far. */
typedef void prompt_complete(void *context, struct str line,
                             void (*add)(void *list, struct str word), void *list);

struct prompt_options {
    const char *text;    /* "(pprof) " */
    const char *history; /* file that it is kept in; NULL: it is not */
    prompt_complete *complete;
    void *context;
};

struct prompt_module {
    const char *version; /* RENDER_VERSION */
    /* On standard input, which must be a terminal. NULL with an error. */
    struct prompt *(*open)(const struct prompt_options *options, struct error *error);
    /* The next line, without its end; it lives until the next call. NULL at the end. *interrupted:
     * Ctrl-C threw the line away, which is then empty. */
    const char *(*read)(struct prompt *prompt, bool *interrupted);
    void (*close)(struct prompt *prompt);
};

#endif
