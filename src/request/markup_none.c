/* A render that was built without libxml2. */
#include "request/markup.h"

#include <stddef.h>

const struct markup_module *markup_module(struct error *error)
{
    error_set(error, ERROR_IO,
              "it is a report or picture of render, and this render was built without what reads "
              "these; install libxml2-dev and build it anew, or give the profile itself");
    return NULL;
}
