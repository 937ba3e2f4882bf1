/* The public interface (render/render.h) over sessions: options and words; session.c has sources,
 * session_output.c outputs. */
#include "render/render.h"
#include "base/sink.h"
#include "base/url.h"
#include "base/version.h"
#include "input/inflate.h"
#include "options/arguments.h"
#include "options/pprof_flags.h"
#include "renderers/renderer.h"
#include "request/help.h"
#include "request/session.h"
#include "request/sides.h"
#include "request/target.h"

#include <stdlib.h>
#include <string.h>

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

/* All of what the session has read, and none of what it works with. */
static struct render *new_share(const struct render *parent, const struct render_host *host)
{
    struct render *share = malloc(sizeof *share);
    if (!share)
        abort();
    *share = *parent;
    share->parent = parent;
    share->kept = (struct input_kept){.most = 0};
    share->cache = (struct view_cache){.selection = NULL};
    share->notes = (struct notes){.cases = {0}};
    share->messages = STR("");
    share->words = share->fresh_words = arena_init(&share->words_store, SIZE_MAX);
    share->profile_arena = arena_init(&share->profile_store, 0);
    share->settings.arena = &share->words;
    public_host_init(&share->host, host, &share->words);
    return share;
}

struct render *render_share(struct render *render, const struct render_host *host,
                            struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    if (render->parent || session_prepare(render, &inner))
        return new_share(session_owner(render), host);
    public_error_give(error, &inner);
    return NULL;
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
    render->fresh_words = render->words;
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
    static const struct verb OTHERS[] = {
        {STR_INIT("text"), false, true},     {STR_INIT("merge"), false, false},
        {STR_INIT("convert"), false, false}, {STR_INIT("extract"), false, false},
        {STR_INIT("capture"), false, false}, {STR_INIT("watch"), false, false},
        {STR_INIT("analyze"), false, false}, {STR_INIT("serve"), false, false},
        {STR_INIT("shell"), false, false}};
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
    if (str_equal(name, STR("-")) || url_split(name, NULL) ||
        !render->host.inner.open(&render->host, name, &source, NULL))
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
        .in_server = read.in_server,
        .in_browser = read.in_browser,
        .warnings = str_to_c(read.warnings, &render->words),
        .help = read.help,
        .no_sources = read.no_sources};
    return ok || public_error_give(error, &inner);
}

/* Whether it is a file of both sides, and none for readers. */
static bool is_told_beside(const struct render *render, const struct target *target)
{
    /* Movers are of one sample type; a report of all has them inside. */
    bool is_all = str_equal(render->settings.sample_index, STR("all"));
    return render->base_names && render->settings.only_side == ONLY_BOTH && !is_all &&
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
    render->tab = chosen.tab;
    render->wants_page = (chosen.renderer->needs & VIEW_EMBEDDED) != 0;
    render->wants_digests = (chosen.renderer->needs & VIEW_CHAPTERS) != 0;
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
    sink_init_writer(&sink, block, sizeof block, public_write, &public);
    bool ok = true;
    if (topic[0])
        ok = help_topic(&sink, str_from_c(topic), &inner);
    else
        help_print(&sink);
    return (ok && sink_close(&sink, &inner)) || public_error_give(error, &inner);
}
