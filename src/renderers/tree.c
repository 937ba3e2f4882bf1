/* tree: functions by weight, each between its callers and callees, as pprof -tree prints it. */
#include "options/settings.h"
#include "renderers/call_rows.h"
#include "renderers/renderer.h"

const struct renderer tree_renderer = {
    .name = STR_INIT("tree"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TABLE,
    .needs = VIEW_GRAPH,
    .node_count = 80,
    .help = STR_INIT("Functions with their callers and callees, as pprof -tree prints them"),
    .render = call_rows_render,
};
