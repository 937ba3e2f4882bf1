/* From words to a renderer and a path. */
#include "request/target.h"
#include "base/quote.h"
#include "base/arena.h"
#include "base/sink.h"
#include "base/url.h"
#include "options/settings.h"
#include "renderers/page.h"
#include "renderers/renderer.h"
#include "request/medium.h"
#include "request/output.h"
#include "request/rules.h"

enum { DEFAULT_NAMES = 1000 };

/* "flame, top, dump" or ".svg, .pb.gz" */
static void list_renderers(struct sink *sink, bool suffixes)
{
    size_t count, written = 0;
    const struct renderer *const *list = renderer_list(&count);
    for (size_t i = 0; i < count; i++) {
        struct str word = suffixes ? list[i]->suffix : list[i]->name;
        if (!word.size ||
            (suffixes && (renderer_for_suffix(word) != list[i] || medium_for(list[i]))))
            continue;
        sink_text(sink, written++ ? STR(", ") : STR(""));
        sink_text(sink, word);
    }
    if (suffixes)
        medium_list(sink);
}

struct names_text {
    char text[300];
};

static struct names_text renderer_names(bool suffixes)
{
    struct names_text names;
    struct sink sink;
    sink_init_fixed(&sink, names.text, sizeof names.text - 1);
    list_renderers(&sink, suffixes);
    names.text[sink.used] = 0;
    return names;
}

const struct renderer *target_renderer(struct str name, struct error *error)
{
    struct str known = !name.size ? STR("flame") : str_equal(name, STR("text")) ? STR("top") : name;
    const struct renderer *renderer = renderer_find(known);
    if (renderer)
        return renderer;
    struct error_quote quote = error_quote(name);
    struct names_text names = renderer_names(false);
    error_set(error, ERROR_USAGE, "there is no view \"%s\"; choose one of: %s", quote.text,
              names.text);
    return NULL;
}

static bool has_pattern(const struct renderer *renderer, const struct settings *settings,
                        struct error *error)
{
    if (!(renderer->needs & VIEW_PATTERN) || settings->pattern.size)
        return true;
    return error_set(error, ERROR_USAGE,
                     "%.*s needs to know which functions it is about: render %.*s 'main\\..*' "
                     "cpu.pb.gz",
                     STR_ARG(renderer->name), STR_ARG(renderer->name));
}

/* Whether --format is a word that the view itself understands. */
static bool has_format(const struct renderer *renderer, const struct settings *settings,
                       struct error *error)
{
    struct str rest = renderer->formats, format = settings->format;
    while (rest.size && format.size) {
        size_t end = str_find(rest, '|');
        if (str_equal(str_slice(rest, 0, end), format))
            return true;
        rest = str_skip(rest, end == STR_NONE ? rest.size : end + 1);
    }
    if (!renderer->formats.size || !format.size)
        return true;
    struct error_quote quote = error_quote(format);
    return error_set(error, ERROR_USAGE, "--format=%s: %.*s can be written as one of %.*s",
                     quote.text, STR_ARG(renderer->name), STR_ARG(renderer->formats));
}

bool target_is_ready(const struct renderer *renderer, const struct settings *settings,
                     struct error *error)
{
    return has_pattern(renderer, settings, error) && has_format(renderer, settings, error) &&
           (!(renderer->needs & VIEW_RULES) || rules_check(settings, error));
}

static struct str suffix_of(struct str path)
{
    struct str name = str_base_name(path);
    size_t dot = str_find_last(name, '.');
    return dot == STR_NONE || dot == 0 ? STR("") : str_skip(name, dot);
}

/* The one whose suffix the path has, of ".pb.gz" and ".gz" the longer. */
static const struct renderer *path_renderer(struct str path)
{
    struct str name = str_base_name(path);
    const struct renderer *renderer = NULL;
    for (size_t i = 1; i < name.size && !renderer; i++)
        if (name.at[i] == '.')
            renderer = renderer_for_suffix(str_skip(name, i));
    return renderer;
}

static bool no_suffix(struct str what, const char *hint, struct error *error)
{
    struct error_quote quote = error_quote(what);
    struct names_text names = renderer_names(true);
    return error_set(error, ERROR_USAGE,
                     "%s: no view writes this format; name the output with one of: %s%s",
                     quote.text, names.text, hint);
}

