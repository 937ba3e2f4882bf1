/* The table of media. */
#include "request/medium.h"
#include "base/quote.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/renderer.h"

static const struct medium MEDIA[] = {
    {STR_INIT(".pdf"), STR_INIT("report"), STR_INIT("/Creator (render "), PAPER_PDF},
    {STR_INIT(".png"), STR_INIT("graph"), STR_INIT("Software\0render "), PAPER_PNG},
    {STR_INIT(".ps"), STR_INIT("graph"), STR_INIT("%%For: render "), PAPER_PS}};

enum { MEDIUM_COUNT = sizeof MEDIA / sizeof *MEDIA };

static const struct medium *of_suffix(struct str suffix)
{
    for (size_t i = 0; i < MEDIUM_COUNT; i++)
        if (str_equal(MEDIA[i].suffix, suffix))
            return &MEDIA[i];
    return NULL;
}

static struct str suffix_of(struct str path)
{
    struct str name = str_base_name(path);
    size_t dot = str_find_last(name, '.');
    return dot == STR_NONE || dot == 0 ? STR("") : str_skip(name, dot);
}

const struct medium *medium_choose(const struct settings *settings, struct str path)
{
    struct str suffix = suffix_of(path), format = settings->format;
    if (of_suffix(suffix) || renderer_for_suffix(suffix))
        return of_suffix(suffix);
    for (size_t i = 0; i < MEDIUM_COUNT; i++)
        if (str_equal(MEDIA[i].suffix, format) || str_equal(str_skip(MEDIA[i].suffix, 1), format))
            return &MEDIA[i];
    return NULL;
}

bool medium_is_page(const struct settings *settings, struct str path)
{
    struct str suffix = suffix_of(path), format = settings->format;
    if (of_suffix(suffix) || renderer_for_suffix(suffix))
        return str_equal(suffix, STR(".html"));
    return str_equal(format, STR(".html")) || str_equal(format, STR("html"));
}

static void list_painted(struct sink *sink)
{
    size_t count, written = 0;
    const struct renderer *const *list = renderer_list(&count);
    for (size_t i = 0; i < count; i++) {
        if (!list[i]->paint && !list[i]->compose)
            continue;
        sink_text(sink, written++ ? STR(", ") : STR(""));
        sink_text(sink, list[i]->name);
    }
}

const struct medium *medium_for(const struct renderer *renderer)
{
    return renderer->render ? NULL : of_suffix(renderer->suffix);
}

bool medium_is_apart(const struct renderer *renderer, struct str path, struct error *error)
{
    struct error_quote quote = error_quote(path);
    return error_set(error, ERROR_USAGE,
                     "%s: a %.*s is made of pages; name the output .pdf, .png or .ps", quote.text,
                     STR_ARG(renderer->name));
}

bool medium_settle(const struct medium **medium, const struct renderer *renderer, struct str path,
                   struct error *error)
{
    char views[120];
    struct sink sink;
    const struct medium *own = medium_for(renderer);
    bool is_named = suffix_of(path).size && !str_starts(path, STR("/dev/"));
    if (!*medium && own && is_named)
        return medium_is_apart(renderer, path, error);
    if (!*medium)
        *medium = own;
    if (!*medium || renderer->paint || renderer->compose)
        return true;
    sink_init_fixed(&sink, views, sizeof views);
    list_painted(&sink);
    return error_set(error, ERROR_USAGE, "%.*s has no pages; a %.*s can be one of: %.*s",
                     STR_ARG(renderer->name), STR_ARG(str_skip((*medium)->suffix, 1)),
                     STR_ARG(sink_str(&sink)));
}

void medium_list(struct sink *sink)
{
    for (size_t i = 0; i < MEDIUM_COUNT; i++) {
        sink_text(sink, STR(", "));
        sink_text(sink, MEDIA[i].suffix);
    }
}
