/* Outputs on POSIX. On Linux the new file has no name until it is whole (O_TMPFILE), so a kill
 * leaves nothing; elsewhere, and on file systems without it, a hidden name beside the target. */
#include "request/output.h"
#include "base/quote.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct output {
    int fd;
    bool direct;   /* written through: nothing to put in place */
    bool fresh;    /* of that: a file that was not there before, at `said` */
    bool nameless; /* has no name yet */
    char *path;    /* the target, links resolved */
    char *beside;  /* the hidden name */
    char *said;    /* the target as it was given, for messages */
};

static bool fail(const struct output *output, const char *what, struct error *error)
{
    int number = errno;
    struct error_quote quote = error_quote(str_from_c(output->said));
    const char *way = number == ENOSPC || number == EDQUOT
                          ? ": free some space, or choose another place"
                      : number == EACCES || number == EPERM || number == EROFS
                          ? ": choose a place that you may write to"
                          : "";
    return error_set(error, ERROR_IO, "%s: %s: %s%s", quote.text, what, strerror(number), way);
}

static char *copy_text(struct str text)
{
    char *copy = malloc(text.size + 1);
    if (!copy)
        abort();
    memcpy(copy, text.at, text.size);
    copy[text.size] = 0;
    return copy;
}

static void output_free(struct output *output)
{
    if (output->fd > STDERR_FILENO)
        close(output->fd);
    free(output->path);
    free(output->beside);
    free(output->said);
    free(output);
}

/* DIR/.NAME.PID.part */
static char *hidden_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    char name[PATH_MAX];
    int size = snprintf(name, sizeof name, "%.*s.%.200s.%ld.part", folder, path, path + folder,
                        (long)getpid());
    return copy_text((struct str){name, size > 0 && size < PATH_MAX ? (size_t)size : 0});
}

/* FOLDER-OF-PATH/NAME */
static char *join(const char *path, const char *name)
{
    const char *slash = name[0] == '/' ? NULL : strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    size_t size = (size_t)folder + strlen(name) + 1;
    char *joined = malloc(size);
    if (!joined)
        abort();
    snprintf(joined, size, "%.*s%s", folder, path, name);
    return joined;
}

/* The path with links resolved; for an absent file that of its folder and the name, for a link to
 * an absent file that of the file. NULL with errno set. */
static char *resolve(const char *path, int links)
{
    char target[PATH_MAX], *whole = realpath(path, NULL);
    if (whole)
        return whole;
    ssize_t size = readlink(path, target, sizeof target - 1);
    if (size > 0 && links == 0) {
        errno = ELOOP;
        return NULL;
    }
    if (size > 0) {
        target[size] = 0;
        char *next = join(path, target);
        whole = resolve(next, links - 1);
        free(next);
        return whole;
    }
    char *folder = join(path, "."), *real = realpath(folder, NULL);
    free(folder);
    if (!real)
        return NULL;
    const char *slash = strrchr(path, '/');
    char *inside = malloc(strlen(real) + 2);
    if (!inside)
        abort();
    snprintf(inside, strlen(real) + 2, "%s/", strcmp(real, "/") ? real : "");
    whole = join(inside, slash ? slash + 1 : path);
    free(inside);
    free(real);
    return whole;
}

static bool open_beside(struct output *output, struct error *error)
{
    mode_t mode = 0666;
    struct stat old;
    bool replaces = stat(output->path, &old) == 0;
#ifdef O_TMPFILE
    const char *slash = strrchr(output->path, '/');
    char *folder = copy_text(
        (struct str){output->path, slash == output->path ? 1 : (size_t)(slash - output->path)});
    if (access("/proc/self/fd", X_OK) == 0) {
        output->fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
        output->nameless = output->fd >= 0;
    }
    free(folder);
#endif
    output->beside = hidden_name(output->path);
    if (output->fd < 0)
        output->fd = open(output->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (output->fd < 0)
        return fail(output, "cannot write here", error);
    if (replaces) {
        (void)!fchown(output->fd, old.st_uid, old.st_gid);
        fchmod(output->fd, old.st_mode & 07777);
    }
    return true;
}

static bool open_target(struct output *output, struct error *error)
{
    struct stat now;
    const char *path = output->said;
    bool exists = stat(path, &now) == 0;
    bool special = !strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6);
    if (exists && S_ISDIR(now.st_mode)) {
        errno = EISDIR;
        return fail(output, "is a folder; name a file in it", error);
    }
    if (exists && (!S_ISREG(now.st_mode) || special)) {
        output->direct = true;
        output->fd = open(path, O_WRONLY | O_CLOEXEC);
        return output->fd >= 0 || fail(output, "cannot be opened for writing", error);
    }
    output->path = resolve(path, 8);
    if (!output->path)
        return fail(output, "cannot write here", error);
    return open_beside(output, error);
}

