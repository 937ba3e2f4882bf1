/* The public interface (render/render.h) over sessions: options, sources, outputs. */
#include "render/render.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/quote.h"
#include "base/sink.h"
#include "base/version.h"
#include "input/inflate.h"
#include "input/input.h"
#include "options/arguments.h"
#include "options/pprof_flags.h"
#include "options/query.h"
#include "options/settings.h"
#include "profile/combine.h"
#include "profile/runs.h"
#include "renderers/renderer.h"
#include "request/embed.h"
#include "request/folder.h"
#include "request/help.h"
#include "request/medium.h"
#include "request/output.h"
#include "request/paper.h"
#include "request/public_host.h"
#include "request/request.h"
#include "request/sides.h"
#include "request/source_bundle.h"
#include "request/target.h"
#include "request/view_cache.h"
#include "select/prune.h"

#include <stdlib.h>
#include <string.h>

enum { WRITE_BLOCK = 128 * 1024, REQUEST_WORDS = 64 << 20 };

/* Of a source, to be carried in a page: base64 of more is no page. */
#define KEPT_MOST ((size_t)1 << 30)

struct render {
    struct public_host host;
    struct arena_store words_store, profile_store;
    struct arena words; /* options, names */
    struct arena profile_arena;
    struct settings settings;
    struct str binary, build_id; /* that the main binary shall have; empty: its own */
    bool is_pprof;               /* the reports are pprof's, whatever the terminal is */
    bool stands_in;              /* the view that was chosen, for what is not there yet */
    ARRAY(const struct profile *) profiles;
    ARRAY(enum run_side) sides;  /* of the profiles, where they are runs of a comparison */
    size_t base_names;           /* among the arguments' sources: the first ones; 0: no sides */
    struct str sources;          /* joined base names */
    struct str left_out;         /* what was said about files of folders */
    struct input_kept kept;      /* the bytes of the first source, where a page wants them */
    struct str tab;              /* that was chosen for the page */
    bool wants_page;             /* likewise */
    const struct profile *whole; /* of all sources, less the base */
    const struct profile *prepared;
    bool prepared_all_frames; /* the options that it was prepared with */
    struct str prepared_comment;
    struct view_cache cache;
    const struct source_bundle *bundle; /* of the sources that are pages; NULL: none */
    struct str bundle_problem;          /* what is wrong with one of them; empty: nothing */
    struct notes notes;
    struct str messages; /* of the last view, a line each */
};

const char *render_version(void)
{
    return RENDER_VERSION;
}

const char *render_build(void)
{
    return inflate_name();
}

int render_exit_code(enum render_error_kind kind)
{
    static const enum error_kind KINDS[] = {ERROR_NONE,  ERROR_CHECK, ERROR_USAGE,
                                            ERROR_INPUT, ERROR_LIMIT, ERROR_IO};
    return error_exit_code(KINDS[kind]);
}

/* ---------------------------------------------------------------- sessions */

struct render *render_new(const struct render_host *host)
{
    struct render *render = calloc(1, sizeof *render);
    if (!render)
        abort();
    render->words = arena_init(&render->words_store, SIZE_MAX);
    public_host_init(&render->host, host, &render->words);
    render->profile_arena = arena_init(&render->profile_store, 0);
    render->sources = STR("");
    render->left_out = STR("");
    render->bundle_problem = STR("");
    settings_init(&render->settings, &render->words);
    return render;
}

void render_free(struct render *render)
{
    if (!render)
        return;
    view_cache_clear(&render->cache);
    arena_fini(&render->words_store);
    arena_fini(&render->profile_store);
    arena_fini(&render->kept.store);
    free(render);
}

bool render_set(struct render *render, const char *name, const char *value,
                struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct str option = str_from_c(name);
    bool ok = option_shorthand(option)
                  ? settings_shorthand(&render->settings, option, &inner)
                  : settings_set(&render->settings, option, str_from_c(value), &inner);
    return ok || public_error_give(error, &inner);
}

