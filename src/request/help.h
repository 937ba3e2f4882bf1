/* Help, printed from the rows of options and renderers. */
#ifndef REQUEST_HELP_H
#define REQUEST_HELP_H

#include "base/error.h"

struct sink;

/* Everything, five examples first. */
void help_print(struct sink *sink);
/* One option or view. False with a USAGE error if there is none of that name. */
bool help_topic(struct sink *sink, struct str topic, struct error *error);

#endif
