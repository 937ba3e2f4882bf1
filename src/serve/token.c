/* Given, out of a file, or random. */
#include "serve/token.h"
#include "base/arena.h"
#include "base/quote.h"
#include "serve/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { RANDOM_BYTES = 16, SHORTEST = 8, LONGEST = 256 };

static bool make_random(struct str *text, struct arena *arena, struct error *error)
{
    static const char DIGITS[] = "0123456789abcdef";
    unsigned char bytes[RANDOM_BYTES];
    char *at = arena_alloc(arena, 2 * sizeof bytes, 1);
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return error_set(error, ERROR_IO, "the system gives no random numbers");
    for (size_t i = 0; i < sizeof bytes; i++) {
        at[2 * i] = DIGITS[bytes[i] >> 4];
        at[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    *text = (struct str){at, 2 * sizeof bytes};
    return true;
}

/* The first line of a file. */
static bool read_file(struct str path, struct str *text, struct arena *arena, struct error *error)
{
    char *at = arena_alloc(arena, LONGEST + 2, 1);
    struct error_quote quote = error_quote(path);
    int fd = open(str_to_c(path, arena), O_RDONLY | O_CLOEXEC);
    ssize_t size = fd >= 0 ? read(fd, at, LONGEST + 2) : -1;
    int number = errno;
    if (fd >= 0)
        close(fd);
    if (size < 0)
        return error_set(error, ERROR_IO, "--token: %s: %s", quote.text, strerror(number));
    *text = (struct str){at, (size_t)size};
    size_t end = str_find(*text, '\n');
    *text = str_slice(*text, 0, end == STR_NONE ? text->size : end);
    return true;
}

/* It stands in addresses and headers as it is. */
static bool is_fit(struct str token)
{
    for (size_t i = 0; i < token.size; i++) {
        char c = token.at[i];
        if (!(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') &&
            !strchr("-._~", c))
            return false;
    }
    return token.size >= SHORTEST && token.size <= LONGEST;
}

bool token_read(struct guard *guard, struct str option, uint16_t port, struct arena *arena,
                struct error *error)
{
    char *cookie = arena_alloc(arena, 32, 1);
    snprintf(cookie, 32, "render_%u", (unsigned)port);
    guard->cookie = str_from_c(cookie);
    guard->token = option;
    if (!option.size && guard->is_local)
        return true;
    if (!option.size && !make_random(&guard->token, arena, error))
        return false;
    if (str_starts(option, STR("@")) &&
        !read_file(str_skip(option, 1), &guard->token, arena, error))
        return false;
    if (!is_fit(guard->token))
        return error_set(error, ERROR_USAGE,
                         "--token takes %d to %d letters, digits, or any of -._~, or @FILE",
                         SHORTEST, LONGEST);
    return make_random(&guard->secret, arena, error) && make_random(&guard->ticket, arena, error);
}
