/* A list of files by path, under one lock; folders are read, and profiles, without it. */
#include "serve/library.h"
#include "base/escape.h"
#include "base/quote.h"
#include "base/sink.h"
#include "request/folder.h"
#include "request/public_host.h"
#include "request/session.h"
#include "serve/file_facts.h"
#include "serve/told.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Folders in folders, each a service; what lies deeper is none of ours. */
enum { MOST_DEPTH = 2, MOST_FILES = 20000 };

enum knowledge { UNKNOWN, KNOWN, UNREADABLE };

struct file {
    char *path; /* from the folder */
    uint32_t id, revision;
    int64_t size, mtime_ns;
    struct file_facts facts;
    enum knowledge knowledge;
    char *problem; /* of an unreadable one */
};

struct files {
    struct file *at;
    size_t count, room;
};

struct library {
    int folder;
    char *name;
    struct render_host host;
    uint64_t max_memory;
    struct told *told; /* of the thread that looks */
    pthread_mutex_t mutex;
    struct files files; /* by path */
    uint32_t ids;
    uint64_t changes;
};

static void *checked(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

/* ---------------------------------------------------------------- looking */

static void add_file(struct files *files, const char *path, const struct stat *state)
{
    if (files->count == MOST_FILES)
        return;
    if (files->count == files->room) {
        files->room = files->room ? files->room * 2 : 64;
        files->at = checked(realloc(files->at, files->room * sizeof *files->at));
    }
    files->at[files->count++] = (struct file){
        .path = checked(strdup(path)),
        .size = state->st_size,
        .mtime_ns = (int64_t)state->st_mtim.tv_sec * 1000000000 + state->st_mtim.tv_nsec};
}

static void look_into(struct files *files, int folder, const char *prefix, int depth);

static void look_at(struct files *files, int folder, const char *prefix, const char *name,
                    int depth)
{
    char path[PATH_MAX];
    struct stat state;
    int size = snprintf(path, sizeof path, "%s%s", prefix, name);
    if (name[0] == '.' || size < 0 || (size_t)size + 1 >= sizeof path ||
        fstatat(folder, name, &state, AT_SYMLINK_NOFOLLOW))
        return;
    if (S_ISREG(state.st_mode) && folder_takes(str_from_c(name)))
        add_file(files, path, &state);
    if (!S_ISDIR(state.st_mode) || depth == MOST_DEPTH)
        return;
    int inside = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    strcat(path, "/");
    if (inside >= 0)
        look_into(files, inside, path, depth + 1);
}

/* Closes the folder. */
static void look_into(struct files *files, int folder, const char *prefix, int depth)
{
    DIR *stream = fdopendir(folder);
    if (!stream) {
        close(folder);
        return;
    }
    for (struct dirent *entry; (entry = readdir(stream));)
        look_at(files, folder, prefix, entry->d_name, depth);
    closedir(stream);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static void free_file(struct file *file)
{
    free(file->path);
    free(file->problem);
}

/* What the name says; the rest is found out later. */
static void start_facts(struct file *file)
{
    const char *slash = strrchr(file->path, '/');
    file->facts = (struct file_facts){.time_ns = 0};
    facts_of_name(&file->facts, str_from_c(slash ? slash + 1 : file->path));
}

/* What is known of the same file, if it is the same still. */
static bool take_over(struct library *library, struct file *file, struct file *old)
{
    bool is_same = old && old->size == file->size && old->mtime_ns == file->mtime_ns;
    file->id = old ? old->id : ++library->ids;
    file->revision = old ? old->revision + !is_same : 1;
    if (!is_same) {
        start_facts(file);
        return true;
    }
    file->facts = old->facts;
    file->knowledge = old->knowledge;
    file->problem = old->problem;
    old->problem = NULL;
    return false;
}

/* The index is of the files beside it. */
static void tell(const struct library *library, struct file *file)
{
    const struct told_file *told = told_find(library->told, str_from_c(file->path));
    if (told)
        facts_of_index(&file->facts, told);
}

/* Both lists are by path. Called with the lock. */
static bool merge(struct library *library, struct files *found, bool changed)
{
    struct files *old = &library->files;
    changed = changed || old->count != found->count;
    for (size_t i = 0, k = 0; i < found->count; i++) {
        while (k < old->count && by_path(&old->at[k], &found->at[i]) < 0)
            k++;
        bool is_old = k < old->count && !by_path(&old->at[k], &found->at[i]);
        if (take_over(library, &found->at[i], is_old ? &old->at[k] : NULL))
            changed = true;
        tell(library, &found->at[i]);
    }
    for (size_t i = 0; i < old->count; i++)
        free_file(&old->at[i]);
    free(old->at);
    *old = *found;
    library->changes += changed;
    return changed;
}

bool library_scan(struct library *library)
{
    struct files found = {.count = 0};
    int folder = openat(library->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0)
        look_into(&found, folder, "", 1);
    if (found.count)
        qsort(found.at, found.count, sizeof *found.at, by_path);
    bool is_told = told_refresh(library->told, library->folder);
    pthread_mutex_lock(&library->mutex);
    bool changed = merge(library, &found, is_told);
    pthread_mutex_unlock(&library->mutex);
    return changed;
}

/* ---------------------------------------------------------------- files */

/* Called with the lock. */
static struct file *find(struct library *library, uint32_t id)
{
    for (size_t i = 0; i < library->files.count; i++)
        if (library->files.at[i].id == id)
            return &library->files.at[i];
    return NULL;
}

uint32_t library_revision(struct library *library, uint32_t id)
{
    pthread_mutex_lock(&library->mutex);
    const struct file *file = find(library, id);
    uint32_t revision = file ? file->revision : 0;
    pthread_mutex_unlock(&library->mutex);
    return revision;
}

void library_name(struct library *library, uint32_t id, char name[LIBRARY_NAME])
{
    pthread_mutex_lock(&library->mutex);
    const struct file *file = find(library, id);
    const char *slash = file ? strrchr(file->path, '/') : NULL;
    snprintf(name, LIBRARY_NAME, "%s", slash ? slash + 1 : file ? file->path : "");
    pthread_mutex_unlock(&library->mutex);
}

static bool read_fd(void *context, void *bytes, size_t size, size_t *got,
                    struct render_error *error)
{
    ssize_t count = read(*(int *)context, bytes, size);
    *got = count > 0 ? (size_t)count : 0;
    if (count >= 0 || errno == EINTR)
        return count >= 0 || read_fd(context, bytes, size, got, error);
    error->kind = RENDER_IO;
    snprintf(error->text, sizeof error->text, "cannot be read: %s", strerror(errno));
    return false;
}

static void close_fd(void *context)
{
    close(*(int *)context);
    free(context);
}

/* Folder by folder, so that no link leads out. -1 where that is no longer a file. */
static int open_inside(int root, const char *path)
{
    char part[PATH_MAX];
    int folder = dup(root), next;
    for (const char *slash; folder >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        next = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(folder);
        folder = next;
    }
    if (folder < 0)
        return -1;
    next = openat(folder, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    close(folder);
    struct stat state;
    if (next >= 0 && (fstat(next, &state) || !S_ISREG(state.st_mode))) {
        close(next);
        return -1;
    }
    return next;
}

bool library_open(struct library *library, uint32_t id, uint32_t revision,
                  struct render_source *source, struct render_error *error)
{
    struct stat state;
    pthread_mutex_lock(&library->mutex);
    const struct file *file = find(library, id);
    int fd = file && file->revision == revision ? open_inside(library->folder, file->path) : -1;
    pthread_mutex_unlock(&library->mutex);
    if (fd < 0 || fstat(fd, &state)) {
        error->kind = RENDER_IO;
        snprintf(error->text, sizeof error->text, "this file is gone or has changed; reload");
        return false;
    }
    int *context = checked(malloc(sizeof fd));
    *context = fd;
    *source = (struct render_source){
        .context = context, .read = read_fd, .close = close_fd, .size = state.st_size};
    return true;
}

/* ---------------------------------------------------------------- totals */

struct learning {
    struct library *library;
    uint32_t id, revision;
};

static bool open_learnt(void *context, const char *name, struct render_source *source,
                        struct render_error *error)
{
    const struct learning *learning = context;
    (void)name;
    return library_open(learning->library, learning->id, learning->revision, source, error);
}

static bool is_ending(void *context)
{
    const struct learning *learning = context;
    const struct render_host *host = &learning->library->host;
    return host->cancelled && host->cancelled(host->context);
}

/* The next one, with its name. */
static bool choose(struct library *library, struct learning *learning)
{
    const struct file *found = NULL;
    pthread_mutex_lock(&library->mutex);
    for (size_t i = 0; i < library->files.count && !found; i++)
        if (library->files.at[i].knowledge == UNKNOWN)
            found = &library->files.at[i];
    if (found)
        *learning = (struct learning){library, found->id, found->revision};
    pthread_mutex_unlock(&library->mutex);
    return found != NULL;
}

/* Called with the lock; `problem` NULL: the facts are right. */
static void note(struct library *library, const struct learning *learning,
                 const struct file_facts *facts, const char *problem)
{
    struct file *file = find(library, learning->id);
    if (!file || file->revision != learning->revision)
        return;
    file->knowledge = problem ? UNREADABLE : KNOWN;
    file->facts = *facts;
    free(file->problem);
    file->problem = problem ? checked(strdup(problem)) : NULL;
    library->changes++;
}

bool library_learn(struct library *library)
{
    struct learning learning;
    struct render_error error = {.kind = RENDER_OK};
    struct render_host host = {.context = &learning, .open = open_learnt, .cancelled = is_ending};
    struct file_facts facts;
    char name[LIBRARY_NAME], most[32];
    if (!choose(library, &learning))
        return false;
    library_name(library, learning.id, name);
    snprintf(most, sizeof most, "%" PRIu64, library->max_memory);
    struct render *session = render_new(&host);
    bool ok = render_set(session, "max_memory", most, &error) && render_open(session, name, &error);
    pthread_mutex_lock(&library->mutex);
    const struct file *file = find(library, learning.id);
    facts = file ? file->facts : (struct file_facts){.time_ns = 0};
    pthread_mutex_unlock(&library->mutex);
    if (ok)
        facts_of_profile(&facts, session->profiles.at[0]);
    pthread_mutex_lock(&library->mutex);
    note(library, &learning, &facts, ok ? NULL : error.text);
    pthread_mutex_unlock(&library->mutex);
    render_free(session);
    return !is_ending(&learning);
}

/* ---------------------------------------------------------------- telling */

uint64_t library_changes(struct library *library)
{
    pthread_mutex_lock(&library->mutex);
    uint64_t changes = library->changes;
    pthread_mutex_unlock(&library->mutex);
    return changes;
}

static void put(struct sink *sink, const char *name, struct str text)
{
    sink_print(sink, ",\"%s\":\"", name);
    sink_json(sink, text);
    sink_char(sink, '"');
}

static void print_file(const struct file *file, struct sink *sink)
{
    const struct file_facts *facts = &file->facts;
    const char *slash = strrchr(file->path, '/');
    int64_t time_ns = facts->time_ns ? facts->time_ns : file->mtime_ns;
    sink_print(sink, "{\"id\":\"%u\"", (unsigned)file->id);
    put(sink, "name", str_from_c(slash ? slash + 1 : file->path));
    put(sink, "service",
        facts->service[0] ? str_from_c(facts->service)
                          : (struct str){file->path, slash ? (size_t)(slash - file->path) : 0});
    put(sink, "kind", str_from_c(facts->kind));
    sink_print(sink, ",\"time_ms\":%" PRId64 ",\"size\":%" PRId64, time_ns / 1000000, file->size);
    put(sink, "type", str_from_c(facts->type));
    put(sink, "unit", str_from_c(facts->unit));
    if (file->knowledge == KNOWN && facts->type[0])
        sink_print(sink, ",\"total\":%.17g", facts->total);
    else
        sink_text(sink, STR(",\"total\":null"));
    if (file->problem)
        put(sink, "error", str_from_c(file->problem));
    else
        sink_text(sink, STR(",\"error\":null"));
    sink_char(sink, '}');
}

void library_print(struct library *library, struct sink *sink)
{
    sink_text(sink, STR("{\"folder\":\""));
    sink_json(sink, str_from_c(library->name));
    sink_text(sink, STR("\",\"profiles\":["));
    pthread_mutex_lock(&library->mutex);
    for (size_t i = 0; i < library->files.count; i++) {
        sink_text(sink, i ? STR(",\n") : STR("\n"));
        print_file(&library->files.at[i], sink);
    }
    pthread_mutex_unlock(&library->mutex);
    sink_text(sink, STR("\n]}\n"));
}

/* ---------------------------------------------------------------- a folder */

/* The last part of its real path. */
static char *name_of(const char *path)
{
    char *real = realpath(path, NULL);
    const char *slash = real ? strrchr(real, '/') : NULL;
    char *name = checked(strdup(slash && slash[1] ? slash + 1 : path));
    free(real);
    return name;
}

struct library *library_new(const char *path, const struct render_host *host, uint64_t max_memory,
                            struct error *error)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        struct error_quote quote = error_quote(str_from_c(path));
        error_set(error, ERROR_IO, "%s: cannot be opened: %s", quote.text, strerror(errno));
        return NULL;
    }
    struct library *library = checked(calloc(1, sizeof *library));
    library->folder = folder;
    library->name = name_of(path);
    library->host = *host;
    library->max_memory = max_memory;
    library->told = told_new(path);
    pthread_mutex_init(&library->mutex, NULL);
    library_scan(library);
    return library;
}

void library_free(struct library *library)
{
    if (!library)
        return;
    for (size_t i = 0; i < library->files.count; i++)
        free_file(&library->files.at[i]);
    free(library->files.at);
    pthread_mutex_destroy(&library->mutex);
    close(library->folder);
    told_free(library->told);
    free(library->name);
    free(library);
}
