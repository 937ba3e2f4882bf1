/* The sources of a session: files, folders, sides, and the one profile that is made of them. */
#include "base/quote.h"
#include "base/sink.h"
#include "base/url.h"
#include "request/folder.h"
#include "request/medium.h"
#include "request/session.h"
#include "request/source_bundle.h"
#include "render/render.h"
#include "select/prune.h"

/* Of a source, to be carried in a page: base64 of more is no page. */
#define KEPT_MOST ((size_t)1 << 30)

const struct render *session_owner(const struct render *render)
{
    return render->parent ? render->parent : render;
}

struct budget session_budget(struct render *render, const struct arena_store *request)
{
    return (struct budget){.stores = {&session_owner(render)->profile_store, request},
                           .host = &render->host.inner};
}

/* ---------------------------------------------------------------- opening */

/* "a.pb.gz, b.pb.gz", "base.pb.gz \u2192 new.pb.gz". */
static void add_source_name(struct render *render, struct str name)
{
    size_t runs = render->sides.count;
    bool turns = runs > 1 && render->sides.at[runs - 1] != render->sides.at[runs - 2];
    struct str called = url_base_name(name, &render->words);
    struct sink sink;
    sink_init_buffer(&sink, &render->words, UINT64_MAX);
    sink_text(&sink, render->sources);
    sink_text(&sink, !render->sources.size ? STR("") : turns ? STR(" \xe2\x86\x92 ") : STR(", "));
    sink_text(&sink, str_equal(name, STR("-")) ? STR("standard input") : called);
    render->sources = sink_str(&sink);
}

const struct profile *session_load(struct render *render, struct str name, struct input_kept *kept,
                                   struct input_carried *carried, struct error *error)
{
    struct arena *arena = &render->profile_arena;
    struct input_limits limits = {
        .max_memory = render->settings.max_memory, .kept = kept, .carried = carried};
    struct source_digest digest;
    if (source_digest_open(&digest, render))
        limits.tap = &digest.tap;
    if (!render->profiles.count)
        render->profile_store.ceiling = input_base_ceiling(&limits);
    render->host.stage = "reading";
    struct budget budget = session_budget(render, NULL);
    const struct profile *profile =
        input_load(&render->host.inner, name, &limits, arena, &budget, error);
    source_digest_close(&digest, render, name);
    if (!profile)
        return NULL;
    profile = runs_read(profile_with_mapping(profile, arena), arena);
    return profile_with_binary(profile, render->binary, render->build_id, arena);
}

/* Whether what will be written carries the profile, as far as is known before. */
static bool wants_bytes(const struct render *render)
{
    const struct settings *settings = &render->settings;
    return render->wants_page || settings->embed_profile ||
           medium_is_page(settings, settings->output) || str_equal(settings->view, STR("html"));
}

/* Makes a bundle of the bytes, which must live as long as the session. */
static const struct source_bundle *read_bundle(struct render *render, struct str bytes,
                                               struct error *error)
{
    struct budget budget = session_budget(render, NULL);
    return source_bundle_read(bytes, &render->words, &budget, error);
}

/* Source lines of one more page; those of the first page that has a file are taken. What is damaged
 * is not: the profile is whole without it. False where the budget is used up. */
static bool add_carried(struct render *render, const struct input_carried *carried, struct str name,
                        struct error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    const struct source_bundle *bundle = NULL;
    if (!carried->is_damaged && !carried->sources.size)
        return true;
    if (!carried->is_damaged)
        bundle = read_bundle(render, carried->sources, &inner);
    if (bundle && render->bundle)
        bundle =
            read_bundle(render, source_bundle_join(render->bundle, bundle, &render->words), &inner);
    if (inner.kind && inner.kind != ERROR_INPUT)
        return error_set(error, inner.kind, "%s", inner.text);
    render->bundle = bundle ? bundle : render->bundle;
    if (!bundle) {
        struct error_quote quote = error_quote(url_said(name, &render->words));
        struct sink sink;
        sink_init_buffer(&sink, &render->words, UINT64_MAX);
        sink_print(&sink, "%s: %s; the profile is whole\n", quote.text,
                   inner.kind ? inner.text : "the source lines that travel along are damaged");
        render->bundle_problem = sink_str(&sink);
    }
    return true;
}

