/* By real paths. */
#include "serve/source_guard.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_below(const char *real, struct str folder)
{
    char name[PATH_MAX], root[PATH_MAX];
    if (!folder.size || folder.size >= sizeof name)
        return false;
    memcpy(name, folder.at, folder.size);
    name[folder.size] = 0;
    if (!realpath(name, root))
        return false;
    size_t size = strcmp(root, "/") ? strlen(root) : 0;
    return strncmp(real, root, size) == 0 && real[size] == '/';
}

bool source_is_below(const char *path, struct str folders)
{
    char real[PATH_MAX];
    if (!realpath(path, real))
        return false;
    while (folders.size) {
        size_t end = str_find(folders, ':');
        if (is_below(real, str_slice(folders, 0, end == STR_NONE ? folders.size : end)))
            return true;
        folders = str_skip(folders, end == STR_NONE ? folders.size : end + 1);
    }
    return false;
}
