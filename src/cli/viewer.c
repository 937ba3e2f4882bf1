/* Finding and starting a viewer. */
#include "cli/viewer.h"

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
