/* At most two points a place, the least and the most there, so that no spike is lost. */
#include "live/analysis_chart.h"
#include "base/arena.h"
#include "base/sink.h"
#include "draw/svg.h"

#include <math.h>
#include <stdlib.h>

enum { PLACES = 400 };

/* Times the usual distance of two points. */
#define GAP 3

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t gap_of(const struct series_point *points, size_t count, struct arena scratch)
{
    int64_t *distances = ARENA_NEW(&scratch, int64_t, count);
    if (count < 4)
        return 0;
    for (size_t i = 1; i < count; i++)
        distances[i - 1] = points[i].time_ns - points[i - 1].time_ns;
    qsort(distances, count - 1, sizeof *distances, compare);
    return distances[(count - 1) / 2] * GAP;
}

struct chart chart_of(const struct series_point *points, size_t count, struct arena scratch)
{
    struct chart chart = {.points = points,
                          .count = count,
                          .from_ns = points[0].time_ns,
                          .to_ns = points[count - 1].time_ns,
                          .gap_ns = gap_of(points, count, scratch)};
    for (size_t i = 0; i < count; i++)
        chart.most = fmax(chart.most, points[i].value * CHART_HEAD_ROOM);
    return chart;
}

/* ---------------------------------------------------------------- places */

static double x_of(const struct chart *chart, int64_t time_ns)
{
    double span = (double)(chart->to_ns - chart->from_ns);
    double share = span > 0 ? (double)(time_ns - chart->from_ns) / span : 0.5;
    return chart->box.x + share * chart->box.width;
}

static double y_of(const struct chart *chart, double value)
{
    double share = chart->most > 0 ? fmin(fmax(value / chart->most, 0), 1) : 0;
    return chart->box.y + (1 - share) * chart->box.height;
}

static void put_at(struct sink *sink, double x, double y)
{
    svg_number(sink, x);
    sink_char(sink, ' ');
    svg_number(sink, y);
}

static bool is_gap(const struct chart *chart, size_t at)
{
    const struct series_point *points = chart->points;
    return at && chart->gap_ns && points[at].time_ns - points[at - 1].time_ns > chart->gap_ns;
}

/* ---------------------------------------------------------------- lines */

/* Points [from, to) that are joined. */
struct stretch {
    size_t from, to;
};

static bool next_stretch(const struct chart *chart, struct stretch *stretch)
{
    stretch->from = stretch->to;
    if (stretch->from == chart->count)
        return false;
    for (stretch->to++; stretch->to < chart->count && !is_gap(chart, stretch->to);)
        stretch->to++;
    return true;
}

static void put_point(const struct chart *chart, size_t at, bool is_first, struct sink *sink)
{
    const struct series_point *point = &chart->points[at];
    sink_char(sink, is_first ? 'M' : 'L');
    put_at(sink, x_of(chart, point->time_ns), y_of(chart, point->value));
}

/* The least and the most of the points, in their order. */
static void put_extremes(const struct chart *chart, struct stretch part, bool is_first,
                         struct sink *sink)
{
    size_t least = part.from, most = part.from;
    for (size_t i = part.from; i < part.to; i++) {
        least = chart->points[i].value < chart->points[least].value ? i : least;
        most = chart->points[i].value > chart->points[most].value ? i : most;
    }
    put_point(chart, least < most ? least : most, is_first, sink);
    if (least != most)
        put_point(chart, least < most ? most : least, false, sink);
}

static void put_stretch(const struct chart *chart, struct stretch stretch, struct sink *sink)
{
    size_t step = chart->count / PLACES + 1;
    if (stretch.to - stretch.from == 1) { /* a line of no length is a dot, as its ends are round */
        put_point(chart, stretch.from, true, sink);
        sink_text(sink, STR("h0"));
        return;
    }
    for (size_t i = stretch.from; i < stretch.to; i += step) {
        size_t end = i + step < stretch.to ? i + step : stretch.to;
        put_extremes(chart, (struct stretch){i, end}, i == stretch.from, sink);
    }
}

static void put_area(const struct chart *chart, struct sink *sink)
{
    struct stretch stretch = {0, 0};
    double bottom = y_of(chart, 0);
    sink_print(sink, "<path class=\"%s\" d=\"", chart->is_suspect ? "ma" : "ta");
    while (next_stretch(chart, &stretch)) {
        put_stretch(chart, stretch, sink);
        sink_char(sink, 'L');
        put_at(sink, x_of(chart, chart->points[stretch.to - 1].time_ns), bottom);
        sink_char(sink, 'L');
        put_at(sink, x_of(chart, chart->points[stretch.from].time_ns), bottom);
        sink_char(sink, 'Z');
    }
    sink_text(sink, STR("\"/>\n"));
}

static void put_line(const struct chart *chart, const char *class, struct sink *sink)
{
    struct stretch stretch = {0, 0};
    sink_print(sink, "<path class=\"%s\" d=\"", class);
    while (next_stretch(chart, &stretch))
        put_stretch(chart, stretch, sink);
    sink_text(sink, STR("\"/>\n"));
}

static void put_straight(const struct chart *chart, const char *class, int64_t from_ns, double from,
                         int64_t to_ns, double to, struct sink *sink)
{
    sink_print(sink, "<path class=\"%s\" d=\"M", class);
    put_at(sink, x_of(chart, from_ns), y_of(chart, from));
    sink_char(sink, 'L');
    put_at(sink, x_of(chart, to_ns), y_of(chart, to));
    sink_text(sink, STR("\"/>\n"));
}

void chart_put(const struct chart *chart, struct sink *sink)
{
    put_straight(chart, "g", chart->from_ns, 0, chart->to_ns, 0, sink);
    put_area(chart, sink);
    for (size_t i = 0; i < chart->restart_count; i++)
        put_straight(chart, "r", chart->restarts[i], 0, chart->restarts[i], chart->most, sink);
    put_line(chart, chart->is_suspect ? "ml" : "tl", sink);
    if (chart->fit)
        put_straight(chart, "f", chart->fit->from_ns, chart->fit->first, chart->fit->to_ns,
                     chart->fit->last, sink);
}

void chart_put_thin(const struct chart *chart, struct sink *sink)
{
    put_line(chart, "th", sink);
}
