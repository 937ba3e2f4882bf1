/* Opens modules by dlopen. They are looked for only in places that belong to us: never in the
 * current folder, and never by a name without a path. */
#include "request/module_posix.h"
#include "base/quote.h"
#include "base/version.h"
#include "request/module_places.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH = 4096 };

/* Finds out whether an address is the program's own; the program comes first. */
static int is_in_program(struct dl_phdr_info *info, size_t size, void *address)
{
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        uintptr_t at = *(const uintptr_t *)address;
        if (info->dlpi_phdr[i].p_type == PT_LOAD && at >= start &&
            at < start + info->dlpi_phdr[i].p_memsz)
            return 1;
    }
    return -1;
}

/* The folder of the file that this code is in, the program or the library; links are followed. */
static bool own_folder(char folder[PATH], bool *is_program)
{
    uintptr_t here = (uintptr_t)(void *)own_folder;
    Dl_info info;
    *is_program = dl_iterate_phdr(is_in_program, &here) == 1;
    if (*is_program) {
        ssize_t size = readlink("/proc/self/exe", folder, PATH - 1);
        folder[size > 0 ? size : 0] = 0;
    } else {
        char *real = dladdr((void *)here, &info) ? realpath(info.dli_fname, NULL) : NULL;
        snprintf(folder, PATH, "%s", real ? real : "");
        free(real);
    }
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = 0;
    return slash != NULL;
}

static const void *check(const struct module *module, void *handle, struct error *error)
{
    const char *const *version = dlsym(handle, module->symbol);
    if (version && !strcmp(*version, RENDER_VERSION))
        return version;
    struct error_quote quote = error_quote(str_from_c(version ? *version : "unknown"));
    error_set(error, ERROR_IO,
              "%s %s, which is there in version %s; this is render " RENDER_VERSION
              ", so install both anew",
              module->does, module->file, quote.text);
    return NULL;
}

/* dlopen says which library is missing, in words of its own. */
static const void *fail(const struct module *module, bool was_there, struct error *error)
{
    const char *reason = was_there ? dlerror() : NULL;
    struct error_quote quote = error_quote(str_from_c(reason ? reason : ""));
    error_set(error, ERROR_IO, "%s %s, which %s%s; it belongs beside render and needs %s",
              module->does, module->file, was_there ? "cannot be opened: " : "is not there",
              was_there ? quote.text : "", module->needs);
    return NULL;
}

const void *module_open(const struct module *module, struct error *error)
{
    char folder[PATH], path[PATH + 256];
    bool is_program, was_there = false;
    if (!own_folder(folder, &is_program))
        return fail(module, false, error);
    const char *const places[] = {".", is_program ? MODULE_FROM_PROGRAM : MODULE_FROM_LIBRARY};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(path, sizeof path, "%s/%s/%s", folder, places[i], module->file);
        if (access(path, R_OK))
            continue;
        was_there = true;
        /* It stays: what its libraries keep for the process must not lose its code. */
        void *handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
        if (handle)
            return check(module, handle, error);
    }
    return fail(module, was_there, error);
}
