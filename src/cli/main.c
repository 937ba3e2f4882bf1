/* The command line: arguments, sources, one output. Stands on the public header alone. */
#include <render/live.h>

#include "cli/commands.h"
#include "cli/pprof.h"
#include "cli/terminal.h"
#include "cli/viewer.h"

#include <stdio.h>
#include <string.h>

static int fail(const struct render_error *error)
{
    fprintf(stderr, "render: %s\n", error->text);
    return render_exit_code(error->kind);
}

static bool write_file(void *file, const void *bytes, size_t size)
{
    return fwrite(bytes, 1, size, file) == size;
}

static int show_version(void)
{
    printf("render %s (%s)\n", render_version(), render_build());
    return 0;
}

static int show_policy(void)
{
    fputs(render_page_policy(), stdout);
    return 0;
}

static int show_help(const char *topic, FILE *file)
{
    struct render_error error;
    return render_help(topic, write_file, file, &error) ? 0 : fail(&error);
}

static void show_note(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "note: %s\n", text);
}

/* Opening one after the other. */
struct opening {
    struct render *render;
    bool is_lenient; /* of several URLs some may fail, and are told and left out */
    size_t left_out;
};

static bool open_one(const struct opening *opening, const enum render_side *side, const char *name,
                     struct render_error *error)
{
    return side ? render_open_side(opening->render, *side, name, error)
                : render_open(opening->render, name, error);
}

/* At least one of them must be there. */
static bool open_names(struct opening *opening, const enum render_side *side,
                       const char *const *names, size_t count, struct render_error *error)
{
    struct render_error inner;
    size_t opened = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count && !opened;
        if (open_one(opening, side, names[i], &inner)) {
            opened++;
            continue;
        }
        if (!opening->is_lenient || is_last || !render_live_is_url(names[i])) {
            *error = inner;
            return false;
        }
        fprintf(stderr, "render: %s\n", inner.text);
        opening->left_out++;
    }
    return true;
}

/* A gate does without nothing: `check` judges what it was given, or fails. */
static bool open_sources(struct render *render, const struct render_arguments *arguments,
                         struct render_error *error)
{
    static const enum render_side BASE = RENDER_BASE, NEW = RENDER_NEW;
    bool is_check = arguments->verb && !strcmp(arguments->verb, "check");
    struct opening opening = {.render = render, .is_lenient = !is_check};
    bool ok = arguments->is_comparison
                  ? open_names(&opening, &BASE, arguments->base, arguments->base_count, error) &&
                        open_names(&opening, &NEW, arguments->new_, arguments->new_count, error)
                  : open_names(&opening, NULL, arguments->sources, arguments->source_count, error);
    if (ok && opening.left_out)
        fprintf(stderr, "note: %zu of %zu sources could not be fetched and %s left out\n",
                opening.left_out, arguments->source_count, opening.left_out == 1 ? "is" : "are");
    return ok;
}

/* `extract` copies what a source carries; all else is a view of the sources. */
static bool write_target(struct render *render, const struct render_arguments *arguments,
                         const struct render_target *target, struct render_error *error)
{
    if (arguments->verb && !strcmp(arguments->verb, "extract"))
        return render_extract(render, arguments->sources[0], target->path, error);
    return open_sources(render, arguments, error) &&
           render_write(render, target->view, target->path, error);
}

/* Beside a file of a comparison: what moved, on the terminal. Where that cannot be said the file is
 * none the worse. */
static bool tell_movers(struct render *render, const struct render_target *target,
                        struct render_error *error)
{
    if (!target->with_movers || render_write(render, "movers", "-", error))
        return true;
    if (error->kind == RENDER_LIMIT)
        fprintf(stderr, "note: what moved cannot be listed: %s\n", error->text);
    return error->kind == RENDER_LIMIT;
}

/* Another command than one that writes a view. */
static int command(struct render_live *live, struct render *render,
                   const struct render_arguments *arguments, struct terminal *terminal)
{
    struct render_error error;
    bool is_shell = !strcmp(arguments->verb, "shell");
    bool ok = is_shell ? render_live_fetch(live, render, arguments->sources,
                                           arguments->source_count, &error) &&
                             open_sources(render, arguments, &error) &&
                             render_shell(live, render, &error)
                       : command_run(live, render, arguments, &error);
    terminal_clear(terminal);
    /* A signal is how a watcher or server is ended; a watcher has told all that it found. */
    if (!strcmp(arguments->verb, "watch") || (ok && !strcmp(arguments->verb, "serve")))
        terminal_settle();
    return ok ? 0 : fail(&error);
}

