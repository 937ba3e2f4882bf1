/* "Name: value", or "@FILE" with such lines. */
#include "live/headers.h"
#include "base/array.h"
#include "base/quote.h"
#include "options/settings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { FILE_MOST = 64 << 10 };

struct lines {
    ARRAY(struct str) all;
    struct arena *arena;
};

/* A character of a header's name (RFC 9110, token). */
static bool is_token(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte && strchr("!#$%&'*+-.^_`|~", byte));
}

static bool is_header(struct str line)
{
    size_t colon = str_find(line, ':');
    if (colon == STR_NONE || !colon)
        return false;
    for (size_t i = 0; i < line.size; i++) {
        unsigned char byte = (unsigned char)line.at[i];
        if (i < colon ? !is_token(line.at[i]) : (byte < ' ' && byte != '\t') || byte == 0x7f)
            return false;
    }
    return true;
}

static bool read_file(struct str name, struct str *bytes, struct arena *arena, struct error *error)
{
    struct error_quote quote = error_quote(name);
    char *at = arena_alloc(arena, FILE_MOST, 1);
    FILE *file = fopen(str_to_c(name, arena), "re");
    if (!file)
        return error_set(error, ERROR_IO, "--header=@%s: the file cannot be opened: %s", quote.text,
                         strerror(errno));
    *bytes = (struct str){at, fread(at, 1, FILE_MOST, file)};
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed)
        return error_set(error, ERROR_IO, "--header=@%s: the file cannot be read", quote.text);
    return bytes->size < FILE_MOST ||
           error_set(error, ERROR_LIMIT, "--header=@%s: a file of headers has less than 64 kB",
                     quote.text);
}

static bool add_file(struct lines *lines, struct str name, struct error *error)
{
    struct str rest = STR("");
    struct error_quote quote = error_quote(name);
    if (!read_file(name, &rest, lines->arena, error))
        return false;
    for (size_t number = 1; rest.size; number++) {
        size_t end = str_find(rest, '\n');
        struct str line = str_slice(rest, 0, end);
        rest = end == STR_NONE ? STR("") : str_skip(rest, end + 1);
        if (line.size && line.at[line.size - 1] == '\r')
            line.size--;
        if (!line.size)
            continue;
        if (!is_header(line))
            return error_set(error, ERROR_USAGE,
                             "--header=@%s: line %zu is no header; it takes lines NAME: VALUE",
                             quote.text, number);
        array_push(lines->arena, &lines->all, line);
    }
    return true;
}

static bool add(struct lines *lines, struct str value, struct error *error)
{
    if (value.size > 1 && value.at[0] == '@')
        return add_file(lines, str_skip(value, 1), error);
    if (!is_header(value))
        return error_set(error, ERROR_USAGE,
                         "--header takes one line, NAME: VALUE, or @FILE with such lines; this is "
                         "none (it is not shown here, as it may be a secret)");
    array_push(lines->arena, &lines->all, value);
    return true;
}

bool live_headers_read(struct live_headers *headers, const struct texts *values,
                       struct arena *arena, struct error *error)
{
    static const char NAME[] = "authorization:";
    struct lines lines = {.arena = arena};
    for (size_t i = 0; i < values->count; i++)
        if (!add(&lines, values->at[i], error))
            return false;
    *headers = (struct live_headers){.lines = lines.all.at, .count = lines.all.count};
    for (size_t i = 0; i < headers->count; i++) {
        struct str line = headers->lines[i];
        headers->has_authorization =
            headers->has_authorization ||
            (line.size >= strlen(NAME) && !strncasecmp(line.at, NAME, strlen(NAME)));
    }
    return true;
}
