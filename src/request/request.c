/* Builds what the renderer needs, once each, and renders. */
#include "request/request.h"
#include "base/arena.h"
#include "base/regex.h"
#include "base/sink.h"
#include "base/url.h"
#include "draw/pages.h"
#include "options/query.h"
#include "options/settings.h"
#include "profile/notes.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "request/rules.h"
#include "request/source_bundle.h"
#include "request/source_files.h"
#include "request/view_cache.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "select/matching.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/graph.h"
#include "tree/tree.h"
#include "tree/trim.h"

#include <string.h>

/* Places of the cache in a budget: after the profile and the request, before a renderer's own. */
enum { SELECTED_STORE = BUDGET_STORES - 4, TREE_STORE, LENT_STORE };

/* The settings as a renderer understands them. */
static struct settings effective(const struct settings *settings, const struct renderer *renderer)
{
    struct settings own = *settings;
    if (!own.granularity || renderer->fixed_granularity)
        own.granularity = renderer->granularity;
    if (own.nodecount == -1)
        own.nodecount = renderer->node_count;
    if (renderer->needs & VIEW_UNTRIMMED)
        own.trim = false;
    return own;
}

/* Whether the view shows both sides of a comparison. */
static bool has_sides(const struct view *view)
{
    return view->selection->columns == COMPARED_COLUMNS;
}

static bool match_frames(struct view *view, struct error *error)
{
    view->frames =
        matching_apply(view->frames, view->selection, (enum matching)view->settings->match,
                       view->arena, view->budget, error);
    return view->frames != NULL;
}

static bool add_frames(struct view *view, unsigned needs, struct error *error)
{
    const struct settings *settings = view->settings;
    struct frames_options options = {.granularity = (enum granularity)settings->granularity,
                                     .show_columns = settings->showcolumns,
                                     .with_objects = (needs & VIEW_OBJECTS) != 0,
                                     .keep_paths = (needs & VIEW_PATHS) != 0,
                                     .plain_files = !(needs & VIEW_GRAPH),
                                     .trim_path = settings->trim_path,
                                     .source_path = settings->source_path};
    view->frames = frames_new(view->profile, &options, view->arena);
    return !has_sides(view) || match_frames(view, error);
}

/* What the renderer needs; of both sides always what changes are found in. */
static unsigned needs_of(const struct view *view, const struct renderer *renderer)
{
    return renderer->needs | (has_sides(view) ? VIEW_FRAMES | VIEW_TREE : 0);
}

static bool add_changes(struct view *view, struct error *error)
{
    view->changes = changes_new(view->selection, view->tree, view->arena, view->budget, error);
    return view->changes != NULL;
}

static bool add_graph(struct view *view, const struct renderer *renderer, struct error *error)
{
    unsigned needs = renderer->needs;
    const struct settings *settings = view->settings;
    struct trim trim = {.order = needs & VIEW_ENTROPY         ? TRIM_BY_ENTROPY
                                 : settings->sort == SORT_CUM ? TRIM_BY_CUM
                                                              : TRIM_BY_FLAT,
                        .drop_negative = settings->drop_negative,
                        .call_tree = settings->call_tree && (renderer->options & FOR_GRAPH),
                        .with_tags = (needs & VIEW_ENTROPY) != 0,
                        .tag_unit = settings->unit};
    if (settings->trim) {
        trim.node_count = settings->nodecount;
        trim.node_fraction = settings->nodefraction;
        trim.edge_fraction = settings->edgefraction;
    }
    view->trimmed = graph_trim(view->selection, view->frames, view->tree, &trim, view->arena,
                               view->budget, error);
    return view->trimmed != NULL;
}

static bool add_tree(struct view *view, struct error *error)
{
    view->tree = tree_new(view->selection, view->frames, NULL, view->arena, view->budget, error);
    return view->tree != NULL;
}

/* Frames and what is made of them, in the view's arena. */
static bool add_parts(struct view *view, const struct renderer *renderer, struct error *error)
{
    unsigned needs = needs_of(view, renderer);
    if ((needs & (VIEW_FRAMES | VIEW_TREE | VIEW_GRAPH)) && !view->frames &&
        !add_frames(view, needs, error))
        return false;
    if ((needs & VIEW_TREE) && !view->tree && !add_tree(view, error))
        return false;
    if (has_sides(view) && !add_changes(view, error))
        return false;
    if (needs & VIEW_FUNCTIONS)
        view->functions = flame_functions_new(view);
    return !(needs & VIEW_GRAPH) || add_graph(view, renderer, error);
}

