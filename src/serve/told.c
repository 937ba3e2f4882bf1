/* The index, by the names of files. One that cannot be read tells nothing. */
#include "serve/told.h"
#include "live/index.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define NAME "index.json"
/* Of an index: more is none of capture's. */
#define MOST ((off_t)64 << 20)

struct told {
    char path[PATH_MAX];
    struct stat state;
    struct arena_store store;
    struct told_file *files; /* by name */
    size_t count;
};

struct told *told_new(const char *folder)
{
    struct told *told = calloc(1, sizeof *told);
    if (!told)
        abort();
    int size = snprintf(told->path, sizeof told->path, "%s/" NAME, folder);
    if (size < 0 || (size_t)size >= sizeof told->path)
        told->path[0] = 0;
    return told;
}

void told_free(struct told *told)
{
    if (!told)
        return;
    arena_fini(&told->store);
    free(told);
}

static int by_name(const void *a, const void *b)
{
    return str_compare(((const struct told_file *)a)->name, ((const struct told_file *)b)->name);
}

static void read_index(struct told *told)
{
    struct index index;
    struct error error;
    arena_fini(&told->store);
    struct arena arena = arena_init(&told->store, SIZE_MAX);
    told->count = 0;
    if (!index_read(&index, str_from_c(told->path), &arena, &error))
        return;
    told->files = ARENA_NEW(&arena, struct told_file, index.entries.count + 1);
    for (size_t i = 0; i < index.entries.count; i++) {
        const struct record *record = &index.entries.at[i];
        if (record->file.size)
            told->files[told->count++] =
                (struct told_file){record->file, record->kind, record->service, record->start_ns};
    }
    qsort(told->files, told->count, sizeof *told->files, by_name);
}

bool told_refresh(struct told *told, int folder)
{
    struct stat state;
    if (fstatat(folder, NAME, &state, AT_SYMLINK_NOFOLLOW) || !S_ISREG(state.st_mode) ||
        state.st_size > MOST)
        state = (struct stat){.st_size = 0};
    bool is_same = state.st_ino == told->state.st_ino && state.st_size == told->state.st_size &&
                   state.st_mtim.tv_sec == told->state.st_mtim.tv_sec &&
                   state.st_mtim.tv_nsec == told->state.st_mtim.tv_nsec;
    if (is_same)
        return false;
    told->state = state;
    if (state.st_ino && told->path[0])
        read_index(told);
    else
        told->count = 0;
    return true;
}

const struct told_file *told_find(const struct told *told, struct str name)
{
    struct told_file key = {.name = name};
    return told->count ? bsearch(&key, told->files, told->count, sizeof key, by_name) : NULL;
}
