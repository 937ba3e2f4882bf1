/* One side, told from both. */
#include "renderers/side_alone.h"
#include "options/settings.h"
#include "profile/runs.h"
#include "renderers/renderer.h"
#include "select/comparison.h"
#include "select/selection.h"

static enum run_side only_side(const struct view *view)
{
    return view->settings->only_side == ONLY_BASE ? RUN_BASE : RUN_NEW;
}

const struct comparison_side *side_alone(const struct view *view)
{
    const struct comparison *comparison = view->selection->alone;
    return comparison ? &comparison->sides[only_side(view)] : NULL;
}

struct str side_alone_name(const struct view *view)
{
    return only_side(view) == RUN_BASE ? STR("base") : STR("new");
}

bool side_alone_is_scaled(const struct view *view)
{
    const struct comparison *comparison = view->selection->alone;
    return comparison && comparison->scaling != SCALED_NOT && only_side(view) == RUN_NEW;
}

struct str side_sources(const struct view *view)
{
    const struct comparison_side *side = side_alone(view);
    return side ? side->names : view->sources;
}
