/* Errors: setting, quoting, and the one table of their meaning outside. */
#include "base/error.h"
#include "base/escape.h"
#include "base/sink.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int exit_code, http_status;
} MEANING[ERROR_KINDS] = {
    [ERROR_NONE] = {0, 200},  [ERROR_CHECK] = {1, 409}, [ERROR_USAGE] = {2, 400},
    [ERROR_INPUT] = {3, 422}, [ERROR_LIMIT] = {4, 413}, [ERROR_IO] = {5, 502},
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

struct error_quote error_quote(struct str text)
{
    enum { HEAD = 60, TAIL = 50 };
    struct error_quote quote;
    struct sink sink;
    sink_init_fixed(&sink, quote.text, sizeof quote.text - 1);
    if (text.size <= HEAD) {
        sink_terminal(&sink, text);
    } else {
        char tail[TAIL + 1];
        struct sink end;
        sink_init_fixed(&end, tail, TAIL);
        struct str last = str_skip(text, text.size - 24);
        while (last.size && ((unsigned char)last.at[0] & 0xc0) == 0x80)
            last = str_skip(last, 1);
        sink_terminal(&end, last);
        sink_terminal(&sink, str_slice(text, 0, 48));
        sink.used = sink.used > HEAD ? HEAD : sink.used;
        sink_text(&sink, STR("..."));
        sink_text(&sink, (struct str){tail, end.used});
    }
    quote.text[sink.used] = 0;
    return quote;
}

int error_exit_code(enum error_kind kind)
{
    return MEANING[kind].exit_code;
}

int error_http_status(enum error_kind kind)
{
    return MEANING[kind].http_status;
}
