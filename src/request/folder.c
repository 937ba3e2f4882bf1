/* Which files of a folder are taken for profiles. */
#include "request/folder.h"
#include "base/arena.h"
#include "base/host.h"
#include "base/sink.h"
#include "base/sort.h"

struct reader {
    struct folder *folder;
    struct str path;
    struct arena *arena;
};

/* Anything else is opened: an unreadable profile must not be passed over. */
static bool is_other(struct str name)
{
    static const struct str SUFFIXES[] = {
        STR_INIT(".html"), STR_INIT(".svg"),   STR_INIT(".pdf"),  STR_INIT(".png"),
        STR_INIT(".ps"),   STR_INIT(".json"),  STR_INIT(".md"),   STR_INIT(".csv"),
        STR_INIT(".xml"),  STR_INIT(".yml"),   STR_INIT(".yaml"), STR_INIT(".log"),
        STR_INIT(".sh"),   STR_INIT(".go"),    STR_INIT(".mod"),  STR_INIT(".dot"),
        STR_INIT(".test"), STR_INIT(".rules"), STR_INIT(".lock")};
    for (size_t i = 0; i < sizeof SUFFIXES / sizeof *SUFFIXES; i++)
        if (str_ends(name, SUFFIXES[i]))
            return true;
    return false;
}

bool folder_takes(struct str name)
{
    return name.size && name.at[0] != '.' && !is_other(name);
}

static void take(void *receiver, struct str name)
{
    struct reader *reader = receiver;
    struct sink path;
    if (!name.size || name.at[0] == '.')
        return;
    if (is_other(name)) {
        reader->folder->left_out++;
        return;
    }
    sink_init_buffer(&path, reader->arena, UINT64_MAX);
    sink_text(&path, reader->path);
    sink_text(&path, str_ends(reader->path, STR("/")) ? STR("") : STR("/"));
    sink_text(&path, name);
    struct str text = sink_str(&path);
    array_push(reader->arena, &reader->folder->files, text);
}

static bool is_before(const void *context, uint32_t a, uint32_t b)
{
    const struct str *files = context;
    return str_compare(files[a], files[b]) < 0;
}

static void order(struct folder *folder, struct arena *arena)
{
    size_t count = folder->files.count;
    struct str *files = ARENA_NEW(arena, struct str, count);
    uint32_t *ids = ARENA_NEW(arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = (uint32_t)i;
    sort_ids(ids, count, is_before, folder->files.at, *arena);
    for (size_t i = 0; i < count; i++)
        files[i] = folder->files.at[ids[i]];
    for (size_t i = 0; i < count; i++)
        folder->files.at[i] = files[i];
}

bool folder_read(struct folder *folder, const struct host *host, struct str path,
                 struct arena *arena)
{
    struct reader reader = {folder, path, arena};
    *folder = (struct folder){.left_out = 0};
    if (!host->list || str_equal(path, STR("-")) || !host->list(host->context, path, take, &reader))
        return false;
    order(folder, arena);
    return true;
}