/* "svg" and ".svg" are one format. */
static const struct renderer *format_renderer(struct str format)
{
    size_t count;
    const struct renderer *const *list = renderer_list(&count);
    format = str_starts(format, STR(".")) ? str_skip(format, 1) : format;
    for (size_t i = 0; i < count; i++)
        if (format.size && list[i]->suffix.size && str_equal(str_skip(list[i]->suffix, 1), format))
            return list[i];
    return NULL;
}

/* What a medium shows where no view is asked for. */
static bool choose_default(struct target *target, struct error *error)
{
    struct str view = target->medium->view;
    target->renderer = target_renderer(renderer_find(view) ? view : STR(""), error);
    return true;
}

bool target_page(struct target *target, struct str view, struct error *error)
{
    char tabs[120];
    struct sink sink;
    target->renderer = target_renderer(STR("html"), error);
    if (!target->renderer)
        return false;
    target->tab = page_tab(view);
    if (!view.size || target->tab.size || str_equal(view, target->renderer->name))
        return true;
    const struct renderer *asked = renderer_find(view);
    if (asked && medium_for(asked))
        return medium_is_apart(asked, STR(".html"), error);
    struct error_quote quote = error_quote(view);
    sink_init_fixed(&sink, tabs, sizeof tabs);
    page_list_tabs(&sink);
    return error_set(error, ERROR_USAGE, "a page has no tab \"%s\"; it can open on one of: %.*s",
                     quote.text, STR_ARG(sink_str(&sink)));
}

static bool choose_renderer(const struct settings *settings, struct str verb, struct target *target,
                            struct error *error)
{
    struct str output = settings->output, view = verb.size ? verb : settings->view;
    if (verb.size && settings->view.size && !str_equal(verb, settings->view))
        return error_set(error, ERROR_USAGE, "\"%.*s\" and --view say different things; give one",
                         STR_ARG(verb));
    if (medium_is_page(settings, output))
        return target_page(target, view, error);
    target->medium = medium_choose(settings, output);
    if (target->medium && !view.size)
        return choose_default(target, error);
    if (view.size || (!output.size && !settings->format.size) || str_equal(output, STR("-"))) {
        target->renderer = target_renderer(view, error);
        return target->renderer != NULL;
    }
    struct str suffix = suffix_of(output);
    target->renderer = output.size ? path_renderer(output) : format_renderer(settings->format);
    if (target->renderer)
        return true;
    /* A file without a suffix, or a device, says nothing: the default view. */
    if (output.size && (!suffix.size || str_starts(output, STR("/dev/")))) {
        target->renderer = target_renderer(STR(""), error);
        return true;
    }
    return no_suffix(output.size ? output : settings->format,
                     " (or say what it shall be: --view=flame)", error);
}

/* merge: the profile itself, of all sources. */
static bool choose_merge(const struct settings *settings, struct target *target,
                         struct error *error)
{
    if (settings->view.size)
        return error_set(error, ERROR_USAGE, "merge writes a profile; leave --view away");
    target->renderer = target_renderer(STR("proto"), error);
    if (!target->renderer)
        return false;
    if (!target->path.size && output_is_terminal())
        return error_set(error, ERROR_USAGE,
                         "merge writes a profile, which is not for a terminal; name a file with "
                         "-o all%.*s, or pipe it",
                         STR_ARG(target->renderer->suffix));
    target->path = target->path.size ? target->path : STR("-");
    return true;
}

/* extract: the profile that a report carries. */
static bool choose_extract(const struct settings *settings, size_t source_count,
                           struct target *target, struct error *error)
{
    if (settings->view.size)
        return error_set(error, ERROR_USAGE, "extract writes a profile; leave --view away");
    if (source_count > 1)
        return error_set(error, ERROR_USAGE,
                         "extract takes one report; merge makes one profile of several");
    target->renderer = target_renderer(STR("proto"), error);
    if (target->renderer && str_equal(target->path, STR("-")) && output_is_terminal())
        return error_set(error, ERROR_USAGE,
                         "extract writes a profile, which is not for a terminal; name a file with "
                         "-o NAME%.*s, or pipe it",
                         STR_ARG(target->renderer->suffix));
    return target->renderer != NULL;
}

