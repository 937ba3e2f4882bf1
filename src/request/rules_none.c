/* In a page: nothing is checked. */
#include "request/rules.h"

bool rules_check(const struct settings *settings, struct error *error)
{
    (void)settings, (void)error;
    return true;
}

bool rules_judge(struct view *view, const struct profile *profile, struct error *error)
{
    (void)view, (void)profile;
    return error_set(error, ERROR_USAGE, "this build checks no rules");
}
