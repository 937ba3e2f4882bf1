/* What a page carries is one profile. */
#include "profile/types.h"
#include "request/session.h"

const struct profile *session_merge(struct render *render, struct budget *budget,
                                    struct error *error)
{
    const struct settings *settings = &render->settings;
    if (render->profiles.count == 1 && !settings->base.count && !settings->diff_base.count)
        return types_distinct(render->profiles.at[0], &render->profile_arena, budget, error);
    error_set(error, ERROR_USAGE, "a page has one profile, and no base beside it");
    return NULL;
}
