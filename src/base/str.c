/* Text slices: comparison, search, cutting. */
#include "base/str.h"
#include "base/arena.h"

#include <string.h>

struct str str_from_c(const char *text)
{
    return text ? (struct str){text, strlen(text)} : (struct str){"", 0};
}

char *str_to_c(struct str text, struct arena *arena)
{
    char *copy = arena_alloc(arena, text.size + 1, 1);
    if (text.size)
        memcpy(copy, text.at, text.size);
    copy[text.size] = 0;
    return copy;
}

struct str str_copy(struct str text, struct arena *arena)
{
    return (struct str){str_to_c(text, arena), text.size};
}

bool str_equal(struct str a, struct str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

int str_compare(struct str a, struct str b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

bool str_starts(struct str text, struct str prefix)
{
    return text.size >= prefix.size && str_equal(str_slice(text, 0, prefix.size), prefix);
}

bool str_ends(struct str text, struct str suffix)
{
    return text.size >= suffix.size && str_equal(str_skip(text, text.size - suffix.size), suffix);
}

struct str str_slice(struct str text, size_t from, size_t to)
{
    to = to < text.size ? to : text.size;
    from = from < to ? from : to;
    return (struct str){text.at + from, to - from};
}

struct str str_skip(struct str text, size_t count)
{
    return str_slice(text, count, text.size);
}

size_t str_find(struct str text, char byte)
{
    const char *hit = text.size ? memchr(text.at, byte, text.size) : NULL;
    return hit ? (size_t)(hit - text.at) : STR_NONE;
}

size_t str_find_last(struct str text, char byte)
{
    for (size_t i = text.size; i > 0; i--)
        if (text.at[i - 1] == byte)
            return i - 1;
    return STR_NONE;
}

size_t str_find_str(struct str text, struct str part)
{
    for (size_t i = 0; i + part.size <= text.size; i++)
        if (!part.size || (text.at[i] == part.at[0] && str_starts(str_skip(text, i), part)))
            return i;
    return STR_NONE;
}

struct str str_base_name(struct str path)
{
    if (path.size == 0)
        return STR(".");
    while (path.size > 1 && path.at[path.size - 1] == '/')
        path.size--;
    size_t slash = str_find_last(path, '/');
    return slash == STR_NONE || path.size == 1 ? path : str_skip(path, slash + 1);
}
