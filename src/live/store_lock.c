/* The lock: flock on a file that stays, and says who holds it. */
#include "base/arena.h"
#include "base/quote.h"
#include "live/files.h"
#include "live/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define LOCK_NAME STR(".render.lock")

static bool fail(struct str path, const char *what, struct error *error)
{
    int number = errno;
    struct error_quote quote = error_quote(path);
    return error_set(error, ERROR_IO, "%s: %s: %s", quote.text, what, strerror(number));
}

/* Who holds it, as far as the file tells. */
static bool is_held(int fd, struct str path, struct error *error)
{
    char text[32] = "";
    ssize_t size = pread(fd, text, sizeof text - 1, 0);
    long holder = size > 0 ? strtol(text, NULL, 10) : 0;
    char who[48] = "another process";
    if (holder > 0)
        snprintf(who, sizeof who, "process %ld", holder);
    struct error_quote quote = error_quote(path);
    return error_set(error, ERROR_IO,
                     "%s: %s writes to this folder; stop it, or choose another folder with -o",
                     quote.text, who);
}

/* Tries until the time is over; errno is EWOULDBLOCK where another holds it. */
static bool try_lock(int fd, double seconds)
{
    enum { STEP_NS = 20000000 };
    for (double left = seconds;; left -= STEP_NS * 1e-9) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        if ((errno != EWOULDBLOCK && errno != EINTR) || left <= 0)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = STEP_NS}, NULL);
    }
}

static bool lock_path(struct store *store, struct str path, double seconds, struct error *error)
{
    int fd = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return fail(path, "the lock cannot be made", error);
    if (!try_lock(fd, seconds)) {
        if (errno == EWOULDBLOCK)
            is_held(fd, path, error);
        else
            fail(path, "cannot be locked", error);
        close(fd);
        return false;
    }
    char text[32];
    int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    /* Only for people: the lock holds without it, on a full disk too. */
    if (ftruncate(fd, 0) == 0)
        (void)!pwrite(fd, text, (size_t)size, 0);
    store->lock = fd;
    return true;
}

bool store_lock(struct store *store, double seconds, struct error *error)
{
    struct arena_store memory;
    struct arena arena = arena_init(&memory, SIZE_MAX);
    bool ok = lock_path(store, path_join(store->folder, LOCK_NAME, &arena), seconds, error);
    arena_fini(&memory);
    return ok;
}

void store_unlock(struct store *store)
{
    if (store->lock >= 0)
        close(store->lock);
    store->lock = -1;
}
