/* details: all about one function, or one frame of the call tree (templates/page/types.js). */
#include "base/array.h"
#include "base/number.h"
#include "base/sink.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/boxes_function.h"
#include "renderers/json_write.h"
#include "renderers/details_calls.h"
#include "renderers/details_labels.h"
#include "renderers/details_reach.h"
#include "renderers/flame_functions.h"
#include "renderers/renderer.h"
#include "renderers/sides.h"
#include "select/frames.h"
#include "select/selection.h"
#include "tree/changes.h"
#include "tree/tree.h"

struct details {
    const struct view *view;
    struct sink *sink;
    uint32_t node;        /* of the call tree; 0: none was asked for */
    uint32_t frame;       /* the function's first */
    const uint8_t *marks; /* by frame */
};

/* Own values and those of all samples, by sample type; of two sides by column, of the view's type.
 */
struct sums {
    int64_t *flat, *cum;
};

static struct sums add_up(const struct view *view, const uint8_t *reach)
{
    const struct profile *profile = view->profile;
    size_t types = profile->type_count;
    struct sums sums = {ARENA_NEW(view->arena, int64_t, types),
                        ARENA_NEW(view->arena, int64_t, types)};
    for (size_t i = 0; i < profile->sample_count; i++) {
        uint8_t kind = reach[profile->sample_stacks[i]];
        for (size_t t = 0; kind && t < types; t++) {
            int64_t value = profile->values[i * types + t];
            sums.cum[t] = number_add(sums.cum[t], value);
            sums.flat[t] = number_add(sums.flat[t], kind == REACH_ENDS ? value : 0);
        }
    }
    return sums;
}

static struct sums add_up_sides(const struct view *view, const uint8_t *reach)
{
    size_t columns = view->selection->columns;
    struct sums sums = {ARENA_NEW(view->arena, int64_t, columns),
                        ARENA_NEW(view->arena, int64_t, columns)};
    for (size_t i = 0; i < view->profile->stack_count; i++)
        for (size_t c = 0; reach[i] && c < columns; c++) {
            int64_t value = view->selection->weights[i * columns + c];
            sums.cum[c] = number_add(sums.cum[c], value);
            sums.flat[c] = number_add(sums.flat[c], reach[i] == REACH_ENDS ? value : 0);
        }
    return sums;
}

static struct sums sums_of(const struct view *view, const uint8_t *reach)
{
    return sides_are_shown(view) ? add_up_sides(view, reach) : add_up(view, reach);
}

/* ---------------------------------------------------------------- members */

static void value_member(const struct details *details, const char *name, int64_t value)
{
    json_write_name(details->sink, name);
    json_write_drawn(details->view, details->sink, value);
}

static void put_types(const struct details *details, const struct sums *sums)
{
    const struct view *view = details->view;
    const struct profile *profile = view->profile;
    struct sink *sink = details->sink;
    sink_char(sink, '[');
    for (size_t i = 0; i < profile->type_count; i++) {
        struct str unit = profile_string(profile, profile->types[i].unit);
        sink_text(sink, i ? STR(",{\"type\":") : STR("{\"type\":"));
        json_write_text(sink, profile_string(profile, profile->types[i].type));
        json_write_name(sink, "unit");
        json_write_text(sink, unit);
        json_write_name(sink, "flat");
        json_write_drawn_in(view, sink, sums->flat[i], unit);
        json_write_name(sink, "cum");
        json_write_drawn_in(view, sink, sums->cum[i], unit);
        sink_char(sink, '}');
    }
    sink_char(sink, ']');
}

/* Labels and sample types of what is reached; the weights of its own sample type in *flat, *cum. */
static bool put_samples(const struct details *details, const uint8_t *reach,
                        const struct sums *sums, struct error *error)
{
    json_write_name(details->sink, "labels");
    if (!details_labels(details->sink, details->view, reach, error))
        return false;
    json_write_name(details->sink, "types");
    if (sides_are_shown(details->view))
        sink_text(details->sink, STR("[]"));
    else
        put_types(details, sums);
    return budget_spend(details->view->budget, details->view->profile->sample_count, error);
}

static unsigned fill_of(const struct view *view, uint32_t frame)
{
    uint32_t number = frame == ID_NONE ? UINT32_MAX : view->functions->by_frame[frame];
    return number == UINT32_MAX ? 0 : view->functions->items[number].fill;
}

static void put_calls(const struct details *details, const char *name,
                      const struct details_call *calls, size_t count)
{
    const struct view *view = details->view;
    struct sink *sink = details->sink;
    json_write_name(sink, name);
    sink_char(sink, '[');
    for (size_t i = 0; i < count; i++) {
        const struct details_call *call = &calls[i];
        struct str text =
            call->frame == ID_NONE ? STR("") : boxes_function_name(view, call->frame, view->arena);
        sink_text(sink, i ? STR(",{\"name\":") : STR("{\"name\":"));
        json_write_text(sink, json_as_read(text, view->arena));
        sink_print(sink, ",\"fill\":%u,\"value\":", fill_of(view, call->frame));
        json_write_drawn(view, sink, call->weight);
        sink_text(sink, call->inlined ? STR(",\"inlined\":true}") : STR(",\"inlined\":false}"));
    }
    sink_char(sink, ']');
}

/* ---------------------------------------------------------------- which */

/* The marked frame that comes first in the order of numbers; of those that the call tree has not,
 * the first. */
static uint32_t first_marked(const struct view *view, const uint8_t *marks)
{
    uint32_t best = ID_NONE;
    for (uint32_t i = 0; i < view->frames->count; i++)
        if (marks[i] &&
            (best == ID_NONE || view->functions->by_frame[i] < view->functions->by_frame[best]))
            best = i;
    return best;
}

