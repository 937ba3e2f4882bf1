/* By index.json where capture or watch wrote one, otherwise by names: SERVICE_KIND_20261122_091500,
 * heap.pb.gz. */
#include "live/analysis_files.h"
#include "base/arena.h"
#include "base/quote.h"
#include "base/sort.h"
#include "live/file_name.h"
#include "live/files.h"
#include "live/index.h"
#include "request/folder.h"

#include <string.h>
#include <sys/stat.h>

#define SECOND 1000000000ll

struct reading {
    struct analysis_files *files;
    const struct host *host;
    struct arena *arena;
};

/* ---------------------------------------------------------------- the index */

static struct analysis_file *find(const struct reading *reading, struct str name)
{
    size_t low = 0, high = reading->files->files.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(reading->files->files.at[middle].name, name);
        if (!order)
            return &reading->files->files.at[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void take_record(struct reading *reading, const struct record *record)
{
    struct analysis_file *file = record->file.size ? find(reading, record->file) : NULL;
    bool failed = str_equal(record->status, STR("failed"));
    if (file) {
        file->service = record->service;
        file->kind = record->kind;
        file->time_ns = record->start_ns;
    } else if (!record->file.size || failed) {
        struct analysis_event event = {.service = record->service,
                                       .kind = record->kind,
                                       .words = record->error.size ? record->error : record->note,
                                       .start_ns = record->start_ns,
                                       .end_ns = record->end_ns};
        array_push(reading->arena, &reading->files->events, event);
    }
}

static void take_index(struct reading *reading, struct str folder)
{
    struct index index;
    struct error error = {.kind = ERROR_NONE};
    struct str path = path_join(folder, STR("index.json"), reading->arena);
    if (!index_read(&index, path, reading->arena, &error)) {
        reading->files->index = str_copy(str_from_c(error.text), reading->arena);
        return;
    }
    for (size_t i = 0; i < index.entries.count; i++)
        take_record(reading, &index.entries.at[i]);
}

/* ---------------------------------------------------------------- the folder */

static void take_file(struct reading *reading, struct str path, struct str folder,
                      struct str service)
{
    struct str name = str_skip(path, folder.size);
    while (name.size && name.at[0] == '/')
        name = str_skip(name, 1);
    struct file_name said = file_name_read(str_base_name(name));
    struct analysis_file file = {.path = path,
                                 .name = name,
                                 .service = service.size ? service : said.service,
                                 .kind = said.kind,
                                 .time_ns = said.time_ns};
    array_push(reading->arena, &reading->files->files, file);
}

static void take_folder(struct reading *reading, const struct folder *inside, struct str folder,
                        struct str service)
{
    for (size_t i = 0; i < inside->files.count; i++) {
        struct folder deeper;
        struct str path = inside->files.at[i];
        bool is_folder = !service.size && folder_read(&deeper, reading->host, path, reading->arena);
        if (!is_folder)
            take_file(reading, path, folder, service);
        else
            take_folder(reading, &deeper, folder, str_base_name(path));
    }
    reading->files->left_out += inside->left_out;
}

static bool is_before(const void *context, uint32_t a, uint32_t b)
{
    const struct analysis_files *files = context;
    return str_compare(files->files.at[a].name, files->files.at[b].name) < 0;
}

/* By their names, which a folder beside files puts in another order than paths. */
static void sort_files(struct analysis_files *files, struct arena *arena)
{
    size_t count = files->files.count;
    uint32_t *ids = ARENA_NEW(arena, uint32_t, count + 1);
    struct analysis_file *sorted = ARENA_NEW(arena, struct analysis_file, count + 1);
    for (size_t i = 0; i < count; i++)
        ids[i] = (uint32_t)i;
    sort_ids(ids, count, is_before, files, *arena);
    for (size_t i = 0; i < count; i++)
        sorted[i] = files->files.at[ids[i]];
    if (count)
        memcpy(files->files.at, sorted, count * sizeof *sorted);
}

static void drop_traces(struct analysis_files *files)
{
    size_t kept = 0;
    for (size_t i = 0; i < files->files.count; i++)
        if (!str_equal(files->files.at[i].kind, STR("trace")))
            files->files.at[kept++] = files->files.at[i];
    files->traces = files->files.count - kept;
    files->files.count = kept;
}

bool analysis_files_read(struct analysis_files *files, const struct host *host, struct str folder,
                         struct arena *arena, struct error *error)
{
    struct reading reading = {files, host, arena};
    struct folder inside;
    struct error_quote quote = error_quote(folder);
    *files = (struct analysis_files){.index = STR("")};
    if (!folder_read(&inside, host, folder, arena))
        return error_set(error, ERROR_IO,
                         "%s: is no folder that can be read; analyze takes a folder of profiles, "
                         "such as capture and watch write",
                         quote.text);
    take_folder(&reading, &inside, folder, STR(""));
    sort_files(files, arena);
    take_index(&reading, folder);
    drop_traces(files);
    return files->files.count ||
           error_set(error, ERROR_IO, "%s: there is no profile in this folder", quote.text);
}

int64_t analysis_file_written(struct str path, struct arena scratch)
{
    struct stat status;
    if (stat(str_to_c(path, &scratch), &status) != 0)
        return 0;
    int64_t seconds = (int64_t)status.st_mtim.tv_sec;
    if (seconds < 0 || seconds >= INT64_MAX / SECOND)
        return 0;
    return seconds * SECOND + status.st_mtim.tv_nsec;
}
