/* The pages of a server: those of profiles from the html renderer, the others as they were packed.
 */
#include "serve/pages.h"
#include "base/arena.h"
#include "base/sink.h"
#include "options/query.h"
#include "renderers/page.h"
#include "renderers/page_engine.h"
#include "renderers/renderer.h"
#include "request/session.h"

#include "assets.h"
#include "serve_assets.h"

enum { WRITE_BLOCK = 64 * 1024, WORDS = 16 << 20 };

const char *pages_policy(void)
{
    return "default-src 'none'; script-src 'sha256-" ASSET_LOAD_JS_HASH
           "' 'sha256-" ASSET_APP_JS_HASH "' 'sha256-" ASSET_LIST_JS_HASH
           "' 'wasm-unsafe-eval'; style-src 'sha256-" ASSET_BASE_CSS_HASH
           "' 'sha256-" ASSET_PAGE_CSS_HASH "' 'sha256-" ASSET_APP_CSS_HASH
           "' 'sha256-" ASSET_LIST_CSS_HASH
           "'; img-src data: blob:; connect-src 'self'; worker-src blob:; "
           "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
}

/* ---------------------------------------------------------------- the page of a profile */

/* The options that the page starts with. */
static struct str query_of(const struct render *session, struct arena *arena)
{
    const struct renderer *html = renderer_find(STR("html"));
    struct settings settings = session->settings;
    struct sink sink;
    /* Less a base, the values are scaled already. */
    settings.normalize = settings.normalize && session->prepared->run_count;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    query_print(&settings, html->options, &sink);
    return sink_str(&sink);
}

static bool write_report(struct render *session, const struct served_page *page,
                         struct arena *arena, struct public_writer *writer, struct error *error)
{
    struct sink sink;
    if (!session_prepare(session, error))
        return false;
    struct page_facts facts = {.sources = session->sources,
                               .query = query_of(session, arena),
                               .tab = session->tab,
                               .profile = session->prepared,
                               .engine = page->engine,
                               .home = page->home,
                               .download = page->download};
    sink_init_writer(&sink, arena_alloc(arena, WRITE_BLOCK, 1), WRITE_BLOCK, public_write, writer);
    page_served(&facts, &sink);
    return sink_close(&sink, error);
}

bool pages_report(struct render *session, const struct served_page *page, render_writer *writer,
                  void *context, struct render_error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct public_writer public = {writer, context};
    struct arena_store store;
    struct arena arena = arena_init(&store, WORDS);
    bool ok = write_report(session, page, &arena, &public, &inner);
    arena_fini(&store);
    return ok || public_error_give(error, &inner);
}

/* ---------------------------------------------------------------- files */

bool pages_asset(struct str path, struct served_asset *asset)
{
    const struct {
        struct str path;
        struct served_asset asset;
    } assets[] = {
        {STR("/"),
         {STR("text/html; charset=utf-8"), {ASSET_LIST_HTML, sizeof ASSET_LIST_HTML - 1}, false}},
        {STR("/assets/app"),
         {STR("text/plain"), {ASSET_PAGE_APP, sizeof ASSET_PAGE_APP - 1}, false}},
        {STR("/assets/engine"), {STR("application/wasm"), page_engine_for_files(), true}},
    };
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++) {
        if (!str_equal(path, assets[i].path))
            continue;
        *asset = assets[i].asset;
        return asset->bytes.size > 0;
    }
    return false;
}
