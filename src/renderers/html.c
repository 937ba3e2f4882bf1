/* html: one file with the profile, the engine and the app that shows it, and, for where scripts do
 * not run, what there is to say in plain markup. Of a server the same app, which asks that for
 * everything.
 *
 * Scripts and style sheets are the same in all pages of a version, so that a server can allow them
 * by their hashes; those of the app are compressed, and a small script puts them in place. All that
 * differs is markup, or data in script elements that no browser runs. */
#include "base/arena.h"
#include "base/base64.h"
#include "base/escape.h"
#include "base/gzip.h"
#include "base/sink.h"
#include "base/version.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/embedded.h"
#include "renderers/json_write.h"
#include "renderers/page.h"
#include "renderers/page_engine.h"
#include "renderers/picture_words.h"
#include "renderers/renderer.h"
#include "renderers/source_bundle.h"
#include "renderers/summary_facts.h"

#include "assets.h"

#define SCRIPT_SOURCE                                                                              \
    "script-src 'sha256-" ASSET_LOAD_JS_HASH "' 'sha256-" ASSET_APP_JS_HASH "' 'wasm-unsafe-eval'"
#define STYLE_SOURCE "style-src 'sha256-" ASSET_PAGE_CSS_HASH "' 'sha256-" ASSET_APP_CSS_HASH "'"

struct str page_policy(void)
{
    return STR(SCRIPT_SOURCE ";\n" STYLE_SOURCE ";\n");
}

/* `engine`: of a server; empty: it is in the page. */
static void put_head(struct sink *sink, struct str title, struct str engine)
{
    sink_text(sink, STR("<!doctype html>\n<html lang=\"en\""));
    if (engine.size) {
        sink_text(sink, STR(" data-engine=\""));
        sink_xml_attribute(sink, engine);
        sink_char(sink, '"');
    }
    sink_text(sink, STR("><head><meta charset=\"utf-8\">"
                        "<meta name=\"generator\" content=\"render " RENDER_VERSION "\">\n"
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                        "'none'; " SCRIPT_SOURCE "; " STYLE_SOURCE
                        "; img-src data: blob:; worker-src blob:; connect-src "));
    sink_text(sink, engine.size ? STR("'self'") : STR("'none'"));
    sink_text(sink, STR("; base-uri 'none'; form-action 'none'\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                        "<meta name=\"referrer\" content=\"no-referrer\">\n"));
    if (engine.size)
        sink_text(sink, STR("<link rel=\"icon\" href=\"" ASSET_ICON "\">\n"));
    sink_text(sink, STR("<title>"));
    sink_xml_text(sink, title);
    sink_text(sink, STR("</title>\n<style>"));
    sink_bytes(sink, ASSET_PAGE_CSS, sizeof ASSET_PAGE_CSS - 1);
    sink_text(sink, STR("</style></head>\n"));
}

/* A member of the description: a name and a string. */
static void put_member(struct sink *sink, const char *name, struct str text)
{
    sink_print(sink, "\"%s\":\"", name);
    sink_json(sink, text);
    sink_text(sink, STR("\","));
}

/* The sources of both sides of a comparison. */
static void put_sides(const struct profile *profile, struct sink *sink)
{
    for (int side = 0; side < RUN_SIDES && profile->run_count; side++) {
        bool any = false;
        sink_text(sink, side ? STR(",[") : STR("\"sides\":[["));
        for (size_t i = 0; i < profile->run_count; i++) {
            if (profile->runs[i].side != (enum run_side)side)
                continue;
            sink_text(sink, any ? STR(",") : STR(""));
            json_write_text(sink, profile->runs[i].name);
            any = true;
        }
        sink_text(sink, side ? STR("]],") : STR("]"));
    }
}

/* What the file is (ReportHead in templates/page/types.js), up to what it carries. */
static void open_description(const struct page_facts *facts, struct sink *sink)
{
    sink_text(sink, STR("<script type=\"application/json\" id=\"render-report\">{\"format\":1,"));
    put_member(sink, "version", STR(RENDER_VERSION));
    put_member(sink, "sources", facts->sources);
    put_member(sink, "query", facts->query);
    put_member(sink, "tab", facts->tab);
    put_sides(facts->profile, sink);
}

static void put_description(const struct view *view, uint64_t source_size, struct sink *sink)
{
    const struct embedded *profile = view->embedded;
    struct page_facts facts = {
        .sources = view->sources, .query = view->query, .tab = view->tab, .profile = view->profile};
    open_description(&facts, sink);
    sink_print(sink, "\"profile\":{\"size\":%zu,\"raw\":%llu,", profile->gzip.size,
               (unsigned long long)profile->raw);
    sink_text(sink, STR("\"note\":\""));
    sink_json(sink, profile->note);
    sink_print(sink, "\"},\"source_size\":%llu}</script>\n", (unsigned long long)source_size);
}