static const char *const *texts_to_c(struct render *render, const struct str *texts, size_t count)
{
    const char **copies = ARENA_NEW(&render->words, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        copies[i] = str_to_c(texts[i], &render->words);
    return copies;
}

/* The renderers, and what else may be a verb. */
static const struct verb *list_verbs(struct render *render, size_t *count)
{
    static const struct verb OTHERS[] = {{STR_INIT("text"), false, true},
                                         {STR_INIT("merge"), false, false},
                                         {STR_INIT("convert"), false, false},
                                         {STR_INIT("extract"), false, false}};
    enum { OTHER_COUNT = sizeof OTHERS / sizeof *OTHERS };
    size_t renderers;
    const struct renderer *const *list = renderer_list(&renderers);
    struct verb *verbs = ARENA_NEW(&render->words, struct verb, renderers + OTHER_COUNT);
    for (size_t i = 0; i < renderers; i++) {
        bool has_pattern = (list[i]->needs & VIEW_PATTERN) != 0;
        bool is_ranked = (list[i]->options & FOR_RANKED) != 0;
        verbs[i] = (struct verb){list[i]->name, has_pattern, is_ranked && !has_pattern};
    }
    memcpy(verbs + renderers, OTHERS, sizeof OTHERS);
    *count = renderers + OTHER_COUNT;
    return verbs;
}

static struct texts join(const struct texts *a, const struct texts *b, struct arena *arena)
{
    struct str *at = ARENA_NEW(arena, struct str, a->count + b->count + 1);
    memcpy(at, a->at, a->count * sizeof *at);
    memcpy(at + a->count, b->at, b->count * sizeof *at);
    return (struct texts){at, a->count + b->count};
}

bool render_arguments(struct render *render, int count, const char *const *values,
                      struct render_arguments *arguments, struct render_error *error)
{
    size_t verb_count;
    const struct verb *verbs = list_verbs(render, &verb_count);
    struct arguments read;
    struct error inner = {.kind = ERROR_NONE};
    if (!arguments_read(&read, &render->settings, count, values, verbs, verb_count, &inner))
        return public_error_give(error, &inner);
    struct sides sides;
    if (!sides_choose(&sides, &render->settings, read.verb, read.sources.at, read.sources.count,
                      &inner))
        return public_error_give(error, &inner);
    struct texts sources = {read.sources.at, read.sources.count};
    render->base_names = sides.is_comparison ? sides.base.count : 0;
    if (sides.is_comparison)
        sources = join(&sides.base, &sides.new_, &render->words);
    *arguments = (struct render_arguments){
        .verb = read.verb.size ? str_to_c(read.verb, &render->words) : NULL,
        .sources = texts_to_c(render, sources.at, sources.count),
        .source_count = sources.count,
        .is_comparison = sides.is_comparison,
        .base = texts_to_c(render, sides.base.at, sides.base.count),
        .base_count = sides.base.count,
        .new_ = texts_to_c(render, sides.new_.at, sides.new_.count),
        .new_count = sides.new_.count,
        .version = read.version,
        .csp_hash = read.csp_hash,
        .help = read.help,
        .topic = read.topic.size ? str_to_c(read.topic, &render->words) : ""};
    return true;
}

/* ELF, Mach-O (also of several machines in one file) and PE, by their first bytes. */
static bool is_binary(void *context, struct str name)
{
    static const struct str STARTS[] = {STR_INIT("\x7f"
                                                 "ELF"),
                                        STR_INIT("\xfe\xed\xfa\xce"),
                                        STR_INIT("\xfe\xed\xfa\xcf"),
                                        STR_INIT("\xce\xfa\xed\xfe"),
                                        STR_INIT("\xcf\xfa\xed\xfe"),
                                        STR_INIT("\xca\xfe\xba\xbe"),
                                        STR_INIT("\xbe\xba\xfe\xca"),
                                        STR_INIT("MZ")};
    struct render *render = context;
    struct source source;
    unsigned char head[4];
    size_t used = 0, got = 1;
    if (str_equal(name, STR("-")) || !render->host.inner.open(&render->host, name, &source, NULL))
        return false;
    /* A pipe's bytes would be lost to who reads it as a profile. */
    while (source.size >= 0 && used < sizeof head && got &&
           source.read(source.context, head + used, sizeof head - used, &got, NULL))
        used += got;
    source.close(source.context);
    for (size_t i = 0; i < sizeof STARTS / sizeof *STARTS; i++)
        if (used == sizeof head && str_starts((struct str){(char *)head, used}, STARTS[i]))
            return true;
    return false;
}

bool render_pprof_arguments(struct render *render, int count, const char *const *values,
                            struct render_pprof *pprof, struct render_error *error)
{
    struct pprof_arguments read;
    struct error inner = {.kind = ERROR_NONE};
    bool ok =
        pprof_arguments_read(&read, &render->settings, count, values, is_binary, render, &inner);
    render->is_pprof = true;
    render->binary = read.binary;
    render->build_id = read.build_id;
    *pprof = (struct render_pprof){
        .view = str_to_c(read.view, &render->words),
        .sources = texts_to_c(render, read.sources, read.source_count),
        .source_count = read.source_count,
        .output = read.output.size ? str_to_c(read.output, &render->words) : NULL,
        .suffix = read.suffix.size ? str_to_c(read.suffix, &render->words) : NULL,
        .in_browser = read.in_browser,
        .warnings = str_to_c(read.warnings, &render->words),
        .help = read.help,
        .no_sources = read.no_sources};
    return ok || public_error_give(error, &inner);
}

static struct budget session_budget(struct render *render, const struct arena_store *request)
{
    return (struct budget){.stores = {&render->profile_store, request},
                           .host = &render->host.inner};
}

/* "a.pb.gz, b.pb.gz", "base.pb.gz \u2192 new.pb.gz". */
static void add_source_name(struct render *render, struct str name)
{
    size_t runs = render->sides.count;
    bool turns = runs > 1 && render->sides.at[runs - 1] != render->sides.at[runs - 2];
    struct sink sink;
    sink_init_buffer(&sink, &render->words, UINT64_MAX);
    sink_text(&sink, render->sources);
    sink_text(&sink, !render->sources.size ? STR("") : turns ? STR(" \xe2\x86\x92 ") : STR(", "));
    sink_text(&sink, str_equal(name, STR("-")) ? STR("standard input") : str_base_name(name));
    render->sources = sink_str(&sink);
}

/* A source or base, in the session's memory, with the main binary that was asked for. */
static const struct profile *load(struct render *render, struct str name, struct input_kept *kept,
                                  struct input_carried *carried, struct error *error)
{
    struct arena *arena = &render->profile_arena;
    struct input_limits limits = {
        .max_memory = render->settings.max_memory, .kept = kept, .carried = carried};
    if (!render->profiles.count)
        render->profile_store.ceiling = input_base_ceiling(&limits);
    render->host.stage = "reading";
    struct budget budget = session_budget(render, NULL);
    const struct profile *profile =
        input_load(&render->host.inner, name, &limits, arena, &budget, error);
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
        struct error_quote quote = error_quote(name);
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
    struct error_quote quote = error_quote(was_one ? render->profiles.at[0]->name : name);
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
        load(render, name, keeps ? &render->kept : NULL, &carried, error);
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
    }
    return true;
}

