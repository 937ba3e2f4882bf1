/* Modules: shared objects of ours that stand on heavy libraries and are opened on first use. */
#ifndef REQUEST_MODULE_POSIX_H
#define REQUEST_MODULE_POSIX_H

#include "base/error.h"

struct module {
    const char *file;   /* "librender-paper.so" */
    const char *symbol; /* a struct that begins with the version, const char * */
    const char *does;   /* "PDF, PNG and PostScript are drawn by" */
    const char *needs;  /* the packages that it stands on */
};

/* What the symbol is, from beside the program or library (a build folder) or from where modules are
 * installed. NULL with an error that says what is missing. */
const void *module_open(const struct module *module, struct error *error);

#endif
