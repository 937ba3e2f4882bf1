/* The outputs of a session: views into writers and files, requests, members of archives. */
#include "base/sink.h"
#include "input/input.h"
#include "options/query.h"
#include "renderers/renderer.h"
#include "request/embed.h"
#include "request/medium.h"
#include "request/output.h"
#include "request/paper.h"
#include "request/request.h"
#include "request/session.h"
#include "request/target.h"
#include "render/render.h"

#include <string.h>

enum { WRITE_BLOCK = 128 * 1024, REQUEST_WORDS = 64 << 20 };

/* What to write: a view, where, and how. */
struct job {
    struct str view; /* empty: by the settings */
    struct str path; /* empty: none */
    bool is_terminal;
    sink_write *write;
    void *context;
};

/* Opens what paints the medium, if it is not the view's own. */
static bool open_paper(const struct medium *medium, struct request *request, struct error *error)
{
    if (!medium)
        return true;
    request->paper = paper_module(error);
    request->medium = medium->paper;
    return request->paper != NULL;
}

/* The notes of a view. */
static struct str said(struct render *render, const struct target *target, struct str of_page,
                       struct str messages)
{
    struct sink sink;
    sink_init_buffer(&sink, &render->words, UINT64_MAX);
    sink_text(&sink, of_page);
    sink_text(&sink, render->left_out);
    if (target->renderer->needs & VIEW_SOURCES)
        sink_text(&sink, render->bundle_problem);
    sink_text(&sink, messages);
    return sink_str(&sink);
}

/* What is to be shown, and in which format. pprof's outputs may have any name. */
static bool choose(struct render *render, const struct job *job, struct target *target,
                   struct error *error)
{
    const struct settings *settings = &render->settings;
    struct str view = job->view.size ? job->view : settings->view;
    struct str path = render->any_name ? STR("") : job->path;
    *target = (struct target){.path = path};
    if (str_equal(view, STR("html")))
        return target_page(target, render->tab.size ? render->tab : settings->view, error);
    if (medium_is_page(settings, path))
        return target_page(target, view, error);
    target->renderer = target_renderer(view, error);
    target->medium = medium_choose(settings, path);
    return target->renderer && medium_settle(&target->medium, target->renderer, path, error) &&
           target_is_ready(target->renderer, settings, error);
}

/* Makes the profile for those that carry it; *words are what there is to say about that. */
static bool carry(struct render *render, const struct target *target, struct request *request,
                  struct embedded *embedded, struct str *words, struct error *error)
{
    const struct settings *settings = &render->settings;
    unsigned needs = target->renderer->needs, options = target->renderer->options;
    bool in_picture = settings->embed_profile && (options & FOR_PICTURE) && !target->medium;
    if (!(needs & VIEW_EMBEDDED) && !in_picture)
        return true;
    bool has_base = settings->base.count > 0 || settings->diff_base.count > 0;
    bool is_alone = render->profiles.count == 1 && !has_base;
    struct embed embed_of = {.profile = render->whole,
                             .kept = is_alone ? &session_owner(render)->kept : NULL,
                             .sources = render->profiles.count,
                             .has_base = has_base,
                             .most = needs & VIEW_EMBEDDED ? settings->max_html : 0};
    request->embedded = embedded;
    return embed(&embed_of, embedded, words, request->arena, request->budget, error);
}

static bool draw(struct render *render, const struct job *job, const struct target *target,
                 struct request *request, struct error *error)
{
    struct embedded embedded;
    struct str of_page = STR(""), messages = STR("");
    struct sink sink;
    if (!carry(render, target, request, &embedded, &of_page, error))
        return false;
    sink_init_writer(&sink, arena_alloc(request->arena, WRITE_BLOCK, 1), WRITE_BLOCK, job->write,
                     job->context);
    bool ok = request_run(request, &sink, &render->notes, &messages, error);
    if (render->is_pprof)
        render->notes = (struct notes){.cases = {0}};
    /* A check that failed has been reported on: what it wrote is whole. */
    if (ok || error->kind == ERROR_CHECK)
        ok = sink_close(&sink, error) && ok;
    render->messages = said(render, target, of_page, messages);
    return ok;
}

/* Renders into a writer, which may be the terminal; the request's memory lives as long as this
 * call. */
