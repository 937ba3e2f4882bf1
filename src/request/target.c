/* From words to a renderer and a path. */
#include "request/target.h"
#include "base/quote.h"
#include "base/arena.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/renderer.h"
#include "request/output.h"

enum { DEFAULT_NAMES = 1000 };

/* "flame, top, dump" or ".svg" */
static void list_renderers(struct sink *sink, bool suffixes)
{
    size_t count, written = 0;
    const struct renderer *const *list = renderer_list(&count);
    for (size_t i = 0; i < count; i++) {
        struct str word = suffixes ? list[i]->suffix : list[i]->name;
        if (!word.size)
            continue;
        sink_text(sink, written++ ? STR(", ") : STR(""));
        sink_text(sink, word);
    }
}

const struct renderer *target_renderer(struct str name, struct error *error)
{
    const struct renderer *renderer = renderer_find(name.size ? name : STR("flame"));
    if (renderer)
        return renderer;
    char text[200];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text - 1);
    list_renderers(&sink, false);
    text[sink.used] = 0;
    struct error_quote quote = error_quote(name);
    error_set(error, ERROR_USAGE, "there is no view \"%s\"; choose one of: %s", quote.text, text);
    return NULL;
}

static struct str suffix_of(struct str path)
{
    struct str name = str_base_name(path);
    size_t dot = str_find_last(name, '.');
    return dot == STR_NONE || dot == 0 ? STR("") : str_skip(name, dot);
}

static bool no_suffix(struct str what, struct error *error)
{
    char text[200];
    struct sink sink;
    sink_init_fixed(&sink, text, sizeof text - 1);
    list_renderers(&sink, true);
    text[sink.used] = 0;
    struct error_quote quote = error_quote(what);
    return error_set(error, ERROR_USAGE,
                     "%s: no view writes this format; name the output with one of: %s (or say what "
                     "it shall be: --view=flame)",
                     quote.text, text);
}

/* "svg" and ".svg" are one format. */
static const struct renderer *format_renderer(struct str format)
{
    size_t count;
    const struct renderer *const *list = renderer_list(&count);
    format = str_starts(format, STR(".")) ? str_skip(format, 1) : format;
    for (size_t i = 0; i < count; i++)
        if (format.size && str_equal(str_skip(list[i]->suffix, 1), format))
            return list[i];
    return NULL;
}

static bool choose_renderer(const struct settings *settings, struct str verb, struct target *target,
                            struct error *error)
{
    struct str output = settings->output, view = verb.size ? verb : settings->view;
    if (verb.size && settings->view.size && !str_equal(verb, settings->view))
        return error_set(error, ERROR_USAGE, "\"%.*s\" and --view say different things; give one",
                         STR_ARG(verb));
    if (view.size || (!output.size && !settings->format.size) || str_equal(output, STR("-"))) {
        target->renderer = target_renderer(view, error);
        return target->renderer != NULL;
    }
    struct str suffix = suffix_of(output);
    target->renderer =
        output.size ? renderer_for_suffix(suffix) : format_renderer(settings->format);
    if (target->renderer)
        return true;
    /* A file without a suffix, or a device, says nothing: the default view. */
    if (output.size && (!suffix.size || str_starts(output, STR("/dev/")))) {
        target->renderer = target_renderer(STR(""), error);
        return true;
    }
    return no_suffix(output.size ? output : settings->format, error);
}

struct str target_stem(struct str source)
{
    if (str_equal(source, STR("-")))
        return STR("profile");
    struct str name = str_base_name(source);
    if (str_ends(name, STR(".gz")))
        name.size -= 3;
    size_t dot = str_find_last(name, '.');
    name = dot == STR_NONE || dot == 0 ? name : str_slice(name, 0, dot);
    return name.size && !str_equal(name, STR(".")) && !str_equal(name, STR("/")) ? name
                                                                                 : STR("profile");
}

static bool default_path(const struct renderer *renderer, struct str source, struct arena *arena,
                         struct str *path, struct error *error)
{
    for (int i = 0; i < DEFAULT_NAMES; i++) {
        struct sink sink;
        sink_init_buffer(&sink, arena, UINT64_MAX);
        sink_text(&sink, target_stem(source));
        if (i)
            sink_print(&sink, "-%d", i);
        sink_text(&sink, renderer->suffix);
        *path = sink_str(&sink);
        if (!output_is_foreign(*path, renderer->marker))
            return true;
    }
    return error_set(error, ERROR_IO, "all default names are taken; name the output with -o");
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
    if (str_equal(target->path, STR("-")) && target->renderer->is_picture && output_is_terminal())
        return error_set(
            error, ERROR_USAGE,
            "a picture is not for a terminal; name a file with -o NAME%.*s, or pipe it",
            STR_ARG(target->renderer->suffix));
    return true;
}

bool target_choose(const struct settings *settings, struct str verb, const struct str *sources,
                   size_t source_count, struct arena *arena, struct target *target,
                   struct error *error)
{
    *target = (struct target){.path = settings->output};
    if (!choose_renderer(settings, verb, target, error))
        return false;
    if (!target->path.size && !target->renderer->suffix.size)
        target->path = STR("-");
    if (!target->path.size) {
        target->is_default_name = true;
        if (!default_path(target->renderer, source_count ? sources[0] : STR("-"), arena,
                          &target->path, error))
            return false;
    }
    return check_path(target, sources, source_count, error);
}
