/* Any profile as a call graph: whatever it holds, the SVG is well-formed UTF-8 without characters
 * that XML forbids, and has no number that is none. The last byte of the input chooses options. */
#include <render/render.h>

#include "base/str.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST_DEPTH = 64 };

struct shelf {
    const uint8_t *bytes;
    size_t size, used;
    char *text;
    size_t length, room;
};

static bool shelf_read(void *context, void *bytes, size_t size, size_t *got,
                       struct render_error *error)
{
    struct shelf *shelf = context;
    size_t rest = shelf->size - shelf->used;
    (void)error;
    *got = rest < size ? rest : size;
    if (*got)
        memcpy(bytes, shelf->bytes + shelf->used, *got);
    shelf->used += *got;
    return true;
}

static void shelf_close(void *context)
{
    (void)context;
}

static bool shelf_open(void *context, const char *name, struct render_source *source,
                       struct render_error *error)
{
    (void)name;
    (void)error;
    *source = (struct render_source){context, shelf_read, shelf_close, -1};
    return true;
}

static bool shelf_write(void *context, const void *bytes, size_t size)
{
    struct shelf *shelf = context;
    if (shelf->room - shelf->length < size) {
        shelf->room = 2 * (shelf->length + size);
        shelf->text = realloc(shelf->text, shelf->room);
        if (!shelf->text)
            abort();
    }
    memcpy(shelf->text + shelf->length, bytes, size);
    shelf->length += size;
    return true;
}

/* ---------------------------------------------------------------- what is written */

static void refuse(struct str text, size_t at, const char *why)
{
    size_t from = at < 200 ? 0 : at - 200;
    struct str around = str_slice(text, from, at + 100 < text.size ? at + 100 : text.size);
    fprintf(stderr, "%s: %.*s\n", why, (int)around.size, around.at);
    abort();
}

static void check_characters(struct str text)
{
    for (size_t at = 0, size; at < text.size; at += size) {
        uint32_t point = utf8_decode(str_skip(text, at), &size);
        if (point == UTF8_INVALID || (point < 32 && point != '\n' && point != '\t') ||
            (point & 0xfffe) == 0xfffe)
            refuse(text, at, "a character that XML forbids");
    }
}

static bool starts(struct str text, size_t at, const char *with)
{
    return text.size - at >= strlen(with) && !memcmp(text.at + at, with, strlen(with));
}

/* The end of a tag, past attributes in quotes. */
static size_t tag_end(struct str text, size_t at)
{
    char quote = 0;
    for (; at < text.size; at++) {
        char c = text.at[at];
        if (c == '<')
            refuse(text, at, "a tag in a tag");
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else if (!quote && c == '>')
            return at;
    }
    refuse(text, text.size, "a tag does not end");
    return at;
}

static struct str tag_name(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.size && !strchr(" />\n", text.at[end]))
        end++;
    return str_slice(text, at, end);
}

/* Places and sizes are numbers. */
static void check_numbers(struct str tag)
{
    static const struct str NAMES[] = {STR_INIT(" d=\""), STR_INIT(" x=\""), STR_INIT(" y=\""),
                                       STR_INIT(" width=\""), STR_INIT(" height=\"")};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        size_t at = str_find_str(tag, NAMES[i]);
        for (at = at == STR_NONE ? tag.size : at + NAMES[i].size;
             at < tag.size && tag.at[at] != '"'; at++)
            if (!strchr("0123456789.-+MmLlHhVvCcSsQqAaZz, ept%", tag.at[at]))
                refuse(tag, at, "no number");
    }
}

static void check_tags(struct str text)
{
    struct str open[MOST_DEPTH];
    size_t depth = 0;
    for (size_t at = 0; at < text.size; at++) {
        if (text.at[at] != '<')
            continue;
        if (starts(text, at, "<![CDATA[")) {
            at += str_find(str_skip(text, at), '>');
            while (at < text.size && !starts(text, at, "]]>"))
                at++;
            continue;
        }
        bool closes = starts(text, at, "</");
        struct str name = tag_name(text, at + 1 + closes);
        size_t end = tag_end(text, at + 1);
        check_numbers(str_slice(text, at, end));
        if (closes && (!depth || !str_equal(open[--depth], name)))
            refuse(text, at, "another tag ends");
        if (!closes && text.at[end - 1] != '/' && depth < MOST_DEPTH)
            open[depth++] = name;
        at = end;
    }
    if (depth)
        refuse(text, text.size, "a tag is open at the end");
}

static void set(struct render *render, const char *name, const char *value)
{
    struct render_error error;
    if (!render_set(render, name, value, &error)) {
        fprintf(stderr, "%s=%s: %s\n", name, value, error.text);
        abort();
    }
}

static void choose(struct render *render, unsigned options)
{
    static const char *const GRANULARITIES[] = {"functions", "lines", "files", "addresses"};
    set(render, "max_memory", "64MiB");
    set(render, "granularity", GRANULARITIES[options / 4 % 4]);
    if (options & 1) {
        set(render, "nodecount", "0");
        set(render, "nodefraction", "0");
        set(render, "edgefraction", "0");
    }
    if (options & 2)
        set(render, "call_tree", "true");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct shelf shelf = {.bytes = bytes, .size = size};
    struct render_host host = {.context = &shelf, .open = shelf_open};
    struct render *render = render_new(&host);
    struct render_error error;
    choose(render, size ? bytes[size - 1] : 0);
    if (render_open(render, "fuzz", &error) &&
        render_into(render, "graph", shelf_write, &shelf, &error)) {
        struct str text = {shelf.text, shelf.length};
        check_characters(text);
        check_tags(text);
    }
    render_free(render);
    free(shelf.text);
    return 0;
}
