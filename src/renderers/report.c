/* Units, values and header lines, by pprof's rules. */
#include "renderers/report.h"
#include "base/arena.h"
#include "base/escape.h"
#include "base/host.h"
#include "base/number.h"
#include "base/sink.h"
#include "base/time.h"
#include "base/utf8.h"
#include "options/settings.h"
#include "profile/profile.h"
#include "profile/runs.h"
#include "renderers/comparison_words.h"
#include "renderers/renderer.h"
#include "renderers/side_alone.h"
#include "select/selection.h"
#include "tree/graph.h"
#include "tree/trim.h"

/* ---------------------------------------------------------------- values */

struct report report_new(const struct view *view)
{
    const struct settings *settings = view->settings;
    return (struct report){.view = view,
                           .unit = settings->unit,
                           .node_fraction = settings->trim ? settings->nodefraction : 0,
                           .edge_fraction = settings->trim ? settings->edgefraction : 0};
}

static int64_t scaled(const struct report *report, int64_t value)
{
    double ratio = report->view->selection->ratio;
    return ratio == 1 ? value : number_trunc((double)value * ratio);
}

/* The smallest value other than 0 that is shown. */
static int64_t least_value(const struct trimmed *trimmed)
{
    int64_t least = 0;
    for (size_t i = 0; i < trimmed->count; i++) {
        int64_t value = number_abs(graph_flat(trimmed->graph, trimmed->order[i]));
        value = value ? value : number_abs(graph_cum(trimmed->graph, trimmed->order[i]));
        if (value > 0 && (!least || value < least))
            least = value;
    }
    return least;
}

void report_choose_unit_between(struct report *report, int64_t least, int64_t most, bool may_grow)
{
    struct str own = report->view->selection->unit;
    if (!str_equal(report->unit, STR("minimum")))
        return;
    least = scaled(report, least);
    most = scaled(report, most);
    struct str unit = measure_scale(least, own, STR("minimum")).unit;
    struct str most_unit = measure_scale(most, own, STR("minimum")).unit;
    int64_t hundred = (int64_t)((uint64_t)least * 100);
    if (!str_equal(unit, most_unit) && hundred < most && may_grow)
        unit = measure_scale(hundred, own, STR("minimum")).unit;
    report->unit = unit.size ? unit : own;
}

void report_choose_unit(struct report *report, const struct trimmed *trimmed, bool may_grow)
{
    int64_t most = report->view->selection->total;
    if (!trimmed->count)
        return;
    int64_t least = least_value(trimmed);
    report_choose_unit_between(report, least ? least : most, most, may_grow);
}

struct measure_text report_value(const struct report *report, int64_t value)
{
    return measure_label(scaled(report, value), report->view->selection->unit, report->unit);
}

void report_print_value(const struct report *report, struct sink *sink, int64_t value, size_t width)
{
    struct measure_text text = report_value(report, value);
    size_t points = utf8_count(measure_str(&text));
    sink_spaces(sink, width > points ? width - points : 0);
    sink_text(sink, measure_str(&text));
}

void report_print_share(struct sink *sink, int64_t value, int64_t total)
{
    struct measure_text text = measure_percentage(value, total);
    sink_text(sink, measure_str(&text));
}

void report_print_name(const struct view *view, struct sink *sink, struct str name)
{
    if (view->is_terminal)
        sink_terminal(sink, name);
    else
        sink_text(sink, name);
}

/* Where code point `count` starts. */
static size_t point_start(struct str text, size_t count)
{
    size_t at = 0, size;
    for (; count && at < text.size; count--, at += size)
        utf8_decode(str_skip(text, at), &size);
    return at;
}

struct str report_fit(struct str text, size_t points, struct arena *arena)
{
    struct sink sink;
    size_t count = utf8_count(text), head = (points - 1) / 2, tail = points - 1 - head;
    if (count <= points)
        return text;
    sink_init_buffer(&sink, arena, UINT64_MAX);
    sink_text(&sink, str_slice(text, 0, point_start(text, head)));
    sink_text(&sink, STR("\xe2\x80\xa6"));
    sink_text(&sink, str_skip(text, point_start(text, count - tail)));
    return sink_str(&sink);
}

/* ---------------------------------------------------------------- what the profile is */

static void line(const struct view *view, struct sink *sink, struct str key, struct str value)
{
    if (!value.size)
        return;
    sink_text(sink, key);
    report_print_name(view, sink, value);
    sink_char(sink, '\n');
}

static void duration(const struct report *report, struct sink *sink)
{
    const struct selection *selection = report->view->selection;
    int64_t nanoseconds = selection->profile->duration_ns, total = selection->total;
    if (!nanoseconds)
        return;
    struct measure_text text = measure_label(nanoseconds, STR("nanoseconds"), STR("auto"));
    sink_text(sink, STR("Duration: "));
    sink_text(sink, measure_str(&text));
    sink_text(sink, STR(", Total samples = "));
    report_print_value(report, sink, total, 0);
    sink_char(sink, ' ');
    struct measure time = measure_scale(total, selection->unit, STR("nanoseconds"));
    if (side_alone_is_scaled(report->view)) {
        sink_text(sink, STR("(scaled to the base)"));
    } else if (str_equal(time.unit, STR("ns")) && time.value != 0) {
        sink_char(sink, '(');
        report_print_share(sink, number_trunc(time.value), nanoseconds);
        sink_char(sink, ')');
    }
    sink_char(sink, '\n');
}

