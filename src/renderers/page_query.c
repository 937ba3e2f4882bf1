/* Options as a query, and the tabs of a page. */
#include "base/arena.h"
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/page.h"

/* Where results go, files, and what only concerns other outputs. */
static const struct str NOT_IN_QUERY[] = {
    STR_INIT("base"),         STR_INIT("color"),      STR_INIT("compact_labels"),
    STR_INIT("diff_base"),    STR_INIT("dpi"),        STR_INIT("embed_profile"),
    STR_INIT("embed_source"), STR_INIT("format"),     STR_INIT("max_html"),
    STR_INIT("max_lines"),    STR_INIT("max_memory"), STR_INIT("normalize"),
    STR_INIT("open"),         STR_INIT("output"),     STR_INIT("source_path"),
    STR_INIT("view"),         STR_INIT("width")};

static bool is_in_query(const struct option *option)
{
    for (size_t i = 0; i < sizeof NOT_IN_QUERY / sizeof *NOT_IN_QUERY; i++)
        if (str_equal(option->name, NOT_IN_QUERY[i]))
            return false;
    return true;
}

static bool is_unreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.' || byte == '~';
}

static void put_encoded(struct sink *sink, struct str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (is_unreserved(text.at[i]))
            sink_char(sink, text.at[i]);
        else
            sink_print(sink, "%%%02X", (unsigned char)text.at[i]);
    }
}

void page_query(const struct settings *settings, unsigned views, struct sink *sink)
{
    size_t count;
    const struct option *options = option_rows(&count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct option *option = &options[i];
        struct arena scratch = *settings->arena;
        struct sink value;
        if (!(option->views & views) || !is_in_query(option) ||
            settings_is_default(settings, option))
            continue;
        sink_init_buffer(&value, &scratch, UINT64_MAX);
        settings_print_value(settings, option, &value);
        sink_text(sink, any ? STR("&") : STR(""));
        sink_text(sink, option->name);
        sink_char(sink, '=');
        put_encoded(sink, sink_str(&value));
        any = true;
    }
}

/* ---------------------------------------------------------------- tabs */

static const struct str TABS[][2] = {
    {STR_INIT("summary"), STR_INIT("summary")},   {STR_INIT("flame"), STR_INIT("flame")},
    {STR_INIT("sandwich"), STR_INIT("sandwich")}, {STR_INIT("top"), STR_INIT("top")},
    {STR_INIT("graph"), STR_INIT("graph")},       {STR_INIT("peek"), STR_INIT("peek")},
    {STR_INIT("source"), STR_INIT("source")},     {STR_INIT("labels"), STR_INIT("labels")},
    {STR_INIT("md"), STR_INIT("summary")},        {STR_INIT("text"), STR_INIT("top")},
    {STR_INIT("tree"), STR_INIT("peek")},         {STR_INIT("list"), STR_INIT("source")},
    {STR_INIT("tags"), STR_INIT("labels")},       {STR_INIT("functions"), STR_INIT("top")},
    {STR_INIT("dot"), STR_INIT("graph")},         {STR_INIT("callers"), STR_INIT("sandwich")},
    {STR_INIT("callees"), STR_INIT("sandwich")}};

struct str page_tab(struct str view)
{
    for (size_t i = 0; i < sizeof TABS / sizeof *TABS; i++)
        if (str_equal(view, TABS[i][0]))
            return TABS[i][1];
    return STR("");
}

void page_list_tabs(struct sink *sink)
{
    for (size_t i = 0; i < sizeof TABS / sizeof *TABS && str_equal(TABS[i][0], TABS[i][1]); i++) {
        sink_text(sink, i ? STR(", ") : STR(""));
        sink_text(sink, TABS[i][0]);
    }
}
