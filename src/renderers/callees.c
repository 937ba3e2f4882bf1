/* callees: what a function calls, what those call, and so on, as a tree of text.
 *
 * Columns as those of callers, with `self` after the value: what of it ends in this very function
 * on this way. Recursion stays inside: the tree begins at the match nearest to the root. */
#include "options/settings.h"
#include "renderers/calls.h"
#include "renderers/renderer.h"

static bool callees_render(const struct view *view, struct sink *sink, struct error *error)
{
    return calls_render(view, CALLS_FROM, sink, error);
}

const struct renderer callees_renderer = {
    .name = STR_INIT("callees"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TABLE | FOR_TEXT,
    .needs = VIEW_FRAMES | VIEW_PATTERN,
    .help = STR_INIT("Tree of what functions that match call"),
    .render = callees_render,
};