static int produce(struct render_live *live, struct render *render,
                   const struct render_arguments *arguments, struct terminal *terminal)
{
    struct render_error error;
    struct render_target target;
    /* Slips of options are told before anything takes half a minute. */
    bool ok =
        render_choose(render, arguments->verb, arguments->sources, arguments->source_count, &target,
                      &error) &&
        render_live_fetch(live, render, arguments->sources, arguments->source_count, &error) &&
        write_target(render, arguments, &target, &error);
    terminal_clear(terminal);
    if (!ok)
        return fail(&error);
    if (target.is_default_name)
        fprintf(stderr, "wrote %s\n", target.path);
    render_notes(render, show_note, NULL);
    if (!tell_movers(render, &target, &error))
        return fail(&error);
    if (render_wants_open(render) && strcmp(target.path, "-"))
        viewer_open(target.path);
    return 0;
}

/* The first mistake that one makes: what is missing, and how it looks. */
static void say_no_source(const char *verb, struct render_error *error)
{
    static const struct {
        const char *verb, *what, *example;
    } VERBS[] = {{"capture", "service", "capture localhost:6060"},
                 {"watch", "service", "watch localhost:6060"},
                 {"analyze", "folder", "analyze profiles"},
                 {"serve", "profile", "serve cpu.pb.gz"},
                 {"shell", "profile", "shell cpu.pb.gz"}};
    const char *what = "profile", *example = "cpu.pb.gz -o flame.svg";
    for (size_t i = 0; verb && i < sizeof VERBS / sizeof *VERBS; i++) {
        bool is_meant = !strcmp(verb, VERBS[i].verb);
        what = is_meant ? VERBS[i].what : what;
        example = is_meant ? VERBS[i].example : example;
    }
    error->kind = RENDER_USAGE;
    snprintf(error->text, sizeof error->text,
             "no %s was given; try: render %s (render --help says more)", what, example);
}

static int run(struct render_live *live, struct render *render, int count,
               const char *const *values, struct terminal *terminal)
{
    struct render_arguments arguments;
    struct render_error error;
    if (!render_arguments(render, count, values, &arguments, &error))
        return fail(&error);
    if (arguments.version)
        return show_version();
    if (arguments.csp_hash)
        return show_policy();
    if (arguments.help)
        return show_help(arguments.topic, stdout);
    if (!arguments.source_count) {
        say_no_source(arguments.verb, &error);
        return fail(&error);
    }
    if (command_is_one(arguments.verb) || (arguments.verb && !strcmp(arguments.verb, "shell")))
        return command(live, render, &arguments, terminal);
    return produce(live, render, &arguments, terminal);
}

/* `render pprof ...`, or a program that is called pprof, takes pprof's arguments. */
struct invocation {
    bool is_pprof;
    int count;
    const char *const *values; /* behind the name */
};

static struct invocation invocation_of(int count, const char *const *values)
{
    bool is_pprof = count > 0 && pprof_is_name(values[0]);
    bool is_verb = !is_pprof && count > 1 && !strcmp(values[1], "pprof");
    int first = is_verb ? 2 : count > 0;
    return (struct invocation){is_pprof || is_verb, count - first, values + first};
}

int main(int count, char **values)
{
    struct render_host host = render_host_default();
    struct terminal terminal;
    terminal_attach(&terminal, &host);
    struct invocation call = invocation_of(count, (const char *const *)values);
    struct render_console console = command_console(&terminal);
    console.is_pprof = call.is_pprof;
    struct render_live *live = render_live_new(&host, &console);
    struct render_host with_urls = render_live_host(live);
    struct render *render = render_new(&with_urls);
    int status = call.is_pprof ? pprof_run(live, render, call.count, call.values, &terminal)
                               : run(live, render, call.count, call.values, &terminal);
    render_free(render);
    render_live_free(live);
    terminal_finish();
    return status;
}