bool report_print_sides(const struct view *view, struct sink *sink)
{
    static const struct str ALONE[] = {
        [ONLY_BASE] = STR_INIT("the base alone"), [ONLY_NEW] = STR_INIT("new alone")};
    const struct comparison_words *words;
    if (!view->selection->comparison) {
        line(view, sink, STR("Side: "), ALONE[view->settings->only_side]);
        return view->settings->only_side != ONLY_BOTH;
    }
    words = comparison_words_new(view);
    line(view, sink, STR("Base: "), words->sides[RUN_BASE].line);
    line(view, sink, STR("New: "), words->sides[RUN_NEW].line);
    line(view, sink, STR("Scale: "), words->scaling);
    line(view, sink, STR("Values: "), STR("new minus base, in shares of the base's total"));
    for (size_t i = 0; i < words->note_count; i++)
        line(view, sink, STR("Note: "), words->notes[i]);
    return true;
}

void report_print_profile(const struct report *report, struct sink *sink)
{
    const struct view *view = report->view;
    const struct profile *profile = view->selection->profile;
    if (profile_binary(profile).size)
        line(view, sink, STR("File: "), str_base_name(profile_binary(profile)));
    line(view, sink, STR("Build ID: "), profile_build_id(profile));
    for (size_t i = 0; i < profile->comment_count; i++) {
        struct str comment = profile_string(profile, profile->comments[i]);
        if (str_starts(comment, STR("#")) || runs_is_comment(comment))
            continue;
        report_print_name(view, sink, comment);
        sink_char(sink, '\n');
    }
    line(view, sink, STR("Type: "), view->selection->type);
    line(view, sink, STR("Doc: "), profile_string(profile, profile->doc_url));
    if (report_print_sides(view, sink) && !side_alone(view))
        return;
    if (profile->time_ns) {
        sink_text(sink, STR("Time: "));
        time_print(sink, profile->time_ns, view->host);
        sink_char(sink, '\n');
    }
    duration(report, sink);
}

/* ---------------------------------------------------------------- how much is shown */

static void filters(const struct view *view, struct sink *sink)
{
    const struct settings *s = view->settings;
    const struct {
        struct str name, value;
    } rows[] = {{STR("focus"), s->focus},         {STR("ignore"), s->ignore},
                {STR("hide"), s->hide},           {STR("show"), s->show},
                {STR("show_from"), s->show_from}, {STR("tagfocus"), s->tagfocus},
                {STR("tagignore"), s->tagignore}, {STR("tagshow"), s->tagshow},
                {STR("taghide"), s->taghide}};
    enum { LONGEST = 80 };
    bool any = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].value.size)
            continue;
        sink_text(sink, any ? STR("") : STR("Active filters:\n"));
        any = true;
        struct sink filter;
        sink_init_buffer(&filter, view->arena, UINT64_MAX);
        sink_text(&filter, rows[i].name);
        sink_char(&filter, '=');
        sink_text(&filter, rows[i].value);
        sink_text(sink, STR("   "));
        report_print_name(view, sink, str_slice(sink_str(&filter), 0, LONGEST));
        sink_text(sink, filter.used > LONGEST ? STR("\xe2\x80\xa6\n") : STR("\n"));
    }
}

static void dropped(const struct report *report, struct sink *sink, size_t count, const char *what,
                    const char *by, double fraction)
{
    double total = (double)report->view->selection->total;
    if (!count)
        return;
    sink_print(sink, "Dropped %zu %s%s (%s <= ", count, what, count == 1 ? "" : "s", by);
    report_print_value(report, sink, number_abs(number_trunc(total * fraction)), 0);
    sink_text(sink, STR(")\n"));
}

static void share(struct sink *sink, int64_t value, int64_t total)
{
    struct measure_text text = measure_percentage(value, total);
    struct str trimmed = measure_str(&text);
    while (str_starts(trimmed, STR(" ")))
        trimmed = str_skip(trimmed, 1);
    sink_text(sink, trimmed);
}

void report_print_header(const struct report *report, const struct trimmed *trimmed, bool full,
                         struct sink *sink)
{
    const struct view *view = report->view;
    int64_t shown = 0, total = view->selection->total;
    if (full || !view->settings->compact_labels)
        report_print_profile(report, sink);
    filters(view, sink);
    for (size_t i = 0; i < trimmed->count; i++)
        shown = number_add(shown, graph_flat(trimmed->graph, trimmed->order[i]));
    sink_text(sink, STR("Showing nodes accounting for "));
    report_print_value(report, sink, shown, 0);
    sink_text(sink, STR(", "));
    share(sink, shown, total);
    sink_text(sink, STR(" of "));
    report_print_value(report, sink, total, 0);
    sink_text(sink, STR(" total\n"));
    if (!total)
        return;
    dropped(report, sink, trimmed->dropped_nodes, "node", "cum", report->node_fraction);
    if (full)
        dropped(report, sink, trimmed->dropped_edges, "edge", "freq", report->edge_fraction);
    if (trimmed->count && trimmed->count < trimmed->node_count)
        sink_print(sink, "Showing top %zu nodes out of %zu\n", trimmed->count, trimmed->node_count);
}

/* ---------------------------------------------------------------- inlining */

const struct str *report_inline_marks(const struct trimmed *trimmed, const struct view *view)
{
    static const struct str MARKS[] = {STR_INIT(""), STR_INIT(" (inline)"), STR_INIT(""),
                                       STR_INIT(" (partial-inline)")};
    enum { INLINED = 1, CALLED = 2 };
    const struct graph *graph = trimmed->graph;
    uint8_t *kinds = ARENA_NEW(view->arena, uint8_t, graph->all_nodes);
    struct str *marks = ARENA_NEW(view->arena, struct str, graph->all_nodes);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (trimmed->edge_kept[i])
            kinds[graph->edges[i].to] |= graph->edges[i].inlined ? INLINED : CALLED;
    for (size_t i = 0; i < graph->all_nodes; i++)
        marks[i] = MARKS[kinds[i]];
    return marks;
}
