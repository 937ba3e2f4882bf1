/* Errors: setting, quoting, and the one table of their meaning outside. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    int exit_code, http_status;
} MEANING[ERROR_KINDS] = {
    [ERROR_NONE] = {0, 200},  [ERROR_CHECK] = {1, 409}, [ERROR_USAGE] = {2, 400},
    [ERROR_INPUT] = {3, 422}, [ERROR_LIMIT] = {4, 422}, [ERROR_IO] = {5, 502},
};

bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
{
    if (!error)
        return false;
    va_list arguments;
    va_start(arguments, format);
    error->kind = kind;
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return false;
}

int error_exit_code(enum error_kind kind)
{
    return MEANING[kind].exit_code;
}

int error_http_status(enum error_kind kind)
{
    return MEANING[kind].http_status;
}
