/* Builds what the renderer needs, once each, and renders. */
#include "request/request.h"
#include "base/arena.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/notes.h"
#include "renderers/renderer.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/tree.h"

static bool add_top(struct view *view, struct error *error)
{
    const struct settings *settings = view->settings;
    const struct frames *frames = frames_new(view->profile, GRANULARITY_FUNCTIONS, view->arena);
    struct trim trim = {.by_cum = settings->sort == SORT_CUM};
    if (settings->trim) {
        trim.node_count = settings->nodecount;
        trim.node_fraction = settings->nodefraction;
        trim.edge_fraction = settings->edgefraction;
    }
    view->top = graph_trim(view->selection, frames, &trim, view->arena, view->budget, error);
    return view->top != NULL;
}

static bool add_tree(struct view *view, struct error *error)
{
    view->tree = tree_new(view->selection, view->frames, view->arena, view->budget, error);
    return view->tree != NULL;
}

static bool build(struct view *view, unsigned needs, struct error *error)
{
    view->selection =
        selection_new(view->profile, view->settings, view->arena, view->budget, error);
    if (!view->selection)
        return false;
    if ((needs & VIEW_NO_OVERFLOW) && view->selection->overflowed)
        return error_set(error, ERROR_LIMIT,
                         "the values add up to more than 64 bits hold, so no picture of them would "
                         "be right; render top shows the sums as pprof does");
    if (needs & (VIEW_FRAMES | VIEW_TREE))
        view->frames = frames_new(view->profile, GRANULARITY_FILEFUNCTIONS, view->arena);
    return (!(needs & VIEW_TREE) || add_tree(view, error)) &&
           (!(needs & VIEW_TOP) || add_top(view, error));
}

bool request_run(const struct request *request, struct sink *sink, struct notes *notes,
                 struct error *error)
{
    const struct renderer *renderer = request->renderer;
    struct sink options;
    sink_init_buffer(&options, request->arena, UINT64_MAX);
    settings_print(request->settings, renderer->options, &options);
    struct view view = {.profile = request->profile,
                        .settings = request->settings,
                        .host = request->host,
                        .sources = request->sources,
                        .options = sink_str(&options),
                        .arena = request->arena,
                        .budget = request->budget};
    if (!build(&view, renderer->needs, error))
        return false;
    *notes = view.selection->notes;
    return renderer->render(&view, sink, error);
}
