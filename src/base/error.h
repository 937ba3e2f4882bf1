/* Errors stop the work. They are owned by the caller and say what, where, and what to do. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/str.h"

enum error_kind {
    ERROR_NONE,
    ERROR_CHECK, /* the check that was asked for failed */
    ERROR_USAGE, /* options or arguments */
    ERROR_INPUT, /* a source is not readable as what it is */
    ERROR_LIMIT, /* a ceiling or budget was reached */
    ERROR_IO,    /* the outside world: no such file, disk full */
};

enum { ERROR_KINDS = ERROR_IO + 1, ERROR_TEXT = 640 };

struct error {
    enum error_kind kind;
    char text[ERROR_TEXT];
};

/* Sets the error and returns false, so that raising is one line. Text of unknown origin belongs
 * into error_quote (quote.h) first. A longer text is cut. `error` may be NULL. */
bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What a kind means outside: the process's exit code, the HTTP status. One table. */
int error_exit_code(enum error_kind kind);
int error_http_status(enum error_kind kind);

#endif