static bool run(struct render *render, const struct job *job, struct error *error)
{
    const struct settings *settings = &render->settings;
    struct request request = {.settings = settings, .host = &render->host.inner};
    struct target target;
    bool is_terminal = job->is_terminal;
    if (!choose(render, job, &target, error) || !open_paper(target.medium, &request, error) ||
        !session_prepare(render, error))
        return false;
    bool has_color = settings->color == COLOR_ALWAYS ||
                     (settings->color == COLOR_AUTO && is_terminal && output_likes_color());
    struct arena_store store;
    struct arena arena = arena_init(&store, session_owner(render)->profile_store.ceiling);
    struct budget budget = session_budget(render, &store);
    render->host.stage = "drawing";
    request.profile = render->prepared;
    request.renderer = target.renderer;
    request.tab = target.tab;
    request.sources = render->sources;
    request.digests = render->digests;
    request.is_pprof = render->is_pprof;
    request.is_terminal = is_terminal;
    request.has_color = has_color && !render->is_pprof;
    request.columns = is_terminal && !render->is_pprof ? output_columns() : 0;
    request.bundle = render->bundle;
    request.cache = &render->cache;
    request.arena = &arena;
    request.budget = &budget;
    bool ok = draw(render, job, &target, &request, error);
    arena_fini(&store);
    return ok;
}

bool render_into(struct render *render, const char *view, render_writer *writer, void *context,
                 struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct public_writer public = {writer, context};
    struct job job = {str_from_c(view), STR(""), false, public_write, &public};
    return run(render, &job, &inner) || public_error_give(error, &inner);
}

/* What was said of the request before: a share answers any number of them. */
static void forget_words(struct render *render)
{
    render->words = render->fresh_words;
    render->messages = STR("");
    render->notes = (struct notes){.cases = {0}};
}

/* As with a session of these options alone; what it reads stays. */
static bool run_request(struct render *render, struct str request, struct public_writer *public,
                        struct error *error)
{
    size_t mark = str_find(request, '?');
    struct settings own, saved = render->settings;
    struct arena_store store;
    struct arena words = arena_init(&store, REQUEST_WORDS);
    if (render->parent)
        forget_words(render);
    struct job job = {str_slice(request, 0, mark == STR_NONE ? request.size : mark), STR(""), false,
                      public_write, public};
    settings_init(&own, &words);
    own.max_memory = saved.max_memory;
    own.base = saved.base;
    own.diff_base = saved.diff_base;
    own.normalize = saved.normalize;
    own.diff = saved.diff;
    own.source_path = saved.source_path;
    own.trim_path = saved.trim_path;
    bool ok =
        query_read(&own, str_skip(request, mark == STR_NONE ? request.size : mark + 1), error);
    if (ok) {
        render->settings = own;
        ok = run(render, &job, error);
        render->settings = saved;
    }
    arena_fini(&store);
    return ok;
}

bool render_request(struct render *render, const char *request, render_writer *writer,
                    void *context, struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct public_writer public = {writer, context};
    return run_request(render, str_from_c(request), &public, &inner) ||
           public_error_give(error, &inner);
}

static bool public_writeput(struct render *render, const char *view, const char *path,
                            struct output *output, struct error *error)
{
    bool is_terminal = !strcmp(path, "-") && output_is_terminal();
    struct job job = {str_from_c(view), str_from_c(path), is_terminal, output_write, output};
    bool ok = run(render, &job, error);
    if (ok || error->kind == ERROR_CHECK)
        return output_commit(output, error) && ok;
    output_abort(output);
    return false;
}

bool render_write(struct render *render, const char *view, const char *path,
                  struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct output *output = output_open(str_from_c(path), &inner);
    return (output && public_writeput(render, view, path, output, &inner)) ||
           public_error_give(error, &inner);
}

bool render_write_new(struct render *render, const char *view, const char *stem, const char *suffix,
                      const char **path, struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct str name = STR("");
    struct output *output = output_create(str_from_c(stem), str_from_c(suffix), &name, &inner);
    if (!output)
        return public_error_give(error, &inner);
    *path = str_to_c(name, &render->words);
    return public_writeput(render, view, *path, output, &inner) || public_error_give(error, &inner);
}

static bool extract(struct render *render, struct str source, struct output *output,
                    struct error *error)
{
    struct input_limits limits = {.max_memory = render->settings.max_memory};
    struct arena_store store;
    struct arena arena = arena_init(&store, input_base_ceiling(&limits));
    struct budget budget = {.stores = {&store}, .host = &render->host.inner};
    struct str member;
    render->host.stage = "reading";
    bool ok =
        input_extract(&render->host.inner, source, &limits, &arena, &budget, &member, error) &&
        output_write(output, member.at, member.size, error);
    arena_fini(&store);
    return ok;
}

bool render_extract(struct render *render, const char *source, const char *path,
                    struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct output *output = output_open(str_from_c(path), &inner);
    if (output && extract(render, str_from_c(source), output, &inner))
        return output_commit(output, &inner) || public_error_give(error, &inner);
    output_abort(output);
    return public_error_give(error, &inner);
}
