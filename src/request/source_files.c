/* Finding source files by pprof's rules, and reading them through the host. */
#include "request/source_files.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/host.h"
#include "base/sink.h"
#include "renderers/source_files.h"
#include "request/source_bundle.h"
#include "request/source_spellings.h"
#include "select/path.h"

#include <string.h>

enum {
    MOST_FILES = 2000,
    MOST_BYTES = 64 << 20,
    ALL_BYTES = 256 << 20,
    LONGEST_LINE = 64 * 1024, /* a text is read up to the first line that is not shorter */
    BLOCK = 64 * 1024,
    LONGEST_FOLDER = 4096,
};

struct source_files {
    const struct host *host;
    struct str search, trim;
    const struct source_bundle *bundle;
    bool only_as_pprof;
    struct arena *arena;
    struct hash_table table;
    ARRAY(struct str) names;
    ARRAY(struct source_text) texts;
    size_t bytes; /* of all texts */
};

static struct str current_folder(const struct host *host, struct arena *arena)
{
    char *path = arena_alloc(arena, LONGEST_FOLDER, 1);
    bool known = host && host->folder && host->folder(host->context, path, LONGEST_FOLDER);
    return known ? str_from_c(path) : STR("");
}

struct source_files *source_files_new(const struct source_places *places, struct arena *arena)
{
    struct source_files *files = ARENA_NEW(arena, struct source_files, 1);
    files->host = places->host;
    files->search = places->search.size ? places->search : current_folder(places->host, arena);
    files->trim = places->trim;
    files->bundle = places->bundle;
    files->only_as_pprof = places->only_as_pprof;
    files->arena = arena;
    hash_table_init(&files->table, arena);
    return files;
}

/* ---------------------------------------------------------------- finding */

/* Go's filepath.Join of a folder and a name. */
static struct str join(struct str folder, struct str name, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, folder);
    if (folder.size)
        sink_char(&sink, '/');
    sink_text(&sink, name);
    return path_clean(sink_str(&sink), arena);
}

/* Go's filepath.Dir. */
static struct str folder_above(struct str folder, struct arena *arena)
{
    size_t slash = str_find_last(folder, '/');
    return path_clean(str_slice(folder, 0, slash == STR_NONE ? 0 : slash + 1), arena);
}

static bool open_path(struct source_files *files, struct str path, struct source *source,
                      struct error *error)
{
    const struct host *host = files->host;
    if (!host || !host->open_source)
        return error_set(error, ERROR_IO, "source code is not read here");
    return host->open_source(host->context, path, source, error);
}

/* Below a folder or one above it. *found; false where the budget is used up. */
static bool open_below(struct source_files *files, struct str folder, struct str name,
                       struct source *source, bool *found, struct budget *budget,
                       struct error *error)
{
    for (;;) {
        struct arena scratch = *files->arena;
        struct error inner = {.kind = ERROR_NONE};
        *found = open_path(files, join(folder, name, &scratch), source, &inner);
        if (*found)
            return true;
        if (!budget_spend(budget, 16, error))
            return false;
        struct str above = folder_above(folder, files->arena);
        if (str_equal(above, folder))
            return true;
        folder = above;
    }
}

static struct str words(struct arena *arena, struct str a, struct str b, struct str c, struct str d)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, a);
    sink_text(&sink, b);
    sink_text(&sink, c);
    sink_text(&sink, d);
    return sink_str(&sink);
}

static struct str no_open(struct source_files *files, struct str path, struct str reason)
{
    return words(files->arena, STR("open "), path, STR(": "), reason);
}

/* The folders to search, one after the other; *at is 0 for the first. */
static bool next_folder(const struct source_files *files, size_t *at, struct str *folder)
{
    if (!files->search.size || *at > files->search.size)
        return false;
    size_t size = str_find(str_skip(files->search, *at), ':');
    size_t end = size == STR_NONE ? files->search.size : *at + size;
    *folder = str_slice(files->search, *at, end);
    *at = end + 1;
    return true;
}

/* Opens it, or says in *problem why not. False where the budget is used up. */
static bool open_file(struct source_files *files, struct str name, struct source *source,
                      struct str *problem, struct budget *budget, struct error *error)
{
    struct str path = path_trim(name, files->trim, files->search);
    struct error inner = {.kind = ERROR_NONE};
    bool found = false;
    if (str_starts(path, STR("/"))) {
        if (!open_path(files, path, source, &inner))
            *problem = no_open(files, path, str_from_c(inner.text));
        return budget_spend(budget, 16, error);
    }
    struct str folder;
    for (size_t at = 0; !found && next_folder(files, &at, &folder);)
        if (!open_below(files, folder, path, source, &found, budget, error))
            return false;
    if (!found)
        *problem =
            words(files->arena, STR("could not find file "), path, STR(" on path "), files->search);
    return true;
}

/* ---------------------------------------------------------------- reading */

/* All its bytes, at most `most`. A folder, or what breaks off, counts as far as it could be read.
 * False where there are more. */
static bool read_bytes(struct source *source, size_t most, struct str *bytes, struct arena *arena)
{
    ARRAY(char) text = {NULL, 0, 0};
    struct error inner = {.kind = ERROR_NONE};
    for (;;) {
        size_t got = 0;
        array_reserve(arena, &text, BLOCK);
        if (!source->read(source->context, (unsigned char *)text.at + text.count, BLOCK, &got,
                          &inner) ||
            !got)
            break;
        text.count += got;
        if (text.count > most)
            return false;
    }
    *bytes = (struct str){text.at, text.count};
    return true;
}