/* ---------------------------------------------------------------- what is shared by requests */

/* Both sides of a comparison, where the renderer shows them and nobody wants one alone. */
static enum selection_values values_of(const struct request *request)
{
    unsigned needs = request->renderer->needs;
    if ((needs & VIEW_SIDES) && request->profile->run_count &&
        request->settings->only_side == ONLY_BOTH)
        return SELECTION_SIDES;
    if (request->renderer->options == FOR_RAW && request->profile->run_count)
        return SELECTION_WHOLE;
    return needs & VIEW_SCALED ? SELECTION_SCALED : SELECTION_RAW;
}

static void print_key(const struct view *view, const struct request *request, struct sink *key)
{
    const struct settings *settings = request->settings;
    enum selection_values values = values_of(request);
    sink_init_buffer(key, view->arena, UINT64_MAX);
    /* Without means and divisors, values are the same raw and scaled. */
    if (values == SELECTION_RAW && !settings->mean && settings->divide_by == 1)
        values = SELECTION_SCALED;
    view_cache_print_key(request->profile, settings, values, key);
}

static bool add_selection(struct view *view, const struct request *request, struct error *error)
{
    enum selection_values values = values_of(request);
    struct view_cache *cache = request->cache;
    const struct settings *settings = view->settings;
    struct arena *arena = view->arena;
    struct sink key;
    if (cache) {
        print_key(view, request, &key);
        if (view_cache_has_selection(cache, sink_str(&key), arena->store->ceiling)) {
            view->selection = cache->selection;
            return true;
        }
        arena = &cache->selected.arena;
        settings = view_cache_settings(settings, arena);
    }
    view->selection = selection_new(request->profile, settings, values, arena, view->budget, error);
    if (cache && view->selection) {
        cache->selection = view->selection;
        view_cache_keep(&cache->selected, sink_str(&key));
    }
    return view->selection != NULL;
}

static bool is_tree_shared(const struct view *view, const struct request *request)
{
    return request->cache && (needs_of(view, request->renderer) & VIEW_TREE);
}

static void print_tree_key(const struct view *view, const struct request *request, struct sink *key)
{
    enum { FRAMES_NEEDS = VIEW_OBJECTS | VIEW_PATHS };
    unsigned needs = request->renderer->needs;
    int granularity = view->settings->granularity;
    print_key(view, request, key);
    /* Only files differ between graphs and the others. */
    bool is_graph = granularity == GRANULARITY_FILES && (needs & VIEW_GRAPH);
    sink_print(key, " %d %u %d %d %d", granularity, needs & FRAMES_NEEDS, is_graph,
               view->settings->color_by, view->settings->match);
}

/* Whether the frames are numbered alike, so that their trees differ in nothing else. */
static bool are_alike(const struct frames *a, const struct frames *b)
{
    const struct profile *profile = a->profile;
    return a->count == b->count &&
           !memcmp(a->by_line, b->by_line, profile->line_count * sizeof *a->by_line) &&
           !memcmp(a->by_location, b->by_location,
                   profile->location_count * sizeof *a->by_location);
}

/* The nodes of the tree that is there of other frames; NULL where these are no others. */
static const struct tree *lend(const struct view_cache_tree *lender, const struct frames *frames,
                               struct arena *arena)
{
    if (!lender || !are_alike(lender->frames, frames))
        return NULL;
    struct tree *tree = ARENA_NEW(arena, struct tree, 1);
    *tree = *lender->tree;
    tree->frames = frames;
    return tree;
}

static bool fill_tree(struct view_cache *cache, struct view_cache_tree *shared,
                      const struct view *view, unsigned needs, struct error *error)
{
    struct view making = *view;
    making.arena = &shared->part.arena;
    making.settings = view_cache_settings(view->settings, making.arena);
    if (!add_frames(&making, needs, error))
        return false;
    making.tree = lend(view_cache_beside(cache, shared), making.frames, making.arena);
    shared->is_lent = making.tree != NULL;
    if (!shared->is_lent)
        view_cache_make_room(cache, shared);
    if (!shared->is_lent && !add_tree(&making, error))
        return false;
    shared->frames = making.frames;
    shared->tree = making.tree;
    shared->color_by = view->settings->color_by;
    return true;
}

