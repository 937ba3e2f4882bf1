/* Curves: a quadratic piece in place of each corner, which stays between the corner and the chord,
 * so at most `SLACK` of the room beside the line is used. */
#include "layout/curves.h"
#include "base/arena.h"
#include "base/array.h"
#include "layout/digraph.h"
#include "layout/layers.h"
#include "layout/lines.h"

#include <math.h>

static const double SLACK = 0.5; /* of line_gap: how far a curve may leave its corner */

struct rounding {
    const struct digraph *graph;
    ARRAY(struct layout_point) points;
    struct arena *arena;
};

static struct layout_point between(struct layout_point a, struct layout_point b, double t)
{
    return (struct layout_point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

static double length(struct layout_point a, struct layout_point b)
{
    return sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
}

static void straight_to(struct rounding *rounding, struct layout_point to)
{
    struct layout_point from = rounding->points.at[rounding->points.count - 1];
    array_push(rounding->arena, &rounding->points, between(from, to, 1.0 / 3));
    array_push(rounding->arena, &rounding->points, between(from, to, 2.0 / 3));
    array_push(rounding->arena, &rounding->points, to);
}

/* How far from a corner its curve begins and ends: the curve's middle is away from the corner by
 * a quarter of the corner's height over the chord. */
static double reach(const struct rounding *rounding, struct layout_point before,
                    struct layout_point corner, struct layout_point after)
{
    double a = length(before, corner), b = length(corner, after);
    struct layout_point p = between(corner, before, 1 / a), q = between(corner, after, 1 / b);
    double height = length(corner, between(p, q, 0.5)); /* of the corner at reach 1 */
    double most = rounding->graph->line_gap * SLACK * 2;
    return height * 1000 > most ? most / height : 1000;
}

/* How far from its ends a line is straight: beside notes, and at the arrow head. */
struct ends {
    double tail, head;
    bool notes; /* at either end; what is left may be rounded on one side more than on the other */
};

/* Of a piece of a line, beyond its end. */
static double beyond(double all, double end, double least)
{
    return all > end && end > 0 ? all - end : all * least;
}

/* One line, its corners in drawing order. */
static void round_line(struct rounding *rounding, const struct layout_point *corners, size_t count,
                       const struct ends *ends)
{
    array_push(rounding->arena, &rounding->points, corners[0]);
    for (size_t i = 1; i + 1 < count; i++) {
        struct layout_point before = corners[i - 1], corner = corners[i], after = corners[i + 1];
        double in = length(before, corner), out = length(corner, after);
        double first = i == 1 ? beyond(in, ends->tail, 0.9) : in / 2;
        double last = i + 2 == count ? beyond(out, ends->head, 0.1) : out / 2;
        double far = reach(rounding, before, corner, after);
        first = far < first ? far : first;
        last = far < last ? far : last;
        if (!ends->notes)
            first = last = first < last ? first : last;
        struct layout_point start = between(corner, before, first / in);
        struct layout_point end = between(corner, after, last / out);
        straight_to(rounding, start);
        array_push(rounding->arena, &rounding->points, between(start, corner, 2.0 / 3));
        array_push(rounding->arena, &rounding->points, between(end, corner, 2.0 / 3));
        array_push(rounding->arena, &rounding->points, end);
    }
    straight_to(rounding, corners[count - 1]);
}

static struct ends ends_of(const struct digraph *graph, const struct layers *layers, uint32_t edge,
                           bool upwards)
{
    const struct digraph_node *upper = &graph->nodes[layers->upper[edge]];
    double notes = upper->height - upper->exit_y, head = graph->edges[edge].head;
    if (upwards)
        return (struct ends){0, notes > head ? notes : head, notes > 0};
    return (struct ends){notes, head, notes > 0};
}

/* The corners of an edge from its source on, without those on top of each other. */
static size_t corners_of(const struct lines *lines, uint32_t edge, bool upwards,
                         struct layout_point *corners)
{
    uint32_t first = lines->starts[edge], end = lines->starts[edge + 1];
    size_t count = 0;
    for (uint32_t i = 0; i < end - first; i++) {
        struct layout_point corner = lines->corners[upwards ? end - 1 - i : first + i];
        if (count && length(corners[count - 1], corner) < 1e-3)
            corners[count - 1] = corner;
        else
            corners[count++] = corner;
    }
    return count;
}

const struct curves *curves_round(const struct digraph *graph, const struct layers *layers,
                                  const struct lines *lines, struct arena *arena,
                                  struct budget *budget, struct error *error)
{
    struct curves *curves = ARENA_NEW(arena, struct curves, 1);
    struct rounding rounding = {.graph = graph, .arena = arena};
    uint32_t *starts = ARENA_NEW(arena, uint32_t, (size_t)layers->edge_count + 1), most = 0;
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        uint32_t count = lines->starts[e + 1] - lines->starts[e];
        most = count > most ? count : most;
    }
    struct layout_point *corners = ARENA_NEW(arena, struct layout_point, most);
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        bool upwards = layers->upper[e] != graph->edges[e].from;
        size_t count = corners_of(lines, e, upwards, corners);
        starts[e] = (uint32_t)rounding.points.count;
        struct ends ends = ends_of(graph, layers, e, upwards);
        round_line(&rounding, corners, count, &ends);
        if (!budget_spend(budget, count, error))
            return NULL;
    }
    starts[layers->edge_count] = (uint32_t)rounding.points.count;
    *curves = (struct curves){rounding.points.at, starts};
    return curves;
}