struct output *output_open(struct str path, struct error *error)
{
    struct output *output = calloc(1, sizeof *output);
    if (!output)
        abort();
    output->said = copy_text(path);
    output->fd = -1;
    if (str_equal(path, STR("-"))) {
        output->fd = STDOUT_FILENO;
        output->direct = true;
        return output;
    }
    if (open_target(output, error))
        return output;
    output_free(output);
    return NULL;
}

struct output *output_create(struct str stem, struct str suffix, struct str *path,
                             struct error *error)
{
    enum { FILES = 10000 };
    struct output *output = calloc(1, sizeof *output);
    size_t size = stem.size + suffix.size + 8;
    if (!output || !(output->said = malloc(size)))
        abort();
    output->fd = -1;
    output->direct = output->fresh = true;
    for (int i = 1; i < FILES && output->fd < 0; i++) {
        snprintf(output->said, size, "%.*s%03d%.*s", STR_ARG(stem), i, STR_ARG(suffix));
        output->fd = open(output->said, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (output->fd < 0 && errno != EEXIST)
            break;
    }
    *path = str_from_c(output->said);
    if (output->fd >= 0)
        return output;
    fail(output, "cannot write here", error);
    output_free(output);
    return NULL;
}

bool output_write(void *context, const char *bytes, size_t size, struct error *error)
{
    struct output *output = context;
    while (size) {
        ssize_t written = write(output->fd, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail(output, "cannot be written", error);
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

/* Gives the nameless file the target's name, or the hidden one where the target exists: link never
 * replaces. */
static bool name_file(struct output *output, bool *placed)
{
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", output->fd);
    *placed = linkat(AT_FDCWD, self, AT_FDCWD, output->path, AT_SYMLINK_FOLLOW) == 0;
    if (*placed)
        return true;
    if (errno != EEXIST)
        return false;
    unlink(output->beside);
    return linkat(AT_FDCWD, self, AT_FDCWD, output->beside, AT_SYMLINK_FOLLOW) == 0;
}

bool output_commit(struct output *output, struct error *error)
{
    bool ok = true, placed = output->direct;
    if (!output->direct && output->nameless)
        ok = name_file(output, &placed);
    if (ok && !placed) {
        ok = rename(output->beside, output->path) == 0;
        if (!ok) {
            int number = errno;
            unlink(output->beside);
            errno = number;
        }
    }
    if (!ok)
        fail(output, "cannot be put in its place", error);
    if (output->fd > STDERR_FILENO) {
        if (close(output->fd) != 0 && ok)
            ok = fail(output, "cannot be written", error);
        output->fd = -1;
    }
    output_free(output);
    return ok;
}

void output_abort(struct output *output)
{
    if (!output)
        return;
    if (!output->direct && !output->nameless)
        unlink(output->beside);
    if (output->fresh)
        unlink(output->said);
    output_free(output);
}

bool output_is_foreign(struct str path, struct str marker)
{
    enum { HEAD = 1024, TAIL = 32 * 1024 };
    char *name = copy_text(path), head[HEAD + TAIL];
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool absent = fd < 0 && errno == ENOENT && access(name, F_OK) != 0;
    free(name);
    if (fd < 0)
        return !absent;
    ssize_t size = read(fd, head, HEAD);
    off_t end = lseek(fd, 0, SEEK_END), from = end > HEAD + TAIL ? end - TAIL : HEAD;
    ssize_t more = size == HEAD && end > HEAD ? pread(fd, head + size, TAIL, from) : 0;
    size += more > 0 ? more : 0;
    close(fd);
    return !marker.size || size < 0 ||
           str_find_str((struct str){head, (size_t)size}, marker) == STR_NONE;
}

bool output_is_same(struct str a, struct str b)
{
    char *first = copy_text(a), *second = copy_text(b);
    struct stat x, y;
    bool same = stat(first, &x) == 0 && stat(second, &y) == 0 && x.st_dev == y.st_dev &&
                x.st_ino == y.st_ino && S_ISREG(x.st_mode);
    free(first);
    free(second);
    return same;
}

bool output_is_terminal(void)
{
    return isatty(STDOUT_FILENO);
}

size_t output_columns(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    const char *columns = getenv("COLUMNS");
    unsigned long count = columns ? strtoul(columns, NULL, 10) : 0;
    return count < 10000 ? count : 0;
}

bool output_likes_color(void)
{
    const char *refused = getenv("NO_COLOR"), *kind = getenv("TERM");
    return !(refused && *refused) && kind && *kind && strcmp(kind, "dumb");
}