/* Functions are made for the first who asks. */
static const struct flame_functions *functions_of(const struct view *view,
                                                  const struct view_cache *cache,
                                                  struct view_cache_tree *shared)
{
    const struct view_cache_tree *lender = view_cache_beside(cache, shared);
    const struct flame_functions *known = NULL;
    struct view making = *view;
    making.arena = &shared->part.arena;
    if (shared->is_lent && lender && lender->color_by == shared->color_by)
        known = lender->functions;
    if (!shared->functions)
        shared->functions = flame_functions_like(&making, known);
    arena_trim(making.arena);
    return shared->functions;
}

static const struct changes *changes_of_tree(const struct view *view,
                                             struct view_cache_tree *shared, struct error *error)
{
    if (!shared->changes)
        shared->changes =
            changes_new(view->selection, shared->tree, &shared->part.arena, view->budget, error);
    return shared->changes;
}

/* What is read of the cache counts as the request's. */
static void use_tree(struct view *view, const struct request *request,
                     const struct view_cache_tree *shared)
{
    const struct view_cache_tree *lender = view_cache_beside(request->cache, shared);
    request->budget->stores[TREE_STORE] = &shared->part.store;
    request->budget->stores[LENT_STORE] = shared->is_lent && lender ? &lender->part.store : NULL;
    view->frames = shared->frames;
    view->tree = shared->tree;
}

static bool share_tree(struct view *view, const struct request *request, struct error *error)
{
    struct view_cache *cache = request->cache;
    unsigned needs = needs_of(view, request->renderer);
    struct sink key;
    print_tree_key(view, request, &key);
    struct view_cache_tree *shared = view_cache_find_tree(cache, sink_str(&key));
    if (!shared) {
        shared = view_cache_new_tree(cache, view->arena->store->ceiling);
        request->budget->stores[TREE_STORE] = &shared->part.store;
        if (!fill_tree(cache, shared, view, needs, error))
            return false;
        view_cache_keep(&shared->part, sink_str(&key));
    }
    use_tree(view, request, shared);
    if (has_sides(view))
        view->changes = changes_of_tree(view, shared, error);
    if (has_sides(view) && !view->changes)
        return false;
    if (needs & VIEW_FUNCTIONS)
        view->functions = functions_of(view, cache, shared);
    return !(needs & VIEW_GRAPH) || add_graph(view, request->renderer, error);
}

/* A tree of other frames will do for one graph. */
static bool borrow_tree(struct view *view, const struct request *request, struct error *error)
{
    if (!add_frames(view, request->renderer->needs, error))
        return false;
    for (size_t i = 0; i < VIEW_CACHE_TREES && !view->tree; i++) {
        const struct view_cache_tree *shared = &request->cache->trees[i];
        if (!shared->part.key.at || shared->is_lent)
            continue;
        view->tree = lend(shared, view->frames, view->arena);
        request->budget->stores[LENT_STORE] = view->tree ? &shared->part.store : NULL;
    }
    return true;
}

/* A graph alone is sooner made of the stacks than of a tree that has to be made; a whole one
 * soonest of a tree that is there. */
static bool take_tree(struct view *view, const struct request *request, struct error *error)
{
    struct view_cache *cache = request->cache;
    const struct view_cache_tree *shared;
    struct sink key;
    if (!cache || !(request->renderer->needs & VIEW_GRAPH) || view->settings->trim)
        return true;
    print_tree_key(view, request, &key);
    shared = view_cache_find_tree(cache, sink_str(&key));
    if (!shared)
        return borrow_tree(view, request, error);
    use_tree(view, request, shared);
    return true;
}

/* ---------------------------------------------------------------- a request */

static bool add_pattern(struct view *view, const struct renderer *renderer, struct error *error)
{
    struct error inner = {.kind = ERROR_NONE};
    struct str pattern = view->settings->pattern;
    const struct regex *regex = regex_new(pattern, view->arena, &inner);
    if (!regex)
        return error_set(error, inner.kind, "parsing argument regexp of %.*s: %s",
                         STR_ARG(renderer->name), inner.text);
    view->pattern = regex_matcher_new(regex, view->arena);
    return true;
}

static void add_sources(struct view *view, const struct request *request)
{
    struct source_places places = {.host = view->host,
                                   .search = view->settings->source_path,
                                   .trim = view->settings->trim_path,
                                   .bundle = request->bundle,
                                   .only_as_pprof = request->is_pprof};
    view->files = source_files_new(&places, view->arena);
}

