/* The rules of a check, from the options or a file, and what they come to. */
#ifndef REQUEST_RULES_H
#define REQUEST_RULES_H

#include "base/error.h"

struct profile;
struct settings;
struct view;

/* Whether the rules that the options hold can be read, for those who want to know it before they
 * read profiles. False with a USAGE error. */
bool rules_check(const struct settings *settings, struct error *error);
/* Sets view->verdicts; of the profile that the view selects from, as rules may be about its other
 * sample types. The view has its selection, frames, tree and, of a comparison, changes.
 * False with an error: no rule, one that cannot be read or judged, no such file. */
bool rules_judge(struct view *view, const struct profile *profile, struct error *error);

#endif
