/* In a page: nothing is checked. */
#include "request/rules.h"

bool rules_check(const struct settings *settings, struct error *error)
{
    (void)settings, (void)error;
    return true;
}

bool rules_judge(struct view *view, const struct request *request, struct error *error)
{
    (void)view, (void)request;
    return error_set(error, ERROR_USAGE, "this build checks no rules");
}