static bool build(struct view *view, const struct request *request, struct error *error)
{
    const struct renderer *renderer = request->renderer;
    unsigned needs = renderer->needs;
    if ((needs & VIEW_PATTERN) && !add_pattern(view, renderer, error))
        return false;
    if (!view->selection && !add_selection(view, request, error))
        return false;
    view->profile = view->selection->profile;
    if ((needs & VIEW_NO_OVERFLOW) && view->selection->overflowed)
        return error_set(error, ERROR_LIMIT,
                         "the values add up to more than 64 bits hold, so no picture of them would "
                         "be right; render top shows the sums as pprof does");
    if (needs & VIEW_SOURCES)
        add_sources(view, request);
    if (is_tree_shared(view, request))
        return share_tree(view, request, error);
    return take_tree(view, request, error) && add_parts(view, renderer, error);
}

/* ---------------------------------------------------------------- chapters */

/* What the views of a chapter have in common: the selection, and the tree where frames are numbered
 * alike. */
static bool take_from(struct view *view, const struct request *part, const struct view *first,
                      const struct request *first_part, struct error *error)
{
    unsigned needs = needs_of(first, part->renderer);
    if (!first->selection)
        return true;
    if (values_of(part) == values_of(first_part)) {
        view->selection = first->selection;
        view->profile = view->selection->profile;
    }
    if (!view->selection || !(needs & (VIEW_TREE | VIEW_GRAPH)))
        return true;
    if (!add_frames(view, part->renderer->needs, error))
        return false;
    if (are_alike(first->frames, view->frames)) {
        struct tree *tree = ARENA_NEW(view->arena, struct tree, 1);
        *tree = *first->tree;
        tree->frames = view->frames;
        view->tree = tree;
    }
    return true;
}

/* A view as the renderer of that name has it, in the arena. NULL with an error. */
static const struct view *part_of(const struct view *whole, const struct request *request,
                                  const struct settings *asked, const char *name,
                                  const struct view *first, struct error *error)
{
    struct request part = *request, first_part = *request;
    struct view *view = ARENA_NEW(whole->arena, struct view, 1);
    struct settings *settings = ARENA_NEW(whole->arena, struct settings, 1);
    part.renderer = renderer_find(str_from_c(name));
    part.cache = first_part.cache = NULL;
    first_part.renderer = renderer_find(STR("summary"));
    part.settings = first_part.settings = asked;
    *settings = effective(asked, part.renderer);
    *view = *whole;
    view->settings = settings;
    if (first && !take_from(view, &part, first, &first_part, error))
        return NULL;
    return build(view, &part, error) ? view : NULL;
}

static bool add_chapter(const struct view *whole, const struct request *request,
                        const struct settings *asked, struct chapter *chapter, struct error *error)
{
    const struct view *summary = part_of(whole, request, asked, "summary", NULL, error);
    bool is_compared = summary && summary->changes;
    chapter->summary = summary;
    chapter->flame = summary ? part_of(whole, request, asked, "flame", summary, error) : NULL;
    chapter->graph =
        chapter->flame ? part_of(whole, request, asked, "graph", summary, error) : NULL;
    if (chapter->graph && !is_compared)
        chapter->lines = part_of(whole, request, asked, "source", summary, error);
    return chapter->graph && (is_compared || chapter->lines);
}

/* One of the sample type that was asked for, or, with --sample_index=all, one of each. The view
 * itself becomes the first one's. */
static bool add_chapters(struct view *view, const struct request *request, struct error *error)
{
    bool is_all = str_equal(request->settings->sample_index, STR("all"));
    size_t count = is_all && request->profile->type_count ? request->profile->type_count : 1;
    struct chapter *chapters = ARENA_NEW(view->arena, struct chapter, count);
    for (size_t i = 0; i < count; i++) {
        struct settings *asked = ARENA_NEW(view->arena, struct settings, 1);
        struct sink number;
        *asked = *request->settings;
        sink_init_buffer(&number, view->arena, UINT64_MAX);
        sink_unsigned(&number, i, 0);
        if (is_all)
            asked->sample_index = request->profile->type_count ? sink_str(&number) : STR("");
        if (!add_chapter(view, request, asked, &chapters[i], error))
            return false;
    }
    *view = *chapters[0].summary;
    view->chapters = chapters;
    view->chapter_count = count;
    return true;
}

/* What the picture made worth saying, after what the selection did. */
static struct str joined(struct str messages, const struct paper_module *paper,
                         const struct pages *pages, struct arena *arena)
{
    struct sink sink;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, messages);
    if (messages.size && !str_ends(messages, STR("\n")))
        sink_char(&sink, '\n');
    paper->notes(pages, &sink);
    return sink_str(&sink);
}