/* A comparison cannot be one of several profiles. */
static bool check_alone(const struct render *render, const struct profile *profile, struct str name,
                        struct error *error)
{
    size_t others = render->profiles.count;
    bool was_one = others && render->profiles.at[0]->run_count;
    if (!was_one && (!profile->run_count || (!others && !render->sides.count)))
        return true;
    struct arena scratch = render->words;
    struct error_quote quote =
        error_quote(was_one ? render->profiles.at[0]->name : url_said(name, &scratch));
    return error_set(error, ERROR_USAGE,
                     "%s is a comparison of two sides already and goes with no other profile; give "
                     "the profiles that it was made of",
                     quote.text);
}

static bool open_file(struct render *render, struct str name, struct error *error)
{
    bool keeps = !render->profiles.count && wants_bytes(render);
    struct input_carried carried = {.sources = STR("")};
    arena_fini(&render->kept.store);
    uint64_t most = render->settings.max_memory;
    input_kept_init(&render->kept, most && most < KEPT_MOST ? (size_t)most : KEPT_MOST);
    const struct profile *profile =
        session_load(render, name, keeps ? &render->kept : NULL, &carried, error);
    if (!profile || !check_alone(render, profile, name, error) ||
        !add_carried(render, &carried, name, error))
        return false;
    array_push(&render->words, &render->profiles, profile);
    return true;
}

static void say_left_out(struct render *render, const struct folder *folder, struct str name)
{
    struct error_quote quote = error_quote(name);
    struct sink sink;
    if (!folder->left_out)
        return;
    sink_init_buffer(&sink, &render->words, UINT64_MAX);
    sink_text(&sink, render->left_out);
    sink_print(&sink, "%s: %zu file%s that %s no profile by its suffix %s left out\n", quote.text,
               folder->left_out, folder->left_out == 1 ? "" : "s",
               folder->left_out == 1 ? "is" : "are", folder->left_out == 1 ? "was" : "were");
    render->left_out = sink_str(&sink);
}

/* Of a folder named "runs/", "runs". */
static struct str without_slashes(struct str name)
{
    while (name.size > 1 && name.at[name.size - 1] == '/')
        name.size--;
    return name;
}

/* The run opened last is called "FOLDER/FILE": runs of both sides often have the same file names.
 * A folder that has no name of its own in the path gives none. */
static void name_by_folder(struct render *render, struct str path)
{
    const struct profile **last = &render->profiles.at[render->profiles.count - 1];
    struct str folder = str_base_name(without_slashes(path));
    struct profile *named = ARENA_NEW(&render->profile_arena, struct profile, 1);
    struct sink sink;
    if (str_equal(folder, STR(".")) || str_equal(folder, STR("..")) || str_equal(folder, STR("/")))
        return;
    sink_init_buffer(&sink, &render->profile_arena, UINT64_MAX);
    sink_text(&sink, folder);
    sink_char(&sink, '/');
    sink_text(&sink, (*last)->name);
    *named = **last;
    named->name = sink_str(&sink);
    *last = named;
}

static bool open_folder(struct render *render, const struct folder *folder, struct str name,
                        const enum run_side *side, struct error *error)
{
    if (!folder->files.count) {
        struct error_quote quote = error_quote(name);
        return error_set(error, ERROR_IO, "%s: there is no profile in this folder", quote.text);
    }
    say_left_out(render, folder, name);
    for (size_t i = 0; i < folder->files.count; i++) {
        if (side && i)
            array_push(&render->words, &render->sides, *side);
        if (!open_file(render, folder->files.at[i], error))
            return false;
        if (side)
            name_by_folder(render, name);
    }
    return true;
}

/* A source, of a comparison a run of a side. */
static bool open_source(struct render *render, struct str name, const enum run_side *side,
                        struct error *error)
{
    struct folder folder;
    if (render->parent)
        return error_set(error, ERROR_USAGE, "a share has the sources that its session has");
    if (render->profiles.count && !side != !render->sides.count)
        return error_set(error, ERROR_USAGE,
                         "a comparison has sides, and no sources beside them; open all by side");
    struct str sources = render->sources;
    size_t runs = render->sides.count, profiles = render->profiles.count;
    if (side)
        array_push(&render->words, &render->sides, *side);
    add_source_name(render, without_slashes(name));
    bool is_folder = folder_read(&folder, &render->host.inner, name, &render->words);
    render->prepared = NULL;
    view_cache_clear(&render->cache);
    bool ok = is_folder ? open_folder(render, &folder, name, side, error)
                        : open_file(render, name, error);
    if (!ok) { /* others may go on without it */
        render->sources = sources;
        render->sides.count = runs;
        render->profiles.count = profiles;
    }
    return ok;
}