/* ---------------------------------------------------------------- Go's other places */

/* By the module of the folder's go.mod. */
static bool open_in_module(struct source_files *files, struct str folder, struct str name,
                           struct source *source)
{
    struct arena scratch = *files->arena;
    struct error inner = {.kind = ERROR_NONE};
    struct str go_mod = STR("");
    if (!open_path(files, join(folder, STR("go.mod"), &scratch), source, &inner))
        return false;
    read_bytes(source, BLOCK, &go_mod, &scratch);
    source->close(source->context);
    struct str inside = source_in_module(name, go_mod, &scratch);
    return inside.size && open_path(files, join(folder, inside, &scratch), source, &inner);
}

static bool open_spelt_in(struct source_files *files, struct str folder, struct str name,
                          struct source *source)
{
    struct arena scratch = *files->arena;
    struct error inner = {.kind = ERROR_NONE};
    struct str spellings[SOURCE_SPELLINGS];
    size_t count = source_spellings(name, &scratch, spellings);
    for (size_t i = 0; i < count; i++)
        if (open_path(files, join(folder, spellings[i], &scratch), source, &inner))
            return true;
    return count && open_in_module(files, folder, name, source);
}

/* In a folder and those above it. *found; false where the budget is used up. */
static bool open_spelt_below(struct source_files *files, struct str folder, struct str name,
                             struct source *source, bool *found, struct budget *budget,
                             struct error *error)
{
    for (;;) {
        *found = open_spelt_in(files, folder, name, source);
        if (*found)
            return true;
        if (!budget_spend(budget, 64, error))
            return false;
        struct str above = folder_above(folder, files->arena);
        if (str_equal(above, folder))
            return true;
        folder = above;
    }
}

/* *found; false where the budget is used up. */
static bool open_spelt(struct source_files *files, struct str name, struct source *source,
                       bool *found, struct budget *budget, struct error *error)
{
    struct str folder, path = path_trim(name, files->trim, files->search);
    for (size_t at = 0; !*found && next_folder(files, &at, &folder);)
        if (!open_spelt_below(files, folder, path, source, found, budget, error))
            return false;
    return true;
}

static bool find_lines(struct source_text *text, struct arena *arena, struct budget *budget,
                       struct error *error)
{
    ARRAY(uint32_t) starts = {NULL, 0, 0};
    size_t start = 0;
    while (start < text->bytes.size) {
        size_t size = str_find(str_skip(text->bytes, start), '\n');
        size_t end = size == STR_NONE ? text->bytes.size : start + size + 1;
        if ((size == STR_NONE ? end - start : size) >= LONGEST_LINE)
            break;
        array_push(arena, &starts, (uint32_t)start);
        start = end;
        if (!budget_spend(budget, 1, error))
            return false;
    }
    text->line_count = starts.count;
    array_push(arena, &starts, (uint32_t)start);
    text->starts = starts.at;
    return true;
}

/* By pprof's rules, or else at Go's other places. False where the budget is used up. */
static bool open_anywhere(struct source_files *files, struct str name, struct source *source,
                          struct str *problem, struct budget *budget, struct error *error)
{
    bool found = false;
    if (!open_file(files, name, source, problem, budget, error))
        return false;
    if (problem->size && !files->only_as_pprof &&
        !open_spelt(files, name, source, &found, budget, error))
        return false;
    *problem = found ? STR("") : *problem;
    return true;
}

static bool load(struct source_files *files, struct str name, struct source_text *text,
                 struct budget *budget, struct error *error)
{
    struct source source;
    bool whole = true;
    if (files->texts.count >= MOST_FILES || files->bytes >= ALL_BYTES) {
        text->problem = no_open(files, name, STR("too many source files"));
        return true;
    }
    /* What travels with the profile is what was built. */
    if (!files->bundle || !source_bundle_text(files->bundle, name, files->arena, &text->bytes)) {
        if (!open_anywhere(files, name, &source, &text->problem, budget, error))
            return false;
        if (text->problem.size)
            return true;
        whole = read_bytes(&source, MOST_BYTES, &text->bytes, files->arena);
        source.close(source.context);
    }
    text->problem = whole ? STR("") : no_open(files, name, STR("file too large"));
    files->bytes += text->bytes.size;
    return find_lines(text, files->arena, budget, error);
}

const struct source_text *source_files_known(const struct source_files *files, struct str name)
{
    uint64_t hash = hash_bytes(name.at, name.size);
    size_t at = hash_start(hash);
    uint32_t id;
    while ((id = hash_table_next(&files->table, hash, &at)) != HASH_EMPTY)
        if (str_equal(files->names.at[id], name))
            return &files->texts.at[id];
    return NULL;
}

const struct source_text *source_files_read(struct source_files *files, struct str name,
                                            struct budget *budget, struct error *error)
{
    const struct source_text *known = source_files_known(files, name);
    struct source_text text = {.line_count = 0};
    if (known)
        return known;
    if (!load(files, name, &text, budget, error))
        return NULL;
    hash_table_add(&files->table, hash_bytes(name.at, name.size), (uint32_t)files->texts.count);
    array_push(files->arena, &files->names, name);
    array_push(files->arena, &files->texts, text);
    return &files->texts.at[files->texts.count - 1];
}

struct str source_line(const struct source_text *text, size_t number)
{
    struct str line = str_slice(text->bytes, text->starts[number - 1], text->starts[number]);
    line.size -= str_ends(line, STR("\n"));
    line.size -= str_ends(line, STR("\r"));
    return line;
}