/* Of a folder named "runs/", "runs". */
static struct str without_slashes(struct str name)
{
    while (name.size > 1 && name.at[name.size - 1] == '/')
        name.size--;
    return name;
}

/* A source, of a comparison a run of a side. */
static bool open_source(struct render *render, struct str name, const enum run_side *side,
                        struct error *error)
{
    struct folder folder;
    if (render->profiles.count && !side != !render->sides.count)
        return error_set(error, ERROR_USAGE,
                         "a comparison has sides, and no sources beside them; open all by side");
    if (side)
        array_push(&render->words, &render->sides, *side);
    add_source_name(render, without_slashes(name));
    bool is_folder = folder_read(&folder, &render->host.inner, name, &render->words);
    render->prepared = NULL;
    view_cache_clear(&render->cache);
    return is_folder ? open_folder(render, &folder, name, side, error)
                     : open_file(render, name, error);
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

/* The sum of all of them. */
static const struct profile *load_all(struct render *render, struct texts names,
                                      struct budget *budget, struct error *error)
{
    const struct profile **profiles =
        ARENA_NEW(&render->profile_arena, const struct profile *, names.count);
    for (size_t i = 0; i < names.count; i++) {
        profiles[i] = load(render, names.at[i], NULL, NULL, error);
        if (!profiles[i])
            return NULL;
    }
    return combine(profiles, names.count, &render->profile_arena, budget, error);
}

/* The profile less the base, where one is asked for. */
static const struct profile *subtract_base(struct render *render, const struct profile *profile,
                                           struct budget *budget, struct error *error)
{
    const struct settings *settings = &render->settings;
    struct texts names = settings->base.count ? settings->base : settings->diff_base;
    if (!names.count)
        return profile;
    render->host.stage = "reading the base";
    struct error inner = {.kind = ERROR_NONE};
    const struct profile *base = load_all(render, names, budget, &inner);
    if (!base) {
        error_set(error, inner.kind, "%s%s",
                  render->is_pprof ? "failed to fetch any base profiles: " : "", inner.text);
        return NULL;
    }
    struct combine_base how = {.is_diff = settings->diff_base.count > 0,
                               .normalize = settings->normalize};
    return combine_with_base(profile, base, how, &render->profile_arena, budget, error);
}

/* Of a comparison both sides, otherwise the sum of all. */
static const struct profile *merge_sources(struct render *render, struct budget *budget,
                                           struct error *error)
{
    bool has[RUN_SIDES] = {false};
    for (size_t i = 0; i < render->sides.count; i++)
        has[render->sides.at[i]] = true;
    if (!render->sides.count)
        return combine(render->profiles.at, render->profiles.count, &render->profile_arena, budget,
                       error);
    if (has[RUN_BASE] && has[RUN_NEW])
        return runs_combine(render->profiles.at, render->sides.at, render->profiles.count,
                            &render->profile_arena, budget, error);
    error_set(error, ERROR_USAGE, "a comparison needs two sides; %s is missing",
              has[RUN_BASE] ? "the new one" : "the base");
    return NULL;
}

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

/* The profile that views are of: the sources merged, less the base, without the frames that it
 * wants dropped. */
static bool prepare(struct render *render, struct error *error)
{
    if (!render->profiles.count)
        return error_set(error, ERROR_USAGE, "no profile was given");
    const struct settings *settings = &render->settings;
    if (!check_base(render, error))
        return false;
    if (render->prepared && render->prepared_all_frames == settings->all_frames &&
        str_equal(render->prepared_comment, settings->add_comment))
        return true;
    view_cache_clear(&render->cache);
    struct budget budget = session_budget(render, NULL);
    render->host.stage = "merging";
    const struct profile *profile = merge_sources(render, &budget, error);
    if (profile)
        profile = subtract_base(render, profile, &budget, error);
    render->whole = profile;
    if (profile && settings->all_frames)
        profile = profile_with_all_frames(profile, &render->profile_arena);
    if (profile)
        profile = prune(profile, &render->profile_arena, &budget, error);
    if (profile && settings->add_comment.size)
        profile = profile_with_comment(profile, settings->add_comment, &render->profile_arena);
    render->prepared = profile;
    render->prepared_all_frames = settings->all_frames;
    render->prepared_comment = str_copy(settings->add_comment, &render->profile_arena);
    return render->prepared != NULL;
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

/* ---------------------------------------------------------------- output */

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

/* The notes of a view; what was chosen for want of another is said first. */
static struct str said(struct render *render, const struct target *target, struct str of_page,
                       struct str messages)
{
    const struct medium *medium = target->medium;
    struct sink sink;
    sink_init_buffer(&sink, &render->words, UINT64_MAX);
    if (render->stands_in && medium)
        sink_print(&sink, "%.*s that a %.*s will be is not there yet, so this is the view %.*s\n",
                   STR_ARG(medium->instead), STR_ARG(str_skip(medium->suffix, 1)),
                   STR_ARG(target->renderer->name));
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
    struct str path = render->is_pprof ? STR("") : job->path;
    *target = (struct target){.path = path};
    if (str_equal(view, STR("html")))
        return target_page(target, render->tab.size ? render->tab : settings->view, error);
    if (medium_is_page(settings, path))
        return target_page(target, view, error);
    target->renderer = target_renderer(view, error);
    target->medium = medium_choose(settings, path);
    return target->renderer && medium_check(target->medium, target->renderer, error) &&
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
                             .kept = is_alone ? &render->kept : NULL,
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
        !prepare(render, error))
        return false;
    bool has_color = settings->color == COLOR_ALWAYS ||
                     (settings->color == COLOR_AUTO && is_terminal && output_likes_color());
    struct arena_store store;
    struct arena arena = arena_init(&store, render->profile_store.ceiling);
    struct budget budget = session_budget(render, &store);
    render->host.stage = "drawing";
    request.profile = render->prepared;
    request.renderer = target.renderer;
    request.tab = target.tab;
    request.sources = render->sources;
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

struct public_writer {
    render_writer *writer;
    void *context;
};

static bool write_out(void *context, const char *bytes, size_t size, struct error *error)
{
    struct public_writer *writer = context;
    return writer->writer(writer->context, bytes, size) ||
           error_set(error, ERROR_IO, "the output could not be written");
}

bool render_into(struct render *render, const char *view, render_writer *writer, void *context,
                 struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct public_writer public = {writer, context};
    struct job job = {str_from_c(view), STR(""), false, write_out, &public};
    return run(render, &job, &inner) || public_error_give(error, &inner);
}

/* As with a session of these options alone; what it reads stays. */
static bool run_request(struct render *render, struct str request, struct public_writer *public,
                        struct error *error)
{
    size_t mark = str_find(request, '?');
    struct settings own, saved = render->settings;
    struct arena_store store;
    struct arena words = arena_init(&store, REQUEST_WORDS);
    struct job job = {str_slice(request, 0, mark == STR_NONE ? request.size : mark), STR(""), false,
                      write_out, public};
    settings_init(&own, &words);
    own.max_memory = saved.max_memory;
    own.base = saved.base;
    own.diff_base = saved.diff_base;
    own.normalize = saved.normalize;
    own.diff = saved.diff;
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

static bool write_output(struct render *render, const char *view, const char *path,
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
    return (output && write_output(render, view, path, output, &inner)) ||
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
    return write_output(render, view, *path, output, &inner) || public_error_give(error, &inner);
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

/* Whether it is a file of both sides, and none for readers. */
static bool is_told_beside(const struct render *render, const struct target *target)
{
    return render->base_names && render->settings.only_side == ONLY_BOTH &&
           target->renderer->is_picture && !str_equal(target->path, STR("-"));
}

bool render_choose(struct render *render, const char *verb, const char *const *sources,
                   size_t source_count, struct render_target *target, struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct target chosen;
    struct str *names = ARENA_NEW(&render->words, struct str, source_count + 1);
    for (size_t i = 0; i < source_count; i++)
        names[i] = str_from_c(sources[i]);
    struct target_sources from = {names, source_count, render->base_names};
    if (!target_choose(&render->settings, str_from_c(verb), &from, &render->words, &chosen, &inner))
        return public_error_give(error, &inner);
    render->stands_in = chosen.stands_in;
    render->tab = chosen.tab;
    render->wants_page = (chosen.renderer->needs & VIEW_EMBEDDED) != 0;
    *target = (struct render_target){.view = chosen.renderer->name.at,
                                     .path = str_to_c(chosen.path, &render->words),
                                     .is_default_name = chosen.is_default_name,
                                     .is_picture = chosen.renderer->is_picture,
                                     .with_movers = is_told_beside(render, &chosen)};
    return true;
}

bool render_wants_open(const struct render *render)
{
    return render->settings.open;
}

/* ---------------------------------------------------------------- words */

void render_notes(const struct render *render, void (*note)(void *context, const char *text),
                  void *context)
{
    for (int i = 0; i < NOTE_COUNT; i++) {
        char text[320];
        struct sink sink;
        if (!render->notes.cases[i] || note_severity((enum note)i) == NOTE_DETAIL)
            continue;
        sink_init_fixed(&sink, text, sizeof text - 1);
        note_print(&sink, (enum note)i, render->notes.cases[i]);
        text[sink.used] = 0;
        note(context, text);
    }
    for (struct str rest = render->messages; rest.size;) {
        size_t end = str_find(rest, '\n');
        struct arena scratch = render->words;
        note(context, str_to_c(str_slice(rest, 0, end), &scratch));
        rest = str_skip(rest, end == STR_NONE ? rest.size : end + 1);
    }
}

bool render_help(const char *topic, render_writer *writer, void *context,
                 struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct public_writer public = {writer, context};
    char block[4096];
    struct sink sink;
    sink_init_writer(&sink, block, sizeof block, write_out, &public);
    bool ok = true;
    if (topic[0])
        ok = help_topic(&sink, str_from_c(topic), &inner);
    else
        help_print(&sink);
    return (ok && sink_close(&sink, &inner)) || public_error_give(error, &inner);
}
