/* By the XDG rules: a path that is not absolute counts as none. */
#include "shell/history.h"
#include "base/arena.h"
#include "base/sink.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* FOLDER TAIL /render/history */
static char *below(const char *folder, struct str tail, struct arena *arena)
{
    struct sink sink;
    if (!folder || folder[0] != '/')
        return NULL;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_from_c(folder));
    sink_text(&sink, tail);
    sink_text(&sink, STR("/render/history"));
    return str_to_c(sink_str(&sink), arena);
}

/* Makes the folders above a file. */
static bool make_folders(char *path)
{
    for (char *at = path + 1; *at; at++) {
        if (*at != '/')
            continue;
        *at = 0;
        int made = mkdir(path, 0700);
        *at = '/';
        if (made && errno != EEXIST)
            return false;
    }
    return true;
}

const char *history_path(struct arena *arena)
{
    char *path = below(getenv("XDG_STATE_HOME"), STR(""), arena);
    if (!path)
        path = below(getenv("HOME"), STR("/.local/state"), arena);
    return path && make_folders(path) ? path : NULL;
}
