/* Scanners for what pprof's expressions match. */
#include "profile/short_name.h"
#include "base/arena.h"
#include "base/sink.h"

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_lower(c) || is_upper(c) || is_digit(c) || c == '_';
}

static bool starts_word(char c)
{
    return is_word(c) && !is_digit(c);
}

/* The byte at `i`, 0 behind the end. */
static char at(struct str text, size_t i)
{
    return i < text.size ? text.at[i] : 0;
}

/* Where the word characters from `i` on end; `also` counts as one. */
static size_t word_end(struct str text, size_t i, char also)
{
    while (i < text.size && (is_word(text.at[i]) || text.at[i] == also))
        i++;
    return i;
}

/* Index of the first such byte at or behind `from`, or the size. */
static size_t next_byte(struct str text, size_t from, char byte)
{
    size_t found = str_find(str_skip(text, from), byte);
    return found == STR_NONE ? text.size : from + found;
}

/* Size of "/v2", "/v10" at `i` before a '.' or '/'; 0: there is none. */
static size_t version_size(struct str name, size_t i)
{
    if (at(name, i) != '/' || at(name, i + 1) != 'v')
        return 0;
    size_t first = i + 2, end = first;
    while (is_digit(at(name, end)))
        end++;
    bool fits = end - first == 1 ? name.at[first] >= '2' : end > first && name.at[first] >= '1';
    return fits && (at(name, end) == '.' || at(name, end) == '/') ? end - i : 0;
}

static struct str without_version(struct str name, struct arena *arena)
{
    size_t i = 0, size = 0;
    while (i < name.size && !(size = version_size(name, i)))
        i++;
    if (!size || str_find(name, '\n') != STR_NONE)
        return name;
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_slice(name, 0, i));
    sink_text(&sink, str_skip(name, i + size));
    return sink_str(&sink);
}

/* net/http.(*conn).serve: what follows the last folder after which there is "package.name". */
static struct str go_name(struct str name)
{
    struct str found = STR("");
    size_t start = 0, end, dot = next_byte(name, 0, '.'), stop = next_byte(name, 0, '\n');
    for (;; start = end + 1) {
        for (end = start; is_word(at(name, end)) || at(name, end) == '-' || at(name, end) == '.';)
            end++;
        dot = dot < start ? next_byte(name, start, '.') : dot;
        stop = stop <= dot ? next_byte(name, dot + 1, '\n') : stop;
        if (start && dot > start && stop > dot + 1)
            found = str_slice(name, start, stop);
        if (end == start || at(name, end) != '/' || dot == name.size)
            return found;
    }
}

/* java.util.HashMap.get(Object): the class and the method. */
static struct str java_name(struct str name)
{
    size_t start = 0, i;
    while (is_lower(at(name, start))) {
        i = word_end(name, start, '_');
        if (at(name, i) != '.')
            return STR("");
        start = i + 1;
    }
    if (!is_upper(at(name, start)))
        return STR("");
    i = word_end(name, start, '$');
    if (at(name, i++) != '.')
        return STR("");
    if (str_starts(str_skip(name, i), STR("<init>")))
        i += 6;
    else if (is_lower(at(name, i)))
        i = word_end(name, i, '$');
    else
        return STR("");
    return i == name.size || name.at[i] == '(' ? str_slice(name, start, i) : STR("");
}

/* Where the template arguments at `i` end, if there are any. */
static size_t template_end(struct str name, size_t i)
{
    if (at(name, i) != '<')
        return i;
    size_t last = str_find_last(str_slice(name, i, next_byte(name, i, '\n')), '>');
    return last == STR_NONE ? i : i + last + 1;
}

static bool is_class(struct str name, size_t i)
{
    while (at(name, i) == '_')
        i++;
    return is_upper(at(name, i));
}

/* space::Class::method(): the last class with a namespace before it, and its method. */
static struct str cpp_name(struct str name)
{
    struct str found = STR("");
    size_t start = 0, next;
    for (size_t parts = 0; starts_word(at(name, start)); parts++, start = next) {
        next = word_end(name, start, '_');
        if (at(name, next) != ':' || at(name, next + 1) != ':')
            break;
        next += 2;
        size_t method = at(name, next) == '~' ? next + 1 : next;
        if (parts && is_class(name, start) && starts_word(at(name, method)))
            found = str_slice(name, start, template_end(name, word_end(name, method, '_')));
    }
    return found;
}

struct str short_name(struct str name, struct arena *arena)
{
    const struct str anonymous = STR("(anonymous namespace)::");
    if (str_starts(name, anonymous))
        name = str_skip(name, anonymous.size);
    name = without_version(name, arena);
    struct str found = go_name(name);
    found = found.size ? found : java_name(name);
    found = found.size ? found : cpp_name(name);
    return found.size ? found : name;
}