/* convert: what the name of the output says. */
static bool choose_convert(const struct settings *settings, struct target *target,
                           struct error *error)
{
    struct str output = settings->output;
    bool is_named = output.size && !str_equal(output, STR("-"));
    if (settings->view.size)
        return error_set(error, ERROR_USAGE,
                         "convert goes by the suffix of the output; leave --view away");
    if (!is_named && !settings->format.size) {
        struct names_text names = renderer_names(true);
        return error_set(error, ERROR_USAGE,
                         "convert goes by the suffix of the output, which is missing: -o NAME with "
                         "one of: %s",
                         names.text);
    }
    target->medium = medium_choose(settings, is_named ? output : STR(""));
    if (target->medium)
        return choose_default(target, error);
    target->renderer = is_named ? path_renderer(output) : format_renderer(settings->format);
    return target->renderer || no_suffix(is_named ? output : settings->format, "", error);
}

struct str target_stem(struct str source)
{
    if (str_equal(source, STR("-")))
        return STR("profile");
    while (source.size > 1 && source.at[source.size - 1] == '/')
        source.size--;
    struct url url;
    struct str name = str_base_name(url_split(source, &url) ? url.path : source);
    if (str_ends(name, STR(".gz")))
        name.size -= 3;
    size_t dot = str_find_last(name, '.');
    name = dot == STR_NONE || dot == 0 ? name : str_slice(name, 0, dot);
    return name.size && !str_equal(name, STR(".")) && !str_equal(name, STR("/")) ? name
                                                                                 : STR("profile");
}

static struct str suffix_for(const struct target *target)
{
    return target->medium ? target->medium->suffix : target->renderer->suffix;
}

static struct str target_stem_of_sides(struct str base, struct str new_, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, target_stem(base));
    sink_char(&sink, '-');
    sink_text(&sink, target_stem(new_));
    sink_text(&sink, STR(".diff"));
    return sink_str(&sink);
}

static bool default_path(const struct target *target, struct str stem, struct arena *arena,
                         struct str *path, struct error *error)
{
    struct str marker = target->medium ? target->medium->marker : target->renderer->marker;
    for (int i = 0; i < DEFAULT_NAMES; i++) {
        struct sink sink;
        sink_init_buffer(&sink, arena, UINT64_MAX);
        sink_text(&sink, stem);
        if (i)
            sink_print(&sink, "-%d", i);
        sink_text(&sink, suffix_for(target));
        *path = sink_str(&sink);
        if (!output_is_foreign(*path, marker))
            return true;
    }
    return error_set(error, ERROR_IO, "all default names are taken; name the output with -o");
}

/* For people at a terminal. */
static bool is_readable(const struct renderer *renderer)
{
    return !renderer->is_picture && (str_starts(renderer->media, STR("text/")) ||
                                     str_starts(renderer->media, STR("application/json")));
}

static bool check_path(const struct target *target, const struct str *sources, size_t count,
                       struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(target->path, STR("-")) || !output_is_same(target->path, sources[i]))
            continue;
        struct error_quote quote = error_quote(target->path);
        return error_set(error, ERROR_USAGE, "%s is a source; choose another name for the output",
                         quote.text);
    }
    if (str_equal(target->path, STR("-")) && !is_readable(target->renderer) && output_is_terminal())
        return error_set(error, ERROR_USAGE,
                         "a %s is not for a terminal; name a file with -o NAME%.*s, or pipe it",
                         target->renderer->is_picture ? "picture" : "profile",
                         STR_ARG(suffix_for(target)));
    return true;
}

bool target_choose(const struct settings *settings, struct str verb,
                   const struct target_sources *from, struct arena *arena, struct target *target,
                   struct error *error)
{
    const struct str *sources = from->names;
    size_t source_count = from->count;
    *target = (struct target){.path = settings->output};
    bool ok = str_equal(verb, STR("merge"))     ? choose_merge(settings, target, error)
              : str_equal(verb, STR("convert")) ? choose_convert(settings, target, error)
              : str_equal(verb, STR("extract"))
                  ? choose_extract(settings, source_count, target, error)
                  : choose_renderer(settings, verb, target, error);
    if (!ok || !medium_settle(&target->medium, target->renderer, target->path, error) ||
        !target_is_ready(target->renderer, settings, error))
        return false;
    /* A report that is asked for by its name is to be read; a picture is to be kept. */
    bool to_read = !target->renderer->suffix.size || (verb.size && !target->renderer->is_picture);
    if (!target->path.size && to_read)
        target->path = STR("-");
    if (!target->path.size) {
        target->is_default_name = true;
        struct str stem = target_stem(source_count ? sources[0] : STR("-"));
        if (from->base_count)
            stem = target_stem_of_sides(sources[0], sources[from->base_count], arena);
        if (!default_path(target, stem, arena, &target->path, error))
            return false;
    }
    return check_path(target, sources, source_count, error);
}
