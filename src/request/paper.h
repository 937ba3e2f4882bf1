/* Where the module is that draws PDF, PNG and PostScript (paper/paper.h). */
#ifndef REQUEST_PAPER_H
#define REQUEST_PAPER_H

#include "base/error.h"

struct paper_module;

/* The module, opened on the first call: from beside the program or library (a build folder), or
 * from where it is installed. NULL with an error that says what is missing. */
const struct paper_module *paper_module(struct error *error);

#endif
