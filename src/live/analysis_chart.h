/* Lines of values over time, as SVG paths, from 0 up. */
#ifndef LIVE_ANALYSIS_CHART_H
#define LIVE_ANALYSIS_CHART_H

#include "live/analysis.h"

struct sink;

/* Of the largest value, above it. */
#define CHART_HEAD_ROOM 1.08

struct chart_box {
    double x, y, width, height;
};

struct chart {
    struct chart_box box;
    const struct series_point *points;
    size_t count;
    int64_t from_ns, to_ns; /* at the sides of the box */
    double most;            /* at its top; the bottom is 0 */
    int64_t gap_ns;         /* neighbours that are farther apart are not joined; 0: all are */
    bool is_suspect;        /* in the colour of what grows */
    const struct series_suspect *fit; /* whose line is drawn over the points; NULL: none */
    const int64_t *restarts;
    size_t restart_count;
};

/* Of points, with the top where the largest has a little room below it. */
struct chart chart_of(const struct series_point *points, size_t count, struct arena scratch);
/* The area, the line, its last point, the restarts, and the fit: elements of an <svg>. */
void chart_put(const struct chart *chart, struct sink *sink);
/* The line alone, thin: for a row of a table. */
void chart_put_thin(const struct chart *chart, struct sink *sink);

#endif
