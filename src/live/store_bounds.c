/* What stays in a store, and what a killed writer left there. */
#include "base/arena.h"
#include "base/quote.h"
#include "live/files.h"
#include "live/store.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

bool store_load(const struct store *store, const struct record *record, struct arena *arena,
                struct str *bytes)
{
    bool is_absent;
    char digits[NET_DIGITS + 1];
    if (!store_is_name(record->file) ||
        !file_read(path_join(store->folder, record->file, arena), (size_t)record->bytes, arena,
                   bytes, &is_absent, NULL))
        return false;
    store->digest(*bytes, digits);
    return str_equal(str_from_c(digits), record->sha256);
}

static bool is_whole(const struct store *store, const struct record *record, struct arena scratch)
{
    struct str bytes;
    return store_load(store, record, &scratch, &bytes);
}

/* ---------------------------------------------------------------- after a kill */

/* ".NAME.PID.part", as request/output.h calls what it is writing where the file system has no files
 * without a name. */
static bool is_part(struct str name)
{
    struct str end = STR(".part");
    if (!str_starts(name, STR(".")) || !str_ends(name, end))
        return false;
    name = str_slice(name, 1, name.size - end.size);
    size_t dot = str_find_last(name, '.');
    struct str number = str_skip(name, dot == STR_NONE ? name.size : dot + 1);
    for (size_t i = 0; i < number.size; i++)
        if (number.at[i] < '0' || number.at[i] > '9')
            return false;
    name = str_slice(name, 0, dot);
    return number.size && (store_is_name(name) || str_equal(name, STR("index.json")) ||
                           str_equal(name, STR("watch.json")) || str_equal(name, STR("watch.md")));
}

/* Nobody else writes here, as the folder is locked. */
static void remove_parts(const struct store *store, struct arena scratch)
{
    DIR *folder = opendir(path_join(store->folder, STR("."), &scratch).at);
    const struct dirent *entry = folder ? readdir(folder) : NULL;
    for (; entry; entry = readdir(folder)) {
        struct arena inner = scratch;
        struct str name = str_from_c(entry->d_name);
        if (is_part(name))
            unlink(path_join(store->folder, name, &inner).at);
    }
    if (folder)
        closedir(folder);
}

/* Of a round whose removal was cut short. */
static bool is_gone(const struct store *store, const struct record *record, struct arena scratch)
{
    return record->round && store_is_name(record->file) &&
           access(path_join(store->folder, record->file, &scratch).at, F_OK) != 0;
}

bool store_settle(const struct store *store, struct arena scratch, struct error *error)
{
    struct index index;
    size_t kept = 0;
    bool changed = false;
    remove_parts(store, scratch);
    if (!store_index(store, &index, &scratch, error))
        return false;
    for (size_t i = 0; i < index.entries.count; i++) {
        struct record *record = &index.entries.at[i];
        bool is_open = str_equal(record->status, STR("writing"));
        bool stays = is_open ? is_whole(store, record, scratch) : !is_gone(store, record, scratch);
        if (is_open && stays) {
            record->status = STR("ok");
            record->raw = STR("");
        }
        changed = changed || is_open || !stays;
        if (stays)
            index.entries.at[kept++] = *record;
    }
    index.entries.count = kept;
    /* On a full disk it is put in order the next time, once there is room again. */
    if (changed)
        store_save(store, &index, scratch, NULL);
    return true;
}

/* ---------------------------------------------------------------- bounds */

struct store_size store_size(const struct index *index)
{
    struct store_size size = {0, 0, 0, 0};
    uint64_t counted = 0;
    for (size_t i = 0; i < index->entries.count; i++) {
        const struct record *record = &index->entries.at[i];
        size.last = record->round > size.last ? record->round : size.last;
        if (!record->round || !record->file.size)
            continue;
        size.bytes += record->bytes;
        size.rounds += record->round != counted;
        counted = record->round;
        size.first = size.first && size.first < record->round ? size.first : record->round;
    }
    return size;
}

/* The start of a round; INT64_MAX if it has no files. */
static int64_t round_start(const struct index *index, uint64_t round)
{
    int64_t start = INT64_MAX;
    for (size_t i = 0; i < index->entries.count; i++) {
        const struct record *record = &index->entries.at[i];
        if (record->round == round && record->file.size && record->start_ns < start)
            start = record->start_ns;
    }
    return start;
}

/* Removes the files and entries of rounds from the first to the last one. */
static bool remove_rounds(const struct store *store, struct index *index, uint64_t first,
                          uint64_t last, struct arena scratch, struct error *error)
{
    size_t kept = 0;
    bool ok = true;
    for (size_t i = 0; i < index->entries.count; i++) {
        struct record record = index->entries.at[i];
        struct arena inner = scratch;
        bool goes = record.round >= first && record.round <= last;
        struct str path = path_join(store->folder, record.file, &inner);
        if (goes && record.file.size && is_whole(store, &record, inner) && unlink(path.at) != 0 &&
            errno != ENOENT) {
            struct error_quote quote = error_quote(path);
            ok = error_set(error, ERROR_IO, "%s: cannot be removed: %s", quote.text,
                           strerror(errno));
            goes = false;
        }
        if (!goes)
            index->entries.at[kept++] = record;
    }
    index->entries.count = kept;
    return ok;
}

static bool is_beyond(const struct index *index, const struct store_size *size,
                      const struct store_bounds *bounds)
{
    return size->rounds > 1 &&
           ((bounds->rounds && size->rounds > bounds->rounds) ||
            (bounds->bytes && size->bytes > bounds->bytes) ||
            (bounds->oldest_ns && round_start(index, size->first) < bounds->oldest_ns));
}

bool store_trim(const struct store *store, const struct store_bounds *bounds, struct arena scratch,
                struct error *error)
{
    struct index index;
    if (!store_index(store, &index, &scratch, error))
        return false;
    struct store_size size = store_size(&index);
    bool ok = true, changed = false;
    while (ok && is_beyond(&index, &size, bounds)) {
        ok = remove_rounds(store, &index, 1, size.first, scratch, error);
        size = store_size(&index);
        changed = true;
    }
    return (!changed || store_save(store, &index, scratch, ok ? error : NULL)) && ok;
}

void store_undo(const struct store *store, uint64_t round, struct arena scratch)
{
    struct index index;
    if (!store_index(store, &index, &scratch, NULL))
        return;
    remove_rounds(store, &index, round, round, scratch, NULL);
    store_save(store, &index, scratch, NULL);
}
