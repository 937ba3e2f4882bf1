/* Go's names of source files to paths. */
#include "request/source_spellings.h"
#include "base/sink.h"

#include <stdint.h>

static bool is_go(struct str name)
{
    return str_ends(name, STR(".go")) || str_ends(name, STR(".s"));
}

static struct str after_last(struct str text, struct str part)
{
    struct str rest = STR("");
    for (size_t at; (at = str_find_str(text, part)) != STR_NONE;)
        rest = text = str_skip(text, at + part.size);
    return rest;
}

/* The name below GOROOT/src, GOPATH/src or GOMODCACHE; empty for an absolute one of neither. */
static struct str tail_of(struct str name)
{
    if (!str_starts(name, STR("/")))
        return name;
    struct str tail = after_last(name, STR("/pkg/mod/"));
    return tail.size ? tail : after_last(name, STR("/src/"));
}

struct version {
    size_t at, end; /* "@v1.2.0" in a name; both its size where it has none */
};

static struct version version_of(struct str name)
{
    size_t at = str_find(name, '@');
    at = at == STR_NONE ? name.size : at;
    size_t slash = str_find(str_skip(name, at), '/');
    return (struct version){at, slash == STR_NONE ? name.size : at + slash};
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* As in the module cache: "!b" for "B" up to the end of the version. */
static struct str escaped(struct str name, struct arena *arena)
{
    struct sink sink;
    size_t end = version_of(name).end;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (size_t i = 0; i < name.size; i++) {
        bool is_changed = i < end && is_upper(name.at[i]);
        sink_text(&sink, is_changed ? STR("!") : STR(""));
        sink_char(&sink, is_changed ? (char)(name.at[i] - 'A' + 'a') : name.at[i]);
    }
    return sink_str(&sink);
}

/* As in an import: without the version and with "B" for "!b". */
static struct str imported(struct str name, struct arena *arena)
{
    struct sink sink;
    struct version version = version_of(name);
    sink_init_buffer(&sink, arena, UINT64_MAX);
    for (size_t i = 0; i < version.at; i++) {
        bool is_escape = name.at[i] == '!' && i + 1 < version.at && name.at[i + 1] >= 'a' &&
                         name.at[i + 1] <= 'z';
        i += is_escape;
        sink_char(&sink, is_escape ? (char)(name.at[i] - 'a' + 'A') : name.at[i]);
    }
    sink_text(&sink, str_skip(name, version.end));
    return sink_str(&sink);
}

static struct str below(const char *folder, struct str name, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_from_c(folder));
    sink_text(&sink, name);
    return sink_str(&sink);
}

size_t source_spellings(struct str name, struct arena *arena,
                        struct str spellings[SOURCE_SPELLINGS])
{
    struct str tail = tail_of(name);
    size_t count = 0;
    if (!is_go(name) || str_find(tail, '/') == STR_NONE)
        return 0;
    if (tail.size < name.size)
        spellings[count++] = tail;
    if (str_find(tail, '@') != STR_NONE) {
        struct str cached = escaped(tail, arena);
        if (!str_equal(cached, tail))
            spellings[count++] = cached;
        spellings[count++] = below("pkg/mod/", cached, arena);
        spellings[count++] = below("vendor/", imported(tail, arena), arena);
        return count;
    }
    spellings[count++] = below("src/", tail, arena);
    spellings[count++] = below("vendor/", tail, arena);
    return count;
}

/* "example.com/shop" of the line `module example.com/shop // ...`. */
static struct str module_of(struct str go_mod)
{
    while (go_mod.size) {
        size_t end = str_find(go_mod, '\n');
        struct str line = str_slice(go_mod, 0, end);
        if (str_starts(line, STR("module "))) {
            size_t start = sizeof "module " - 1;
            while (start < line.size && (line.at[start] == ' ' || line.at[start] == '"'))
                start++;
            size_t stop = start;
            while (stop < line.size && line.at[stop] > ' ' && line.at[stop] != '"')
                stop++;
            return str_slice(line, start, stop);
        }
        go_mod = end == STR_NONE ? STR("") : str_skip(go_mod, end + 1);
    }
    return STR("");
}

struct str source_in_module(struct str name, struct str go_mod, struct arena *arena)
{
    struct str module = module_of(go_mod);
    if (!is_go(name) || !module.size || str_starts(name, STR("/")))
        return STR("");
    struct str path = imported(name, arena);
    bool is_inside =
        str_starts(path, module) && path.size > module.size + 1 && path.at[module.size] == '/';
    return is_inside ? str_skip(path, module.size + 1) : STR("");
}
