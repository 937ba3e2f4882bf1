/* By dlopen. */
#include "shell/prompt_module.h"
#include "prompt/prompt.h"
#include "request/module_posix.h"

const struct prompt_module *prompt_module(struct error *error)
{
    static const struct module MODULE = {
        .file = "librender-prompt.so",
        .symbol = PROMPT_SYMBOL,
        .does = "lines are edited by",
        .needs = "libedit2",
    };
    return module_open(&MODULE, error);
}