static void put_data(struct sink *sink, const char *media, const char *id, struct str bytes)
{
    sink_print(sink, "<script type=\"%s\" id=\"%s\">", media, id);
    sink_base64(sink, bytes);
    sink_text(sink, STR("</script>\n"));
}

static void put_app(struct sink *sink)
{
    sink_text(sink, STR("<script type=\"application/octet-stream\" id=\"render-app\">"));
    sink_bytes(sink, ASSET_PAGE_APP, sizeof ASSET_PAGE_APP - 1);
    sink_text(sink, STR("</script>\n<script>"));
    sink_bytes(sink, ASSET_LOAD_JS, sizeof ASSET_LOAD_JS - 1);
    sink_text(sink, STR("</script>\n"));
}

/* The source lines that are to travel along: those that did so far, or, where they are asked for,
 * what is found of them and of others. */
static bool source_lines(const struct view *view, struct str *bytes, struct error *error)
{
    enum { NO_LINES = sizeof SOURCE_BUNDLE_MAGIC };
    struct sink sink;
    *bytes = view->carried;
    if (!view->settings->embed_source)
        return true;
    sink_init_buffer(&sink, view->arena, UINT64_MAX);
    if (!source_bundle_write(view, &sink, error))
        return false;
    *bytes = sink.used > NO_LINES ? sink_str(&sink) : STR("");
    return true;
}

static void put_sources(const struct view *view, struct str bytes, struct sink *sink)
{
    struct sink packed;
    if (!bytes.size)
        return;
    sink_init_buffer(&packed, view->arena, UINT64_MAX);
    struct gzip *gzip = gzip_open(&packed);
    sink_text(gzip_sink(gzip), bytes);
    gzip_close(gzip, NULL);
    put_data(sink, "application/octet-stream", "render-source", sink_str(&packed));
}

static bool html_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct str sources;
    if (!source_lines(view, &sources, error))
        return false;
    put_head(sink, picture_title(view), STR(""));
    sink_text(sink, STR("<body>\n"));
    if (!page_static(view, sink, error))
        return false;
    /* Before its data, which a browser reads while the script sets up its worker. */
    put_app(sink);
    put_description(view, sources.size, sink);
    put_data(sink, "application/octet-stream", "render-profile", view->embedded->gzip);
    put_sources(view, sources, sink);
    if (page_engine().size)
        put_data(sink, "application/wasm", "render-engine", page_engine());
    sink_text(sink, STR("</body></html>\n"));
    return true;
}

/* What a reader without script has: the reports that are text. */
static void put_plain(const struct page_facts *facts, struct sink *sink)
{
    static const struct str VIEWS[] = {STR_INIT("top"), STR_INIT("tree"), STR_INIT("md"),
                                       STR_INIT("tags"), STR_INIT("traces")};
    sink_text(sink, STR("<main id=\"static\">\n<h1>"));
    sink_xml_text(sink, facts->sources);
    sink_text(sink, STR("</h1>\n<p>render " RENDER_VERSION "</p>\n<p id=\"why\">This page asks its "
                        "server by script; scripts are switched off or blocked here.</p>\n"
                        "<p>As text:"));
    for (size_t i = 0; i < sizeof VIEWS / sizeof *VIEWS; i++) {
        sink_text(sink, STR(" <a href=\""));
        sink_xml_attribute(sink, facts->engine);
        sink_text(sink, VIEWS[i]);
        sink_text(sink, STR("\">"));
        sink_text(sink, VIEWS[i]);
        sink_text(sink, STR("</a>"));
    }
    sink_text(sink, STR("</p>\n</main>\n"));
}

void page_served(const struct page_facts *facts, struct sink *sink)
{
    put_head(sink, facts->sources, facts->engine);
    sink_text(sink, STR("<body>\n"));
    put_plain(facts, sink);
    put_app(sink);
    open_description(facts, sink);
    put_member(sink, "home", facts->home);
    put_member(sink, "download", facts->download);
    sink_text(sink, STR("\"profile\":{\"size\":0,\"raw\":0,\"note\":\"\"},\"source_size\":0}"
                        "</script>\n</body></html>\n"));
}

const struct renderer html_renderer = {
    .name = STR_INIT("html"),
    .suffix = STR_INIT(".html"),
    .media = STR_INIT("text/html; charset=utf-8"),
    .marker = STR_INIT("<meta name=\"generator\" content=\"render "),
    .is_picture = true,
    .options = FOR_ALL & ~(FOR_RAW | FOR_TEXT | FOR_DATA | FOR_REPORT),
    .needs = SUMMARY_NEEDS | VIEW_SOURCES | VIEW_EMBEDDED | VIEW_SIDES,
    .node_count = -1,
    .help = STR_INIT("Interactive page with the whole profile, one file for any browser"),
    .render = html_render,
};
