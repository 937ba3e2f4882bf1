/* Opens the module by dlopen. */
#include "request/paper.h"
#include "paper/paper.h"
#include "request/module_posix.h"

const struct paper_module *paper_module(struct error *error)
{
    static const struct module MODULE = {
        .file = "librender-paper.so",
        .symbol = PAPER_SYMBOL,
        .does = "PDF, PNG and PostScript are drawn by",
        .needs = "libpangocairo-1.0-0, libpng16-16 and fonts-inter",
    };
    return module_open(&MODULE, error);
}
