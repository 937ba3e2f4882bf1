/* Opens the module by dlopen. */
#include "request/markup.h"
#include "markup/markup.h"
#include "request/module_posix.h"

const struct markup_module *markup_module(struct error *error)
{
    static const struct module MODULE = {
        .file = "librender-markup.so",
        .symbol = MARKUP_SYMBOL,
        .does = "HTML reports and SVG pictures are read by",
        .needs = "libxml2",
    };
    return module_open(&MODULE, error);
}