static bool choose(struct details *details, struct error *error)
{
    const struct view *view = details->view;
    const struct settings *settings = view->settings;
    struct str name = settings->function;
    if (!settings->at.size && !name.size)
        return error_set(error, ERROR_USAGE,
                         "details needs a function: --function=NAME, or a frame: --at=PATH");
    if (settings->at.size) {
        details->node = details_node_at(view, settings->at, error);
        if (!details->node)
            return false;
        details->frame = view->tree->node_frames[details->node];
        name = boxes_function_name(view, details->frame, view->arena);
    }
    details->marks = boxes_function_frames(view, name, error);
    if (details->marks && !details->node)
        details->frame = first_marked(view, details->marks);
    return details->marks != NULL;
}

/* ---------------------------------------------------------------- all */

static void put_function(const struct details *details)
{
    const struct view *view = details->view;
    const struct flame_functions *functions = view->functions;
    struct sink *sink = details->sink;
    uint32_t number = functions->by_frame[details->frame];
    bool is_there = number != UINT32_MAX;
    const struct packed_function *item = is_there ? &functions->items[number] : NULL;
    sink_text(sink, STR("{\"name\":"));
    json_write_text(
        sink, json_as_read(boxes_function_name(view, details->frame, view->arena), view->arena));
    json_write_name(sink, "package");
    json_write_text(sink,
                    is_there ? json_as_read(functions->packages[number], view->arena) : STR(""));
    json_write_name(sink, "file");
    json_write_text(sink,
                    item && item->file != UINT32_MAX ? functions->files[item->file] : STR(""));
    json_write_name(sink, "line");
    sink_signed(sink, item && item->line > 0 ? item->line : 0, 0);
    sink_print(sink, ",\"fill\":%u", fill_of(view, details->frame));
}

static int64_t node_value(const struct view *view, const int64_t *values, uint32_t node)
{
    const int64_t *columns = values + (size_t)node * view->tree->columns;
    return sides_are_shown(view) ? sides_delta(view, columns) : *columns;
}

static void put_changes(const struct details *details, const int64_t *flat,
                        const struct change *cum)
{
    struct change own = changes_of(details->view->changes, flat);
    json_write_name(details->sink, "changes");
    sink_text(details->sink, STR("{\"flat\":"));
    sides_write_change(details->view, &own, details->sink);
    json_write_name(details->sink, "cum");
    sides_write_change(details->view, cum, details->sink);
    sink_char(details->sink, '}');
}

/* What the function was called in the base, where that is another name. */
static struct str former_name(const struct view *view, uint32_t frame)
{
    const struct str *was = view->frames->was;
    return was ? flame_visible(was[frame], view->arena) : STR("");
}

static bool put_frame(const struct details *details, struct error *error)
{
    const struct view *view = details->view;
    const struct tree *tree = view->tree;
    uint32_t node = details->node;
    json_write_name(details->sink, "frame");
    if (!node) {
        sink_text(details->sink, STR("null"));
        return true;
    }
    const uint8_t *reach = details_reach_node(view, node, error);
    if (!reach)
        return false;
    struct sums sums = sums_of(view, reach);
    sink_text(details->sink, STR("{\"self\":"));
    json_write_drawn(view, details->sink, node_value(view, tree->self, node));
    value_member(details, "total", node_value(view, tree->total, node));
    value_member(details, "parent", node_value(view, tree->total, tree->parents[node]));
    if (sides_are_shown(view)) {
        struct change total = changes_node(view->changes, node);
        put_changes(details, tree->self + node * tree->columns, &total);
    }
    bool ok = put_samples(details, reach, &sums, error);
    sink_char(details->sink, '}');
    return ok;
}

static void put_sums(const struct details *details, const struct sums *sums)
{
    const struct view *view = details->view;
    size_t type = view->selection->type_index;
    if (!sides_are_shown(view)) {
        value_member(details, "total", view->selection->total);
        value_member(details, "flat", sums->flat[type]);
        value_member(details, "cum", sums->cum[type]);
        return;
    }
    struct change cum = changes_of(view->changes, sums->cum);
    value_member(details, "total", sides_total(view));
    value_member(details, "flat", sides_delta(view, sums->flat));
    value_member(details, "cum", sides_delta(view, sums->cum));
    json_write_name(details->sink, "was");
    json_write_text(details->sink, former_name(view, details->frame));
    put_changes(details, sums->flat, &cum);
}

static bool details_render(const struct view *view, struct sink *sink, struct error *error)
{
    struct details details = {.view = view, .sink = sink};
    if (!choose(&details, error))
        return false;
    const struct details_calls *calls = details_calls(view, details.marks, error);
    const uint8_t *reach = calls ? details_reach_function(view, details.marks, error) : NULL;
    if (!reach)
        return false;
    struct sums sums = sums_of(view, reach);
    put_function(&details);
    json_write_name(sink, "frames");
    sink_unsigned(sink, calls->frames, 0);
    put_sums(&details, &sums);
    put_calls(&details, "callers", calls->callers, calls->caller_count);
    put_calls(&details, "callees", calls->callees, calls->callee_count);
    if (!put_samples(&details, reach, &sums, error) || !put_frame(&details, error))
        return false;
    sink_text(sink, STR("}\n"));
    return true;
}

const struct renderer details_renderer = {
    .name = STR_INIT("details"),
    .media = STR_INIT("application/json"),
    .options = FOR_DATA | FOR_TEXT,
    .needs = VIEW_FRAMES | VIEW_TREE | VIEW_FUNCTIONS | VIEW_SCALED | VIEW_SIDES,
    .granularity = GRANULARITY_FILEFUNCTIONS,
    .help = STR_INIT("All about one function, or one frame of boxes"),
    .render = details_render,
};
