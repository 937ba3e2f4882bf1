/* Waits for characters, and for signals between them. */
#include "base/utf8.h"
#include "prompt/editor.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

/* A handler has nowhere else to leave it. */
static volatile sig_atomic_t interrupted, ended, resized, continued;

static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT};

enum { SIGNAL_COUNT = sizeof SIGNALS / sizeof *SIGNALS, LONGEST = 8192 };

static void catch (int number)
{
    if (number == SIGINT)
        interrupted = 1;
    else if (number == SIGWINCH)
        resized = 1;
    else if (number == SIGCONT)
        continued = 1;
    else
        ended = number;
}

void editor_take_signals(struct prompt *prompt, struct editor_signals *signals)
{
    struct sigaction action = {.sa_handler = catch};
    sigset_t all;
    sigemptyset(&all);
    interrupted = ended = resized = continued = 0;
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        sigaction(SIGNALS[i], NULL, &signals->before[i]);
        if (signals->before[i].sa_handler != SIG_IGN)
            sigaction(SIGNALS[i], &action, NULL);
        sigaddset(&all, SIGNALS[i]);
    }
    sigprocmask(SIG_BLOCK, &all, &prompt->outside);
}

void editor_give_signals(struct prompt *prompt, const struct editor_signals *signals)
{
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        sigaction(SIGNALS[i], &signals->before[i], NULL);
    sigprocmask(SIG_SETMASK, &prompt->outside, NULL);
}

/* What came is passed on, or done: false where the line is over. */
static bool heed(struct prompt *prompt)
{
    prompt->interrupted = interrupted != 0;
    prompt->ended = ended;
    if (interrupted || ended)
        return false;
    if (continued)
        el_wset(prompt->edit, EL_PREP_TERM, 1);
    if (resized)
        el_resize(prompt->edit);
    if (continued || resized)
        el_wset(prompt->edit, EL_REFRESH);
    continued = resized = 0;
    return true;
}

/* Waits for input, or takes what signals there are: 1 for input, 0 for none of it, -1 where the
 * line is over. */
static int wait_for(struct prompt *prompt, struct pollfd *input, const struct timespec *time)
{
    int ready = ppoll(input, input != NULL, time, &prompt->outside);
    if (ready < 0 && (errno != EINTR || !heed(prompt)))
        return -1;
    return ready > 0;
}

/* A byte; false at the end, and where the line is over. Where input is there, ppoll leaves a
 * signal waiting: it is taken first, as what is still to be read behind Ctrl-C was typed after. */
static bool next_byte(struct prompt *prompt, unsigned char *byte)
{
    static const struct timespec NO_TIME;
    for (;;) {
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        int ready = wait_for(prompt, &input, NULL);
        if (ready > 0 && wait_for(prompt, NULL, &NO_TIME) < 0)
            return false;
        if (ready < 0)
            return false;
        if (!ready)
            continue;
        ssize_t got = read(STDIN_FILENO, byte, 1);
        if (got >= 0 || (errno != EINTR && errno != EAGAIN))
            return got > 0;
    }
}

/* A code point, U+FFFD for what is none. */
static bool next_point(struct prompt *prompt, uint32_t *point)
{
    unsigned char bytes[4];
    size_t count = 1, size;
    if (!next_byte(prompt, &bytes[0]))
        return false;
    size_t wanted = bytes[0] < 0xc2 ? 1 : bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
    while (count < wanted && bytes[0] < 0xf5) {
        if (!next_byte(prompt, &bytes[count]))
            return false;
        if ((bytes[count++] & 0xc0) != 0x80)
            break;
    }
    *point = utf8_decode((struct str){(const char *)bytes, count}, &size);
    *point = *point == UTF8_INVALID ? 0xfffd : *point;
    return true;
}

/* A longer line than any that is meant would be drawn again and again. */
static bool has_room(EditLine *edit)
{
    const LineInfoW *line = el_wline(edit);
    return line->lastchar - line->buffer < LONGEST;
}

int editor_get(EditLine *edit, wchar_t *letter)
{
    struct prompt *prompt = NULL;
    uint32_t point;
    el_wget(edit, EL_CLIENTDATA, &prompt);
    do {
        if (!next_point(prompt, &point))
            return -1;
    } while (point >= ' ' && point != 0x7f && !has_room(edit));
    *letter = (wchar_t)point;
    return 1;
}