bool render_open(struct render *render, const char *name, struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    return open_source(render, str_from_c(name), NULL, &inner) || public_error_give(error, &inner);
}

bool render_open_side(struct render *render, enum render_side side, const char *name,
                      struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    enum run_side run = side == RENDER_BASE ? RUN_BASE : RUN_NEW;
    return open_source(render, str_from_c(name), &run, &inner) || public_error_give(error, &inner);
}

bool render_sources(struct render *render, const void *bytes, size_t size,
                    struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct str copy = str_copy((struct str){bytes, size}, &render->words);
    const struct source_bundle *bundle = read_bundle(render, copy, &inner);
    render->bundle = bundle ? bundle : render->bundle;
    return bundle || public_error_give(error, &inner);
}

/* ---------------------------------------------------------------- preparing */

static bool is_comparison(const struct render *render)
{
    return render->sides.count || (render->profiles.count && render->profiles.at[0]->run_count);
}

static bool check_base(const struct render *render, struct error *error)
{
    const struct settings *settings = &render->settings;
    bool has_base = settings->base.count || settings->diff_base.count;
    if (is_comparison(render))
        return !has_base || error_set(error, ERROR_USAGE,
                                      "a comparison has its base already; leave --base and "
                                      "--diff_base away");
    if (settings->diff && render->profiles.count)
        return error_set(error, ERROR_USAGE, "--diff needs two sides; this is one profile");
    if (settings->per.size)
        return error_set(error, ERROR_USAGE,
                         "--per scales two sides to each other; there is one: --diff BASE NEW");
    if (settings->only_side != ONLY_BOTH)
        return error_set(error, ERROR_USAGE,
                         "--only_side shows one of two sides; there is one: --diff BASE NEW");
    if (settings->base.count && settings->diff_base.count)
        return error_set(error, ERROR_USAGE, "--base and --diff_base are both given; give one");
    if (settings->normalize && !settings->base.count && !settings->diff_base.count)
        return error_set(error, ERROR_USAGE,
                         "--normalize needs a base to scale to: --base=OLD.pb.gz");
    return true;
}

/* The whole profile as the options want it. */
static const struct profile *make_ready(struct render *render, struct budget *budget,
                                        struct error *error)
{
    const struct settings *settings = &render->settings;
    const struct profile *profile = render->whole;
    if (settings->all_frames)
        profile = profile_with_all_frames(profile, &render->profile_arena);
    profile = prune(profile, &render->profile_arena, budget, error);
    if (profile && settings->add_comment.size)
        profile = profile_with_comment(profile, settings->add_comment, &render->profile_arena);
    return profile;
}

static bool is_prepared_for(const struct render *render, const struct settings *settings)
{
    return render->prepared && render->prepared_all_frames == settings->all_frames &&
           str_equal(render->prepared_comment, settings->add_comment);
}

/* A share has what its session has, or makes its own of it, in place of what it made before. */
static bool prepare_share(struct render *render, struct error *error)
{
    struct budget budget = session_budget(render, NULL);
    budget.stores[1] = &render->profile_store;
    arena_fini(&render->profile_store);
    render->profile_arena =
        arena_init(&render->profile_store, render->parent->profile_store.ceiling);
    render->prepared = is_prepared_for(render->parent, &render->settings)
                           ? render->parent->prepared
                           : make_ready(render, &budget, error);
    return render->prepared != NULL;
}

bool session_prepare(struct render *render, struct error *error)
{
    if (!render->profiles.count)
        return error_set(error, ERROR_USAGE, "no profile was given");
    const struct settings *settings = &render->settings;
    if (!check_base(render, error))
        return false;
    if (is_prepared_for(render, settings))
        return true;
    view_cache_clear(&render->cache);
    render->host.stage = "merging";
    render->prepared_all_frames = settings->all_frames;
    if (render->parent) {
        bool ok = prepare_share(render, error);
        render->prepared_comment = str_copy(settings->add_comment, &render->profile_arena);
        return ok;
    }
    struct budget budget = session_budget(render, NULL);
    render->whole = session_merge(render, &budget, error);
    render->prepared = render->whole ? make_ready(render, &budget, error) : NULL;
    render->prepared_comment = str_copy(settings->add_comment, &render->profile_arena);
    return render->prepared != NULL;
}
