/* posix_spawn and signals to the group. */
#include "live/shell_command.h"
#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

bool shell_command_start(struct shell_command *command, struct str text, struct error *error)
{
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    char sh[] = "sh", option[] = "-c";
    char *words[] = {sh, option, str_to_c(text, &arena), NULL};
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    *command = (struct shell_command){.id = 0};
    int number = posix_spawnp(&command->id, "sh", &actions, &attributes, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    arena_fini(&store);
    return number == 0 ||
           error_set(error, ERROR_IO, "--during: sh cannot be started: %s", strerror(number));
}

static bool collect(struct shell_command *command, int how)
{
    pid_t found;
    do
        found = command->id ? waitpid(command->id, &command->status, how) : 0;
    while (found < 0 && errno == EINTR);
    if (found)
        command->id = 0;
    return !command->id;
}

bool shell_command_is_over(struct shell_command *command)
{
    return collect(command, WNOHANG);
}

void shell_command_stop(struct shell_command *command)
{
    enum { STEPS = 250, STEP_NS = 20000000 };
    pid_t group = command->id;
    if (!group || collect(command, WNOHANG))
        return;
    kill(-group, SIGTERM);
    for (int i = 0; i < STEPS && !collect(command, WNOHANG); i++)
        nanosleep(&(struct timespec){.tv_nsec = STEP_NS}, NULL);
    kill(-group, SIGKILL);
    collect(command, 0);
}

bool shell_command_check(const struct shell_command *command, struct error *error)
{
    if (WIFSIGNALED(command->status))
        return error_set(error, ERROR_CHECK, "the command of --during was ended by signal %d (%s)",
                         WTERMSIG(command->status), strsignal(WTERMSIG(command->status)));
    int code = WEXITSTATUS(command->status);
    return !code ||
           error_set(error, ERROR_CHECK, "the command of --during ended with exit status %d", code);
}
