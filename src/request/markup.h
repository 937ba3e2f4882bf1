/* Where the module is that reads the markup of pages and pictures (markup/markup.h). */
#ifndef REQUEST_MARKUP_H
#define REQUEST_MARKUP_H

#include "base/error.h"

struct markup_module;

/* The module, opened on the first call. NULL with an error that says what is missing. */
const struct markup_module *markup_module(struct error *error);

#endif
