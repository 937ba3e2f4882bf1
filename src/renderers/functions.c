/* functions: the whole table of top for a page: columns as templates/page/types.js says. */
#include "base/sink.h"
#include "options/settings.h"
#include "renderers/function_changes.h"
#include "renderers/function_table.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"

static bool functions_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct report report = report_new(view);
    struct function_table table;
    if (sides_are_shown(view)) {
        bool ok = function_changes_write(view, sink, error);
        sink_char(sink, '\n');
        return ok;
    }
    report_choose_unit(&report, view->trimmed, true);
    if (!function_table_init(&table, &report, FUNCTION_SHARES_OF_REPORTS, SIZE_MAX, error))
        return false;
    function_table_write(&table, sink);
    sink_char(sink, '\n');
    return true;
}

const struct renderer functions_renderer = {
    .name = STR_INIT("functions"),
    .media = STR_INIT("application/json"),
    .options = FOR_DATA | FOR_TABLE,
    .needs = VIEW_GRAPH | VIEW_UNTRIMMED | VIEW_SIDES,
    .help = STR_INIT("The table of top for a page: all functions, as JSON"),
    .render = functions_render,
};
