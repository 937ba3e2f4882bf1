/* Finding and starting a viewer. */
#include "cli/viewer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const VIEWERS[] = {
    "xdg-open", "open", "sensible-browser", "firefox", "chromium", "google-chrome", "chrome"};

/* Replaces the process by a viewer of the path. Returns where there is none. */
static void become_viewer(const char *path)
{
    const char *browser = getenv("BROWSER");
    if (browser && *browser)
        execlp(browser, browser, path, (char *)NULL);
    for (size_t i = 0; i < sizeof VIEWERS / sizeof *VIEWERS; i++)
        execlp(VIEWERS[i], VIEWERS[i], path, (char *)NULL);
}

/* The viewer is a grandchild: nobody has to wait for it. A pipe that closes on exec tells whether
 * it started. */
static void start_viewer(const char *path, int told)
{
    if (fork() != 0)
        _exit(0);
    setsid();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
    }
    become_viewer(path);
    (void)!write(told, "x", 1);
    _exit(1);
}

void viewer_open(const char *path)
{
    /* A name that starts with a dash must not become an option of the viewer. */
    char *safe = NULL;
    size_t size = strlen(path) + 3;
    int tell[2];
    if (path[0] == '-' && (safe = malloc(size)))
        snprintf(safe, size, "./%s", path);
    if (pipe(tell) == 0) {
        fcntl(tell[0], F_SETFD, FD_CLOEXEC);
        fcntl(tell[1], F_SETFD, FD_CLOEXEC);
        pid_t child = fork();
        if (child == 0)
            start_viewer(safe ? safe : path, tell[1]);
        close(tell[1]);
        char byte;
        if (child < 0 || read(tell[0], &byte, 1) > 0)
            fprintf(stderr, "render: no viewer was found to open %s; set BROWSER to one\n", path);
        close(tell[0]);
        if (child > 0)
            waitpid(child, NULL, 0);
    }
    free(safe);
}

/* ---------------------------------------------------------------- browsers, waited for */

enum { MOST_WORDS = 32, NOT_FOUND = 127 };

/* The words of a command and the path behind them. Cuts the text up. */
static void split(char *command, const char *path, const char *words[MOST_WORDS + 2])
{
    size_t count = 0;
    char *rest = command;
    for (char *word; count < MOST_WORDS && (word = strtok_r(rest, " ", &rest));)
        words[count++] = word;
    words[count] = path;
    words[count + 1] = NULL;
}

/* Returns where there is no such program. */
static void try_browser(const char *command, const char *path)
{
    const char *words[MOST_WORDS + 2];
    char *own = strdup(command);
    if (!own)
        return;
    split(own, path, words);
    if (words[0] != path)
        execvp(words[0], (char *const *)words);
    free(own);
}

static void become_browser(const char *path)
{
    static const char *const NAMES[] = {"chrome", "google-chrome", "chromium", "firefox",
                                        "sensible-browser"};
    const char *own = getenv("BROWSER"), *display = getenv("DISPLAY");
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0)
        dup2(null, STDOUT_FILENO);
    if (own && *own)
        try_browser(own, path);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        try_browser(NAMES[i], path);
    if (display && *display)
        try_browser("xdg-open", path);
    _exit(NOT_FOUND);
}

bool viewer_browse(const char *path)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        become_browser(path);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
        fprintf(stderr, "render: no browser was found; set BROWSER to one\n");
    else
        fprintf(stderr, "render: the browser failed\n");
    return false;
}
