/* By hand: there are few, and what a path must not say cannot be said. */
#include "serve/route.h"

enum { MOST_DIGITS = 9, LONGEST_NAME = 32 };

/* Takes a number off the text; false where none is there. */
static bool take_id(struct str *text, uint32_t *id)
{
    size_t size = 0;
    *id = 0;
    while (size < text->size && text->at[size] >= '0' && text->at[size] <= '9' &&
           size <= MOST_DIGITS)
        *id = *id * 10 + (uint32_t)(text->at[size++] - '0');
    bool ok = size && size <= MOST_DIGITS && text->at[0] != '0';
    *text = str_skip(*text, size);
    return ok;
}

static bool take(struct str *text, struct str prefix)
{
    if (!str_starts(*text, prefix))
        return false;
    *text = str_skip(*text, prefix.size);
    return true;
}

/* "/p/ID", "/d/BASE-NEW". */
static bool take_profile(struct str *path, struct route *route)
{
    struct str whole = *path;
    bool ok = false;
    if (take(path, STR("/p/")))
        ok = take_id(path, &route->id);
    else if (take(path, STR("/d/")))
        ok = take_id(path, &route->base) && take(path, STR("-")) && take_id(path, &route->id);
    route->root = str_slice(whole, 0, whole.size - path->size);
    return ok && (!path->size || path->at[0] == '/');
}

static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.size; i++)
        if ((name.at[i] < 'a' || name.at[i] > 'z') && name.at[i] != '_')
            return false;
    return name.size && name.size <= LONGEST_NAME;
}

static bool is_one_of(struct str name, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(name, names[i]))
            return true;
    return false;
}

/* Behind "/ui". */
static enum route_kind page_of(struct str rest, struct str *name)
{
    static const struct str TABS[] = {STR_INIT(""),    STR_INIT("flamegraph"), STR_INIT("graph"),
                                      STR_INIT("top"), STR_INIT("peek"),       STR_INIT("source")};
    static const struct str OLDER[] = {STR_INIT("flamegraph2"), STR_INIT("flamegraphold")};
    static const struct str ABSENT[] = {STR_INIT("disasm"), STR_INIT("saveconfig"),
                                        STR_INIT("deleteconfig")};
    if (!take(&rest, STR("/")))
        return ROUTE_TO_UI;
    *name = rest;
    if (is_one_of(rest, TABS, sizeof TABS / sizeof *TABS))
        return ROUTE_PAGE;
    if (is_one_of(rest, OLDER, sizeof OLDER / sizeof *OLDER))
        return ROUTE_TO_FLAME;
    if (is_one_of(rest, ABSENT, sizeof ABSENT / sizeof *ABSENT))
        return ROUTE_ABSENT;
    return str_equal(rest, STR("download")) ? ROUTE_DOWNLOAD : ROUTE_NONE;
}

/* Behind the profile. */
static enum route_kind part_of(struct str rest, struct str *name)
{
    if (str_equal(rest, STR("")) || str_equal(rest, STR("/")))
        return ROUTE_TO_UI;
    if (str_equal(rest, STR("/ui")) || str_starts(rest, STR("/ui/")))
        return page_of(str_skip(rest, 3), name);
    if (str_equal(rest, STR("/download")))
        return ROUTE_DOWNLOAD;
    if (take(&rest, STR("/engine/"))) {
        *name = rest;
        return is_name(rest) ? ROUTE_ENGINE : ROUTE_NONE;
    }
    return ROUTE_NONE;
}

static enum route_kind folder_part(struct str path, struct route *route)
{
    struct str rest = path;
    if (str_equal(path, STR("/")))
        return ROUTE_LIST;
    if (str_equal(path, STR("/api/files")))
        return ROUTE_FILES;
    return take_profile(&rest, route) ? part_of(rest, &route->name) : ROUTE_NONE;
}

struct route route_parse(struct str path, bool is_folder)
{
    struct route route = {.root = STR(""), .name = STR("")};
    if (str_starts(path, STR("/assets/"))) {
        route.kind = ROUTE_ASSET;
        route.name = path;
    } else if (is_folder) {
        route.kind = folder_part(path, &route);
    } else {
        bool is_known = str_starts(path, STR("/ui/")) || str_starts(path, STR("/engine/"));
        route.kind = part_of(path, &route.name);
        /* pprof sends all that it does not know to its pages. */
        if (route.kind == ROUTE_NONE && !is_known)
            route.kind = ROUTE_TO_UI;
    }
    return route;
}
