/* traces: every sample with its labels and its stack, byte for byte as pprof -traces prints it. */
#include "base/sink.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "renderers/label_lines.h"
#include "renderers/renderer.h"
#include "renderers/report.h"
#include "select/frames.h"
#include "select/selection.h"

#define SEPARATOR "-----------+-------------------------------------------------------\n"

struct traces {
    struct report report;
    struct label_lines labels;
    const struct str *names; /* by frame */
};

static const struct str *name_frames(const struct view *view)
{
    struct str *names = ARENA_NEW(view->arena, struct str, view->frames->count);
    for (size_t i = 0; i < view->frames->count; i++)
        names[i] = frame_name(view->frames, (uint32_t)i, view->arena);
    return names;
}

static void print_group(const struct view *view, const struct label_group *group, struct sink *sink)
{
    size_t width = utf8_count(group->key);
    sink_spaces(sink, width < 10 ? 10 - width : 0);
    report_print_name(view, sink, group->key);
    sink_text(sink, STR(": "));
    for (size_t i = 0; i < group->count; i++) {
        const struct label *label = label_group_item(view, group, i);
        sink_char(sink, ' ');
        if (!group->is_number) {
            report_print_name(view, sink, profile_string(view->profile, label->text));
            continue;
        }
        struct measure_text text =
            measure_label(label->number, view->selection->label_units[label->key], STR("auto"));
        report_print_name(view, sink, measure_str(&text));
    }
    sink_char(sink, '\n');
}

/* The value that the report is about; a mean where one was asked for. */
static int64_t value_of(const struct selection *selection, size_t sample)
{
    const int64_t *values = selection->profile->values + sample * selection->profile->type_count;
    int64_t value = values[selection->type_index], divisor = selection->is_mean ? values[0] : 0;
    if (divisor == -1)
        return (int64_t)(0 - (uint64_t)value);
    return divisor ? value / divisor : value;
}

static void print_frame(const struct traces *traces, uint32_t frame, bool inlined,
                        struct sink *sink)
{
    report_print_name(traces->report.view, sink, traces->names[frame]);
    sink_text(sink, inlined ? STR(" (inline)\n") : STR("\n"));
}

/* The lines after the value's own: from leaf to root. */
static void print_stack(const struct traces *traces, const uint32_t *stack, size_t depth,
                        struct sink *sink)
{
    const struct frames *frames = traces->report.view->frames;
    struct str start = STR("   ");
    for (size_t i = 0; i < depth; i++) {
        const struct location *location = &frames->profile->locations[stack[i]];
        for (uint32_t n = 0; n < location->line_count; n++) {
            sink_text(sink, start);
            start = STR("             ");
            print_frame(traces, frames->by_line[location->line_first + n],
                        n + 1 < location->line_count, sink);
        }
        if (location->line_count)
            continue;
        sink_text(sink, start);
        start = STR("             ");
        print_frame(traces, frames->by_location[stack[i]], false, sink);
    }
}

/* pprof writes an empty line where there is nothing to say about the profile. */
static void print_head(const struct report *report, struct sink *sink)
{
    struct sink head;
    sink_init_buffer(&head, report->view->arena, UINT64_MAX);
    report_print_profile(report, &head);
    sink_text(sink, head.used ? sink_str(&head) : STR("\n"));
}

static bool traces_render(const struct view *view, struct sink *sink, struct error *error)
{
    const struct profile *profile = view->profile;
    struct traces traces = {.report = report_new(view), .names = name_frames(view)};
    label_lines_init(&traces.labels, view, print_group);
    print_head(&traces.report, sink);
    for (size_t i = 0; i < profile->sample_count; i++) {
        size_t depth;
        const uint32_t *stack = profile_stack(profile, profile->sample_stacks[i], &depth);
        if (!budget_spend(view->budget, depth + 1, error))
            return false;
        if (!depth)
            continue;
        sink_text(sink, STR(SEPARATOR));
        label_lines_print(&traces.labels, profile->sample_labels[i], sink);
        report_print_value(&traces.report, sink, value_of(view->selection, i), 10);
        print_stack(&traces, stack, depth, sink);
    }
    sink_text(sink, STR(SEPARATOR));
    return true;
}

const struct renderer traces_renderer = {
    .name = STR_INIT("traces"),
    .media = STR_INIT("text/plain; charset=utf-8"),
    .options = FOR_TEXT,
    .needs = VIEW_FRAMES | VIEW_PATHS,
    .help = STR_INIT("Every sample with its labels and its stack, as pprof -traces prints them"),
    .render = traces_render,
};
