/* The table that the program finds by its name. */
#include "base/version.h"
#include "prompt/prompt.h"

static struct prompt *prompt_open(const struct prompt_options *options, struct error *error)
{
    (void)options;
    error_set(error, ERROR_IO, "lines are not edited yet");
    return NULL;
}

static const char *prompt_read(struct prompt *prompt, bool *interrupted)
{
    (void)prompt, (void)interrupted;
    return NULL;
}

static void prompt_close(struct prompt *prompt)
{
    (void)prompt;
}

__attribute__((visibility("default"))) extern const struct prompt_module render_prompt;

const struct prompt_module render_prompt = {
    .version = RENDER_VERSION, .open = prompt_open, .read = prompt_read, .close = prompt_close};
