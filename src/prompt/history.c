/* Appended line by line, so that sessions beside each other keep all of theirs. */
#include "prompt/history.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 20, MOST_LINES = 1000, LONGEST = 4096 };

static int open_regular(const char *path, int flags, struct stat *stat)
{
    int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd < 0 || (!fstat(fd, stat) && S_ISREG(stat->st_mode)))
        return fd;
    close(fd);
    return -1;
}

/* The end of the file, at most MOST_BYTES, from the start of a line; NULL where there is none. */
static char *read_end(const char *path, size_t *size, bool *is_cut)
{
    struct stat stat;
    int fd = open_regular(path, O_RDONLY, &stat);
    if (fd < 0)
        return NULL;
    char *at = malloc(MOST_BYTES);
    *is_cut = stat.st_size > MOST_BYTES;
    ssize_t got = at ? pread(fd, at, MOST_BYTES, *is_cut ? stat.st_size - MOST_BYTES : 0) : -1;
    close(fd);
    const char *newline = *is_cut && got > 0 ? memchr(at, '\n', (size_t)got) : NULL;
    size_t skipped = newline ? (size_t)(newline - at) + 1 : 0;
    *size = got > 0 ? (size_t)got - skipped : 0;
    if (skipped)
        memmove(at, at + skipped, *size);
    return at;
}

/* Where the last lines start; *count is how many there are in all. */
static struct str last_lines(struct str text, size_t *count)
{
    size_t start = text.size;
    *count = 0;
    for (size_t i = text.size; i-- > 0;) {
        bool is_start = i == 0 || text.at[i - 1] == '\n';
        *count += is_start;
        if (is_start && *count <= MOST_LINES)
            start = i;
    }
    return str_skip(text, start);
}

static bool write_all(int fd, struct str text)
{
    while (text.size) {
        ssize_t put = write(fd, text.at, text.size);
        if (put <= 0)
            return false;
        text = str_skip(text, (size_t)put);
    }
    return true;
}

/* Beside the file, and then in its place. */
static void rewrite(const char *path, struct str text)
{
    size_t size = strlen(path) + sizeof ".XXXXXX";
    char *beside = malloc(size);
    if (!beside)
        return;
    snprintf(beside, size, "%s.XXXXXX", path);
    int fd = mkstemp(beside);
    if (fd >= 0) {
        bool is_whole = write_all(fd, text);
        close(fd);
        if (!is_whole || rename(beside, path))
            unlink(beside);
    }
    free(beside);
}

void history_load(const char *path, void (*tell)(void *context, struct str line), void *context)
{
    size_t size, count;
    bool is_cut = false;
    char *at = read_end(path, &size, &is_cut);
    if (!at)
        return;
    struct str lines = last_lines((struct str){at, size}, &count);
    if (is_cut || count > 2 * MOST_LINES)
        rewrite(path, lines);
    while (lines.size) {
        size_t end = str_find(lines, '\n');
        struct str line = str_slice(lines, 0, end);
        lines = str_skip(lines, end == STR_NONE ? lines.size : end + 1);
        if (line.size)
            tell(context, line);
    }
    free(at);
}

void history_add(const char *path, struct str line)
{
    char text[LONGEST + 1];
    struct stat stat;
    if (line.size > LONGEST)
        return;
    memcpy(text, line.at, line.size);
    text[line.size] = '\n';
    int fd = open_regular(path, O_WRONLY | O_APPEND | O_CREAT, &stat);
    if (fd < 0)
        return;
    (void)write_all(fd, (struct str){text, line.size + 1});
    close(fd);
}
