/* A render that was built without Cairo. */
#include "request/paper.h"

#include <stddef.h>

const struct paper_module *paper_module(struct error *error)
{
    error_set(error, ERROR_IO,
              "this render was built without PDF, PNG and PostScript; install libcairo2-dev, "
              "libpango1.0-dev and libpng-dev and build it anew, or choose .svg");
    return NULL;
}
