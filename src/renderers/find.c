/* find: which functions match, and what goes through them (templates/page/types.js). */
#include "base/number.h"
#include "base/regex.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/json_write.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/comparison.h"
#include "select/frames.h"
#include "tree/tree.h"

struct finding {
    const struct view *view;
    uint8_t *marks; /* by frame: it matches */
    uint64_t frames;
    int64_t value[COMPARED_COLUMNS]; /* by column of the tree */
};

/* What --match says to look at. Of a function's frames all have the same. */
static struct str looked_at(const struct view *view, uint32_t frame, struct arena *arena)
{
    const struct frames *frames = view->frames;
    switch (view->settings->find_in) {
    case FIND_IN_FILE:
        return frames->files[frames->items[frame].file];
    case FIND_IN_PACKAGE:
        return view->functions->packages[view->functions->by_frame[frame]];
    default:
        return flame_frame_name(frames, frame, arena);
    }
}

static bool mark(struct finding *finding, struct error *error)
{
    const struct view *view = finding->view;
    for (uint32_t i = 0; i < view->frames->count; i++) {
        struct arena scratch = *view->arena;
        if (view->functions->by_frame[i] == UINT32_MAX)
            continue;
        struct str text = looked_at(view, i, &scratch);
        finding->marks[i] = regex_matches(view->pattern, text);
        if (!budget_spend(view->budget, 1 + text.size / 64, error))
            return false;
    }
    return true;
}

/* Depth first: what is below a match counts as a frame, but its samples have been counted. */
static bool weigh(struct finding *finding, struct error *error)
{
    const struct tree *tree = finding->view->tree;
    uint32_t end = 0;
    for (uint32_t at = 1; at < tree->count; at++) {
        uint32_t node = tree->order[at];
        if (!finding->marks[tree->node_frames[node]])
            continue;
        finding->frames++;
        if (at < end)
            continue;
        end = tree->ends[at];
        for (size_t c = 0; c < tree->columns; c++)
            finding->value[c] =
                number_add(finding->value[c], tree->total[node * tree->columns + c]);
    }
    return budget_spend(finding->view->budget, tree->count, error);
}

static void put_functions(const struct finding *finding, struct sink *sink)
{
    const struct view *view = finding->view;
    size_t count = view->functions->count;
    uint8_t *found = ARENA_NEW(view->arena, uint8_t, count);
    bool any = false;
    for (size_t i = 0; i < view->frames->count; i++)
        if (finding->marks[i])
            found[view->functions->by_frame[i]] = 1;
    sink_text(sink, STR("{\"functions\":["));
    for (size_t i = 0; i < count; i++) {
        if (!found[i])
            continue;
        sink_text(sink, any ? STR(",") : STR(""));
        sink_unsigned(sink, i, 0);
        any = true;
    }
    sink_char(sink, ']');
}

/* Of two sides what new has more, and then each of them. */
static void put_value(const struct finding *finding, struct sink *sink)
{
    const struct view *view = finding->view;
    if (!sides_are_shown(view)) {
        json_write_drawn(view, sink, finding->value[0]);
        return;
    }
    json_write_drawn(view, sink, sides_delta(view, finding->value));
    sink_text(sink, STR(",\"sides\":["));
    json_write_drawn(view, sink, side_value(view, RUN_BASE, finding->value));
    sink_char(sink, ',');
    json_write_drawn(view, sink, side_value(view, RUN_NEW, finding->value));
    sink_char(sink, ']');
}

static bool find_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct finding finding = {.view = view,
                              .marks = ARENA_NEW(view->arena, uint8_t, view->frames->count)};
    if (!mark(&finding, error) || !weigh(&finding, error))
        return false;
    put_functions(&finding, sink);
    sink_text(sink, STR(",\"frames\":"));
    sink_unsigned(sink, finding.frames, 0);
    sink_text(sink, STR(",\"value\":"));
    put_value(&finding, sink);
    sink_text(sink, STR("}\n"));
    return true;
}

const struct renderer find_renderer = {
    .name = STR_INIT("find"),
    .media = STR_INIT("application/json"),
    .options = FOR_DATA | FOR_TEXT,
    .needs = VIEW_FRAMES | VIEW_TREE | VIEW_FUNCTIONS | VIEW_NO_OVERFLOW | VIEW_SCALED |
             VIEW_PATTERN | VIEW_SIDES,
    .granularity = GRANULARITY_FILEFUNCTIONS,
    .help = STR_INIT("Which functions of boxes match, and what goes through them"),
    .render = find_render,
};
