/* The legend of a flame graph, with its smallest items as one. */
#include "base/arena.h"
#include "draw/svg.h"
#include "renderers/flame_parts.h"
#include "renderers/renderer.h"
#include "renderers/summary_facts.h"
#include "renderers/summary_parts.h"
#include "select/selection.h"
#include "tree/tree.h"

enum { PACKAGES_SHOWN = 11 };

static void add_package(struct summary *summary, struct summary_package *package, struct str name,
                        unsigned fill, uint64_t self)
{
    struct arena *arena = summary->question.view->arena;
    package->name = flame_visible(name, arena);
    package->fill = fill;
    package->self = self > INT64_MAX ? INT64_MAX : (int64_t)self;
    struct measure_text text = report_value(&summary->question.report, package->self);
    package->self_text = str_copy(measure_str(&text), arena);
    text = measure_share(package->self, summary->total);
    package->share = str_copy(measure_str(&text), arena);
    summary->package_count++;
}

void summary_add_packages(struct summary *summary, const struct flame_functions *functions)
{
    const struct view *view = summary->question.view;
    struct flame flame = {.view = view, .functions = functions, .arena = view->arena};
    struct summary_package *packages =
        ARENA_NEW(view->arena, struct summary_package, PACKAGES_SHOWN + 1);
    struct palette_pick grey = palette_pick(STR(""), STR(""), PALETTE_UNKNOWN);
    size_t count;
    uint64_t rest = 0;
    summary->packages = packages;
    if (!summary->question.has_shares)
        return;
    const struct legend_item *items = flame_legend(&flame, &count);
    for (size_t i = 0; i < count; i++) {
        if (summary->package_count < PACKAGES_SHOWN && items[i].self &&
            !str_equal(items[i].name, STR("other")))
            add_package(summary, &packages[summary->package_count], items[i].name, items[i].fill,
                        items[i].self);
        else
            rest += items[i].self;
    }
    if (rest)
        add_package(summary, &packages[summary->package_count], STR("other"), svg_fill_of(grey),
                    rest);
}
