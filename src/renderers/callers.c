/* callers: who calls a function, who calls those, and so on, as a tree of text.
 *
 * Columns: the value, its share of the function's, its share of the total, the name, a bar and a
 * space a level. Samples that begin with a function stand beside its callers as "(no caller)".
 * What is below --nodefraction of the function's weight is summed up as "... N more"; a name with
 * "..." behind it has callers beyond --depth. A function's row holds the samples of which it is the
 * outermost match: of two that match and call each other only the outer one has them. */
#include "options/settings.h"
#include "renderers/calls.h"
#include "renderers/renderer.h"

static bool callers_render(const struct view *view, struct sink *sink, struct error *error)
{
    return calls_render(view, CALLS_TO, sink, error);
}

const struct renderer callers_renderer = {
    .name = STR_INIT("callers"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TABLE | FOR_TEXT,
    .needs = VIEW_FRAMES | VIEW_PATTERN,
    .help = STR_INIT("Tree of the callers of functions that match"),
    .render = callers_render,
};
