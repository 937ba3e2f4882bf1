/* The session's options. */
#include "shell/state.h"
#include "request/session.h"

struct variable_scope shell_scope(struct shell *shell)
{
    return (struct variable_scope){.profile = shell->render->prepared,
                                   .settings = &shell->render->settings,
                                   .own = &shell->own};
}
