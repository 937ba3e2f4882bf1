/* peek: callers and callees of the functions that match, as pprof -peek prints them. */
#include "options/settings.h"
#include "renderers/call_rows.h"
#include "renderers/renderer.h"

const struct renderer peek_renderer = {
    .name = STR_INIT("peek"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TABLE | FOR_TEXT,
    .needs = VIEW_GRAPH | VIEW_UNTRIMMED | VIEW_PATTERN,
    .help = STR_INIT("Callers and callees of functions that match, as pprof -peek prints them"),
    .render = call_rows_render,
};
