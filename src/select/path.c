/* Trimming and cleaning. */
#include "select/path.h"
#include "base/arena.h"

#include <string.h>

static bool next_part(struct str *list, struct str *part)
{
    if (!list->at)
        return false;
    size_t colon = str_find(*list, ':');
    *part = str_slice(*list, 0, colon);
    *list = colon == STR_NONE ? (struct str){NULL, 0} : str_skip(*list, colon + 1);
    return true;
}

/* Takes "prefix/" off the path. */
static bool take_off(struct str *path, struct str prefix)
{
    bool has_slash = str_ends(prefix, STR("/"));
    if (!str_starts(*path, prefix))
        return false;
    struct str rest = str_skip(*path, prefix.size);
    if (!has_slash && !str_starts(rest, STR("/")))
        return false;
    *path = has_slash ? rest : str_skip(rest, 1);
    return true;
}

/* Where "/name/" ends in the path, or STR_NONE. */
static size_t end_of_folder(struct str path, struct str name)
{
    for (size_t from = 0; from < path.size;) {
        size_t slash = str_find(str_skip(path, from), '/');
        if (slash == STR_NONE)
            return STR_NONE;
        size_t start = from + slash + 1, end = start + name.size;
        if (end < path.size && path.at[end] == '/' && str_equal(str_slice(path, start, end), name))
            return end + 1;
        from = start;
    }
    return STR_NONE;
}

struct str path_trim(struct str path, struct str trim, struct str search)
{
    static const struct str BUILT_IN[] = {STR_INIT("/proc/self/cwd/./"),
                                          STR_INIT("/proc/self/cwd/")};
    struct str list = trim.size ? trim : search, part;
    list.at = list.size ? list.at : NULL;
    while (next_part(&list, &part)) {
        if (trim.size && take_off(&path, part))
            return path;
        size_t end = trim.size ? STR_NONE : end_of_folder(path, str_base_name(part));
        if (end != STR_NONE)
            return str_skip(path, end);
    }
    for (size_t i = 0; i < sizeof BUILT_IN / sizeof *BUILT_IN; i++)
        if (take_off(&path, BUILT_IN[i]))
            break;
    return path;
}

static bool is_clean(struct str path)
{
    size_t start = 0;
    if (!path.size)
        return false;
    for (size_t i = 0; i <= path.size; i++) {
        if (i < path.size && path.at[i] != '/')
            continue;
        struct str part = str_slice(path, start, i);
        bool is_root = start == 0 && i == 0;
        if ((!part.size && !is_root) || str_equal(part, STR(".")) || str_equal(part, STR("..")))
            return str_equal(path, STR("/"));
        start = i + 1;
    }
    return true;
}

/* Takes the last part off what is written, as far as `least`. */
static size_t drop_part(const char *to, size_t size, size_t least)
{
    while (size > least && to[size - 1] != '/')
        size--;
    return size > least && size > 1 ? size - 1 : size;
}

struct str path_clean(struct str path, struct arena *arena)
{
    if (is_clean(path))
        return path;
    bool rooted = str_starts(path, STR("/"));
    char *to = arena_alloc(arena, path.size + 1, 1);
    size_t size = 0, least = rooted;
    if (rooted)
        to[size++] = '/';
    for (size_t start = 0; start < path.size;) {
        size_t end = str_find(str_skip(path, start), '/');
        end = end == STR_NONE ? path.size : start + end;
        struct str part = str_slice(path, start, end);
        start = end + 1;
        if (!part.size || str_equal(part, STR(".")))
            continue;
        if (str_equal(part, STR("..")) && size > least) {
            size = drop_part(to, size, least);
            continue;
        }
        if (str_equal(part, STR("..")) && rooted)
            continue;
        if (size > (size_t)rooted)
            to[size++] = '/';
        memcpy(to + size, part.at, part.size);
        size += part.size;
        if (str_equal(part, STR("..")))
            least = size;
    }
    return size ? (struct str){to, size} : STR(".");
}
