/* Help, printed from the rows of options and renderers. */
#ifndef REQUEST_HELP_H
#define REQUEST_HELP_H

#include "base/error.h"

struct sink;

/* Everything, five examples first. */
void help_print(struct sink *sink);
/* The table of options as Markdown, as the README has it. */
void help_markdown(struct sink *sink);
/* One option or view; "markdown" is that table. False with a USAGE error if there is none of that
 * name. */
bool help_topic(struct sink *sink, struct str topic, struct error *error);

#endif
