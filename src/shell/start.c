/* By fork and exec; the program is a grandchild, so nobody has to wait for it. */
#include "shell/start.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WORDS = 8, COMMAND = 128 };

/* A pipe that closes on exec tells why it failed. */
static void become(char *const *words, int told)
{
    if (fork() != 0)
        _exit(0);
    setsid();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
    }
    execvp(words[0], words);
    int number = errno;
    (void)!write(told, &number, sizeof number);
    _exit(1);
}

static bool start(char *const *words, struct error *error)
{
    int tell[2], number = 0;
    if (pipe2(tell, O_CLOEXEC))
        return error_set(error, ERROR_IO, "%s cannot be started: %s", words[0], strerror(errno));
    pid_t child = fork();
    if (child == 0)
        become(words, tell[1]);
    close(tell[1]);
    if (child < 0)
        number = errno;
    else if (read(tell[0], &number, sizeof number) != sizeof number)
        number = 0;
    close(tell[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    if (number == ENOENT)
        return error_set(error, ERROR_IO, "exec: \"%s\": executable file not found in $PATH",
                         words[0]);
    return !number ||
           error_set(error, ERROR_IO, "%s cannot be started: %s", words[0], strerror(number));
}

bool start_program(struct str command, const char *path, struct error *error)
{
    char text[COMMAND], *rest = text, *words[MOST_WORDS + 2];
    size_t count = 0;
    snprintf(text, sizeof text, "%.*s", STR_ARG(command));
    for (char *word; count < MOST_WORDS && (word = strtok_r(rest, " ", &rest));)
        words[count++] = word;
    words[count] = (char *)path;
    words[count + 1] = NULL;
    return start(words, error);
}
