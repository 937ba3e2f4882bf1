/* Sources that cannot be read are told of and left out; every error is exit code 2. */
#include "cli/pprof.h"
#include "cli/terminal.h"
#include "cli/viewer.h"

#include <render/live.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAILED = 2 };

static int fail(const char *text)
{
    fprintf(stderr, "render: %s\n", text);
    return FAILED;
}

static bool write_file(void *file, const void *bytes, size_t size)
{
    return fwrite(bytes, 1, size, file) == size;
}

static bool show_help(void)
{
    struct render_error error;
    return render_help("pprof", write_file, stderr, &error);
}

static void show_note(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "%s\n", text);
}

static bool open_sources(struct render *render, const struct render_pprof *pprof,
                         struct terminal *terminal)
{
    struct render_error error;
    size_t opened = 0;
    for (size_t i = 0; i < pprof->source_count; i++) {
        bool ok = render_open(render, pprof->sources[i], &error);
        terminal_clear(terminal);
        if (!ok)
            fprintf(stderr, "%s\n", error.text);
        opened += ok;
    }
    if (opened && opened < pprof->source_count)
        fprintf(stderr, "Fetched %zu source profiles out of %zu\n", opened, pprof->source_count);
    return opened > 0;
}

/* A file whatever its name is: "-" is none for standard output here. */
static bool write_named(struct render *render, const struct render_pprof *pprof,
                        struct render_error *error)
{
    const char *path = strcmp(pprof->output, "-") ? pprof->output : "./-";
    fprintf(stderr, "Generating report in %s\n", pprof->output);
    return render_write(render, pprof->view, path, error);
}

static bool write_view(struct render *render, const struct render_pprof *pprof,
                       struct render_error *error)
{
    const char *path;
    if (pprof->output)
        return write_named(render, pprof, error);
    if (!pprof->suffix || !isatty(STDOUT_FILENO))
        return render_write(render, pprof->view, "-", error);
    if (!render_write_new(render, pprof->view, "profile", pprof->suffix, &path, error))
        return false;
    fprintf(stderr, "Generating report in %s\n", path);
    return true;
}

/* A new file in the folder for such, shown and then removed. A browser that was running already has
 * read it soon after the one that was started has ended. */
static int browse(struct render *render, const struct render_pprof *pprof,
                  struct terminal *terminal)
{
    struct render_error error;
    const char *folder = getenv("TMPDIR"), *path;
    folder = folder && *folder ? folder : "/tmp";
    size_t size = strlen(folder) + sizeof "/pprof";
    char *stem = malloc(size);
    if (!stem)
        return fail("out of memory");
    snprintf(stem, size, "%s/pprof", folder);
    bool ok = render_write_new(render, pprof->view, stem, pprof->suffix, &path, &error);
    free(stem);
    terminal_clear(terminal);
    if (!ok)
        return fail(error.text);
    ok = viewer_browse(path);
    if (ok)
        sleep(1);
    unlink(path);
    return ok ? 0 : FAILED;
}

/* The sources that are open, until a signal ends it. */
static int serve(struct render_live *live, struct render *render, struct terminal *terminal)
{
    struct render_error error;
    bool ok = render_serve(live, render, NULL, 0, &error);
    terminal_clear(terminal);
    if (ok)
        terminal_settle();
    return ok ? 0 : fail(error.text);
}

bool pprof_is_name(const char *program)
{
    const char *slash = program ? strrchr(program, '/') : NULL;
    return program && !strcmp(slash ? slash + 1 : program, "pprof");
}

int pprof_run(struct render_live *live, struct render *render, int count, const char *const *values,
              struct terminal *terminal)
{
    struct render_error error;
    struct render_pprof pprof;
    bool ok = render_pprof_arguments(render, count, values, &pprof, &error);
    fputs(pprof.warnings, stderr);
    if (pprof.help || pprof.no_sources)
        show_help();
    if (!ok)
        return fail(error.text);
    if (pprof.help)
        return 0;
    if (!render_live_fetch(live, render, pprof.sources, pprof.source_count, &error))
        return fail(error.text);
    if (!open_sources(render, &pprof, terminal))
        return fail("failed to fetch any source profiles");
    render_live_save(live, render);
    if (pprof.in_server)
        return serve(live, render, terminal);
    if (pprof.in_browser && !pprof.output)
        return browse(render, &pprof, terminal);
    ok = write_view(render, &pprof, &error);
    terminal_clear(terminal);
    render_notes(render, show_note, NULL);
    return ok ? 0 : fail(error.text);
}
