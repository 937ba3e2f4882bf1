/* Files, clock and zone of a POSIX machine. */
#include "request/default_host.h"
#include "base/arena.h"
#include "base/quote.h"
#include "base/url.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct file {
    int fd;
};

static bool file_read(void *context, unsigned char *at, size_t size, size_t *got,
                      struct error *error)
{
    struct file *file = context;
    ssize_t count;
    do
        count = read(file->fd, at, size);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return error_set(error, ERROR_IO, "cannot be read: %s", strerror(errno));
    *got = (size_t)count;
    return true;
}

static void file_close(void *context)
{
    struct file *file = context;
    if (file->fd != STDIN_FILENO)
        close(file->fd);
    free(file);
}

/* A name that is no file: says what it may be instead. */
static bool no_file(struct str name, int number, struct error *error)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct error_quote quote = error_quote(url_said(name, &arena));
    arena_fini(&store);
    if (url_split(name, NULL) || url_is_foreign(name))
        return error_set(error, ERROR_USAGE,
                         "%s: there is no such file, and this host opens no URLs; that of "
                         "render/live.h does (render_live_host)",
                         quote.text);
    if (number == ENOENT)
        return error_set(error, ERROR_IO, "%s: there is no such file", quote.text);
    return error_set(error, ERROR_IO, "%s: cannot be opened: %s", quote.text, strerror(number));
}

bool host_open(void *context, struct str name, struct source *source, struct error *error)
{
    (void)context;
    struct stat status;
    bool is_input = str_equal(name, STR("-"));
    char *path = malloc(name.size + 1);
    struct file *file = malloc(sizeof *file);
    if (!path || !file)
        abort();
    memcpy(path, name.at, name.size);
    path[name.size] = 0;
    file->fd = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    int number = errno;
    free(path);
    if (file->fd < 0) {
        free(file);
        return no_file(name, number, error);
    }
    *source = (struct source){.context = file, .read = file_read, .close = file_close, .size = -1};
    if (fstat(file->fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        file_close(file);
        struct error_quote quote = error_quote(name);
        return error_set(error, ERROR_IO, "%s: is a folder; name the profiles in it: %s/*.pb.gz",
                         quote.text, quote.text);
    }
    if (S_ISREG(status.st_mode))
        source->size = status.st_size;
    if (is_input && isatty(STDIN_FILENO)) {
        file_close(file);
        return error_set(error, ERROR_USAGE,
                         "standard input is a terminal; pipe a profile into it, or name a file");
    }
    return true;
}

/* The system's reason as Go words it: in small letters. Number 0: it was refused here. */
static bool no_source(int number, struct error *error)
{
    const char *reason = number ? strerror(number) : "not a regular file";
    return error_set(error, ERROR_IO, "%c%s", tolower((unsigned char)reason[0]), reason + 1);
}

static bool is_harmless(const struct stat *status)
{
    return S_ISREG(status->st_mode) || S_ISDIR(status->st_mode);
}

/* Looks before it opens, as opening alone may act on a device, and again at what it opened. */
static int open_harmless(const char *path, struct stat *status)
{
    if (stat(path, status) != 0)
        return -1;
    int fd = is_harmless(status) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (fd >= 0 && fstat(fd, status) == 0 && is_harmless(status))
        return fd;
    if (fd >= 0)
        close(fd);
    if (!is_harmless(status))
        errno = 0;
    return -1;
}

bool host_open_source(void *context, struct str path, struct source *source, struct error *error)
{
    (void)context;
    struct stat status;
    if (!path.size || memchr(path.at, 0, path.size))
        return no_source(path.size ? EINVAL : ENOENT, error);
    char *name = malloc(path.size + 1);
    struct file *file = malloc(sizeof *file);
    if (!name || !file)
        abort();
    memcpy(name, path.at, path.size);
    name[path.size] = 0;
    file->fd = open_harmless(name, &status);
    int number = errno;
    free(name);
    if (file->fd < 0) {
        free(file);
        return no_source(number, error);
    }
    *source = (struct source){.context = file,
                              .read = file_read,
                              .close = file_close,
                              .size = S_ISREG(status.st_mode) ? status.st_size : 0};
    return true;
}

bool host_folder(void *context, char *path, size_t size)
{
    (void)context;
    struct stat here, named;
    const char *said = getenv("PWD");
    if (said && said[0] == '/' && strlen(said) < size && stat(".", &here) == 0 &&
        stat(said, &named) == 0 && here.st_dev == named.st_dev && here.st_ino == named.st_ino) {
        memcpy(path, said, strlen(said) + 1);
        return true;
    }
    return getcwd(path, size) != NULL;
}

int64_t host_now_ns(void *context)
{
    (void)context;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void host_zone(void *context, int64_t seconds, struct zone *zone)
{
    (void)context;
    time_t moment = (time_t)seconds;
    struct tm local;
    tzset();
    if (!localtime_r(&moment, &local))
        return;
    zone->offset_seconds = (int32_t)local.tm_gmtoff;
    snprintf(zone->name, sizeof zone->name, "%s", local.tm_zone);
}

bool host_list(void *context, struct str path, host_entry *entry, void *receiver)
{
    (void)context;
    char *name = malloc(path.size + 1);
    if (!name)
        abort();
    memcpy(name, path.at, path.size);
    name[path.size] = 0;
    DIR *folder = opendir(name);
    free(name);
    if (!folder)
        return false;
    for (const struct dirent *found = readdir(folder); found; found = readdir(folder))
        if (strcmp(found->d_name, ".") != 0 && strcmp(found->d_name, "..") != 0)
            entry(receiver, str_from_c(found->d_name));
    closedir(folder);
    return true;
}
