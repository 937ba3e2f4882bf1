/* Reading by POSIX, writing by request/output.h. */
#include "live/files.h"
#include "base/arena.h"
#include "base/quote.h"
#include "base/sink.h"
#include "request/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(struct str path, const char *what, struct error *error)
{
    int number = errno;
    struct error_quote quote = error_quote(path);
    return error_set(error, ERROR_IO, "%s: %s: %s", quote.text, what, strerror(number));
}

static bool read_open(int fd, struct str path, size_t most, struct arena *arena, struct str *bytes,
                      struct error *error)
{
    struct stat status;
    struct error_quote quote = error_quote(path);
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return error_set(error, ERROR_IO, "%s: is no ordinary file", quote.text);
    if ((uint64_t)status.st_size > most)
        return error_set(error, ERROR_LIMIT, "%s: has %lld bytes; at most %zu are read", quote.text,
                         (long long)status.st_size, most);
    size_t size = (size_t)status.st_size, used = 0;
    char *at = arena_alloc(arena, size + 1, 1);
    for (ssize_t got = 1; used < size && got;) {
        got = read(fd, at + used, size - used);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got < 0)
            return fail(path, "cannot be read", error);
        else
            used += (size_t)got;
    }
    at[used] = 0;
    *bytes = (struct str){at, used};
    return true;
}

bool file_read(struct str path, size_t most, struct arena *arena, struct str *bytes,
               bool *is_absent, struct error *error)
{
    struct arena scratch = *arena;
    int fd = open(str_to_c(path, &scratch), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *is_absent = fd < 0 && errno == ENOENT;
    if (fd < 0)
        return fail(path, "cannot be opened", error);
    bool ok = read_open(fd, path, most, arena, bytes, error);
    close(fd);
    return ok;
}

bool file_write(struct str path, struct str bytes, struct error *error)
{
    struct output *output = output_open(path, error);
    if (!output)
        return false;
    if (output_write(output, bytes.at, bytes.size, error))
        return output_commit(output, error);
    output_abort(output);
    return false;
}

bool folder_make(struct str path, struct error *error)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct stat status;
    char *name = str_to_c(path, &arena);
    bool ok = true;
    for (size_t i = 1; ok && i <= path.size; i++) {
        if (i < path.size && path.at[i] != '/')
            continue;
        name[i] = 0;
        ok = mkdir(name, 0777) == 0 || errno == EEXIST || errno == EISDIR;
        name[i] = i < path.size ? '/' : 0;
    }
    if (!ok)
        fail(path, "the folder cannot be made", error);
    else if (stat(name, &status) != 0 || !S_ISDIR(status.st_mode)) {
        errno = ENOTDIR;
        ok = fail(path, "is no folder", error);
    }
    arena_fini(&store);
    return ok;
}

struct str path_join(struct str folder, struct str name, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, folder);
    if (folder.size && folder.at[folder.size - 1] != '/')
        sink_char(&sink, '/');
    sink_text(&sink, name);
    sink_char(&sink, 0);
    struct str path = sink_str(&sink);
    return (struct str){path.at, path.size - 1};
}