static bool paint(const struct request *request, const struct view *view, struct sink *sink,
                  struct str *messages, struct error *error)
{
    const struct settings *settings = view->settings;
    const struct renderer *renderer = request->renderer;
    struct paper_options options = {.medium = request->medium,
                                    .dpi = (double)settings->dpi * settings->scale,
                                    .theme = settings->theme == THEME_DARK ? PALETTE_DARK
                                                                           : PALETTE_LIGHT,
                                    .sink = sink};
    struct pages *pages = request->paper->open(&options);
    bool ok = renderer->compose ? renderer->compose(view, pages, error)
                                : renderer->paint(view, &pages->canvas, error);
    if (ok)
        *messages = joined(*messages, request->paper, pages, request->arena);
    request->paper->close(pages);
    return ok;
}

static struct str query_of(const struct request *request)
{
    const struct renderer *renderer = request->renderer;
    struct settings settings = *request->settings;
    struct sink sink;
    if (!(renderer->needs & VIEW_EMBEDDED))
        return STR("");
    /* Less a base, the values that are carried are scaled already. */
    settings.normalize = settings.normalize && request->profile->run_count;
    sink_init_buffer(&sink, request->arena, UINT64_MAX);
    query_print(&settings, renderer->options, &sink);
    return sink_str(&sink);
}

static bool run(const struct request *request, struct view *view, struct sink *sink,
                struct notes *notes, struct str *messages, struct error *error)
{
    const struct renderer *renderer = request->renderer;
    bool ok = renderer->needs & VIEW_CHAPTERS ? add_chapters(view, request, error)
                                              : build(view, request, error);
    if (!ok)
        return false;
    *notes = renderer->needs & VIEW_OWN_NOTES ? (struct notes){{0}} : view->selection->notes;
    *messages = view->selection->messages;
    if (request->paper)
        return paint(request, view, sink, messages, error);
    if ((renderer->needs & VIEW_RULES) && !rules_judge(view, request->profile, error))
        return false;
    sink_text(view->messages, view->selection->messages);
    ok = renderer->render(view, sink, error);
    *messages = sink_str(view->messages);
    return ok;
}

static struct texts base_names(const struct texts *paths, struct arena *arena)
{
    struct str *names = ARENA_NEW(arena, struct str, paths->count);
    for (size_t i = 0; i < paths->count; i++)
        names[i] = url_base_name(paths->at[i], arena);
    return (struct texts){names, paths->count};
}

/* The options that a document tells strangers of: where files lie is nobody's business. */
static struct settings without_places(const struct settings *settings, struct arena *arena)
{
    struct settings own = *settings;
    own.source_path = own.trim_path = STR("");
    own.rules = str_base_name(own.rules);
    own.base = base_names(&settings->base, arena);
    own.diff_base = base_names(&settings->diff_base, arena);
    own.new = base_names(&settings->new, arena);
    return own;
}

bool request_run(const struct request *request, struct sink *sink, struct notes *notes,
                 struct str *messages, struct error *error)
{
    const struct renderer *renderer = request->renderer;
    struct sink options, said;
    sink_init_buffer(&options, request->arena, UINT64_MAX);
    sink_init_buffer(&said, request->arena, UINT64_MAX);
    struct settings told = *request->settings;
    if (renderer->needs & VIEW_CHAPTERS)
        told = without_places(&told, request->arena);
    settings_print(&told, renderer->options, &options);
    struct settings settings = effective(request->settings, renderer);
    struct view view = {.settings = &settings,
                        .host = request->host,
                        .messages = &said,
                        .embedded = request->embedded,
                        .query = query_of(request),
                        .tab = request->tab,
                        .sources = request->sources,
                        .digests = request->digests,
                        .carried = request->bundle ? source_bundle_bytes(request->bundle) : STR(""),
                        .options = sink_str(&options),
                        .is_terminal = request->is_terminal,
                        .has_color = request->has_color,
                        .columns = request->columns,
                        .arena = request->arena,
                        .budget = request->budget};
    /* What the cache holds counts as far as the request uses it. */
    struct budget *budget = request->budget;
    if (request->cache)
        budget->stores[SELECTED_STORE] = &request->cache->selected.store;
    bool ok = run(request, &view, sink, notes, messages, error);
    budget->stores[SELECTED_STORE] = budget->stores[TREE_STORE] = budget->stores[LENT_STORE] = NULL;
    return ok;
}
