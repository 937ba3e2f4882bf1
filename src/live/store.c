/* Files by the index: names, writing, bounds. */
#include "live/store.h"
#include "base/sink.h"
#include "base/time.h"
#include "live/files.h"

#include <unistd.h>

#define INDEX_NAME STR("index.json")

bool store_open(struct store *store, struct str folder, net_digest_function *digest,
                struct error *error)
{
    *store = (struct store){.folder = folder, .lock = -1, .digest = digest};
    return folder_make(folder, error);
}

static struct str index_path(const struct store *store, struct arena *arena)
{
    return path_join(store->folder, INDEX_NAME, arena);
}

bool store_index(const struct store *store, struct index *index, struct arena *arena,
                 struct error *error)
{
    return index_read(index, index_path(store, arena), arena, error);
}

bool store_save(const struct store *store, const struct index *index, struct arena scratch,
                struct error *error)
{
    return index_write(index, index_path(store, &scratch), scratch, error);
}

/* ---------------------------------------------------------------- names */

static size_t digits_at(struct str text, size_t from)
{
    size_t at = from;
    while (at < text.size && text.at[at] >= '0' && text.at[at] <= '9')
        at++;
    return at - from;
}

static bool is_suffix(struct str suffix)
{
    static const struct str ALL[] = {STR_INIT(".pb.gz"), STR_INIT(".trace"),
                                     STR_INIT(".unreadable")};
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++)
        if (str_equal(suffix, ALL[i]))
            return true;
    return false;
}

bool store_is_name(struct str name)
{
    enum { DATE = 8, TIME = 6 };
    size_t at = 0;
    while (at < name.size && ((name.at[at] >= 'a' && name.at[at] <= 'z') || name.at[at] == '-'))
        at++;
    bool has_kind = at && name.at[0] != '-' && at < name.size && name.at[at] == '_';
    if (!has_kind || digits_at(name, at + 1) != DATE)
        return false;
    at += 1 + DATE;
    if (at >= name.size || name.at[at] != '_' || digits_at(name, at + 1) != TIME)
        return false;
    at += 1 + TIME;
    if (at < name.size && name.at[at] == '-')
        at += 1 + digits_at(name, at + 1);
    return is_suffix(str_skip(name, at));
}

/* Whether an entry or file has that name, or an item that is not put there yet. */
static bool is_taken(const struct store *store, const struct store_item *items, size_t count,
                     struct str name, struct arena scratch)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(items[i].record->file, name))
            return true;
    return access(path_join(store->folder, name, &scratch).at, F_OK) == 0;
}

/* KIND_YYYYMMDD_HHMMSS.pb.gz, or the same with -2, -3, ... */
static struct str free_name(const struct store *store, const struct store_item *items, size_t count,
                            struct arena *arena)
{
    const struct store_item *item = &items[count];
    for (unsigned number = 1;; number++) {
        struct sink sink;
        sink_init_buffer(&sink, arena, UINT64_MAX);
        sink_text(&sink, item->record->kind);
        sink_char(&sink, '_');
        time_print_stamp(&sink, item->record->start_ns);
        if (number > 1)
            sink_print(&sink, "-%u", number);
        sink_text(&sink, item->suffix);
        struct str name = sink_str(&sink);
        if (!is_taken(store, items, count, name, *arena))
            return name;
    }
}

/* ---------------------------------------------------------------- putting */

static void describe(const struct store *store, struct store_item *items, size_t count,
                     struct arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        struct record *record = items[i].record;
        if (!items[i].bytes.size)
            continue;
        char *digits = arena_alloc(arena, NET_DIGITS + 1, 1);
        store->digest(items[i].bytes, digits);
        record->file = free_name(store, items, i, arena);
        record->bytes = items[i].bytes.size;
        record->sha256 = (struct str){digits, NET_DIGITS};
    }
}

/* Writes the files; the status of each is then its own. False with the first failure. */
static bool write_files(const struct store *store, struct store_item *items, size_t count,
                        struct record *entries, struct arena *arena, struct error *error)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        struct error inner = {.kind = ERROR_NONE};
        struct record *record = items[i].record;
        struct arena scratch = *arena;
        if (items[i].bytes.size &&
            !file_write(path_join(store->folder, record->file, &scratch), items[i].bytes, &inner)) {
            record->status = STR("failed");
            record->error = str_copy(str_from_c(inner.text), arena);
            record->file = record->sha256 = STR("");
            record->bytes = 0;
            if (ok)
                error_set(error, inner.kind, "%s", inner.text);
            ok = false;
        }
        entries[i] = *record;
    }
    return ok;
}

bool store_put(const struct store *store, struct store_item *items, size_t count,
               struct arena *arena, struct error *error)
{
    struct index index;
    if (!store_index(store, &index, arena, error))
        return false;
    describe(store, items, count, arena);
    for (size_t i = 0; i < count; i++) {
        struct record entry = *items[i].record;
        if (items[i].bytes.size)
            entry.status = STR("writing");
        index_add(&index, &entry);
    }
    struct record *entries = index.entries.at + index.entries.count - count;
    bool ok = store_save(store, &index, *arena, error) &&
              write_files(store, items, count, entries, arena, error);
    /* What went wrong is told there too, if it can be. */
    struct error later = {.kind = ERROR_NONE};
    bool is_saved = store_save(store, &index, *arena, &later);
    if (ok && !is_saved)
        error_set(error, later.kind, "%s", later.text);
    return ok && is_saved;
}
