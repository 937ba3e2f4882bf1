/* Checks drawings. Curves are looked at as many short pieces. */
#include "drawing.h"

#include <math.h>
#include <string.h>

enum { STEPS = 16 };
static const double SLACK = 1e-6;
static const double LEAST_HEAD = 0.35; /* of layer_gap: so much of a head is straight at least */

struct rect {
    double left, top, right, bottom;
};

static struct rect rect_around(struct layout_point center, double width, double height)
{
    return (struct rect){center.x - width / 2, center.y - height / 2, center.x + width / 2,
                         center.y + height / 2};
}

static struct rect node_rect(const struct layout_input *input, const struct layout *layout,
                             size_t node)
{
    return rect_around(layout->centers[node], input->nodes[node].width, input->nodes[node].height);
}

static struct rect label_rect(const struct layout_input *input, const struct layout *layout,
                              size_t edge)
{
    return rect_around(layout->lines[edge].label, input->edges[edge].label_width,
                       input->edges[edge].label_height);
}

static bool overlap(const struct rect *a, const struct rect *b)
{
    return a->left < b->right - SLACK && b->left < a->right - SLACK && a->top < b->bottom - SLACK &&
           b->top < a->bottom - SLACK;
}

static bool is_inside(const struct rect *rect, struct layout_point point)
{
    return point.x > rect->left + SLACK && point.x < rect->right - SLACK &&
           point.y > rect->top + SLACK && point.y < rect->bottom - SLACK;
}

static bool is_on_boundary(const struct rect *rect, struct layout_point point)
{
    struct rect outer = {rect->left - 2 * SLACK, rect->top - 2 * SLACK, rect->right + 2 * SLACK,
                         rect->bottom + 2 * SLACK};
    return is_inside(&outer, point) && !is_inside(rect, point);
}

/* ---------------------------------------------------------------- numbers */

/* Rounding is by the size. */
static bool is_within(const struct layout *layout, struct layout_point point)
{
    double slack = SLACK + 1e-9 * (layout->width + layout->height);
    return isfinite(point.x) && isfinite(point.y) && point.x >= -slack && point.y >= -slack &&
           point.x <= layout->width + slack && point.y <= layout->height + slack;
}

static bool rect_within(const struct layout *layout, struct rect rect)
{
    return is_within(layout, (struct layout_point){rect.left, rect.top}) &&
           is_within(layout, (struct layout_point){rect.right, rect.bottom});
}

const char *drawing_broken(const struct layout_input *input, const struct layout *layout)
{
    if (!isfinite(layout->width) || !isfinite(layout->height) || layout->width < 0 ||
        layout->height < 0)
        return "the size is no size";
    for (size_t n = 0; n < input->node_count; n++)
        if (!rect_within(layout, node_rect(input, layout, n)))
            return "a node is outside";
    for (size_t e = 0; e < input->edge_count; e++) {
        const struct layout_line *line = &layout->lines[e];
        if (line->count < 4 || line->count % 3 != 1)
            return "a line does not consist of cubics";
        if (line->first > layout->point_count || line->count > layout->point_count - line->first)
            return "a line has points that are not there";
        for (size_t i = 0; i < line->count; i++)
            if (!is_within(layout, layout->points[line->first + i]))
                return "a line is outside";
        if (line->has_label && !rect_within(layout, label_rect(input, layout, e)))
            return "a label is outside";
        if (line->has_label && input->edges[e].label_width <= 0)
            return "a label where there is none";
    }
    return NULL;
}

/* ---------------------------------------------------------------- lines as short pieces */

struct path {
    struct layout_point *at;
    size_t count;
    struct rect around;
};

static struct layout_point cubic(const struct layout_point *p, double t)
{
    double u = 1 - t, a = u * u * u, b = 3 * t * u * u, c = 3 * t * t * u, d = t * t * t;
    return (struct layout_point){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                                 a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

static struct path *make_paths(const struct layout_input *input, const struct layout *layout,
                               struct arena *arena)
{
    struct path *paths = ARENA_NEW(arena, struct path, input->edge_count);
    for (size_t e = 0; e < input->edge_count; e++) {
        const struct layout_line *line = &layout->lines[e];
        struct path *path = &paths[e];
        path->at = ARENA_NEW(arena, struct layout_point, line->count / 3 * STEPS + 1);
        path->around = (struct rect){INFINITY, INFINITY, -INFINITY, -INFINITY};
        path->at[path->count++] = layout->points[line->first];
        for (size_t i = 0; i + 3 < line->count; i += 3)
            for (int step = 1; step <= STEPS; step++)
                path->at[path->count++] =
                    cubic(layout->points + line->first + i, (double)step / STEPS);
        for (size_t i = 0; i < path->count; i++) {
            path->around.left = fmin(path->around.left, path->at[i].x);
            path->around.right = fmax(path->around.right, path->at[i].x);
            path->around.top = fmin(path->around.top, path->at[i].y);
            path->around.bottom = fmax(path->around.bottom, path->at[i].y);
        }
    }
    return paths;
}

static double distance(struct layout_point a, struct layout_point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

/* How far back from the tip a path is straight. */
static double straight_end(const struct path *path)
{
    struct layout_point tip = path->at[path->count - 1], first = path->at[path->count - 2];
    double size = distance(first, tip), straight = 0;
    for (size_t i = path->count - 1; i-- > 0;) {
        double dx = path->at[i].x - tip.x, dy = path->at[i].y - tip.y;
        double aside = (dx * (first.y - tip.y) - dy * (first.x - tip.x)) / (size > 0 ? size : 1);
        if (fabs(aside) > 1e-3)
            break;
        straight = hypot(dx, dy);
    }
    return straight;
}

static bool is_attached(const struct layout_input *input, const struct layout_edge *edge)
{
    return edge->from == edge->to || input->nodes[edge->to].host == edge->from;
}

static const char *wrong_line(const struct layout_input *input, const struct layout *layout,
                              size_t e, const struct path *path)
{
    const struct layout_edge *edge = &input->edges[e];
    struct rect from = node_rect(input, layout, edge->from);
    struct rect to = node_rect(input, layout, edge->to);
    if (!is_on_boundary(&from, path->at[0]))
        return "a line starts elsewhere than at its source";
    if (!is_on_boundary(&to, path->at[path->count - 1]))
        return "a line ends elsewhere than at its target";
    double head = fmin(edge->head, LEAST_HEAD * input->layer_gap);
    if (!is_attached(input, edge) && straight_end(path) < head - 1e-3)
        return "an arrow head is not straight";
    for (size_t n = 0; n < input->node_count; n++) {
        struct rect rect = node_rect(input, layout, n);
        if (!overlap(&rect, &path->around))
            continue;
        for (size_t i = 0; i < path->count; i++)
            if (is_inside(&rect, path->at[i]))
                return n == edge->from ? "a line runs through its source"
                       : n == edge->to ? "a line runs through its target"
                                       : "a line runs through a node";
    }
    return NULL;
}

/* ---------------------------------------------------------------- overlaps */

static const char *wrong_boxes(const struct layout_input *input, const struct layout *layout)
{
    for (size_t a = 0; a < input->node_count; a++)
        for (size_t b = 0; b < a; b++) {
            struct rect one = node_rect(input, layout, a), other = node_rect(input, layout, b);
            if (overlap(&one, &other))
                return "nodes overlap";
        }
    return NULL;
}

static const char *wrong_labels(const struct layout_input *input, const struct layout *layout)
{
    for (size_t e = 0; e < input->edge_count; e++) {
        struct rect own = label_rect(input, layout, e);
        if (!layout->lines[e].has_label && input->edges[e].label_width > 0)
            return "a label is missing";
        if (!layout->lines[e].has_label)
            continue;
        for (size_t n = 0; n < input->node_count; n++) {
            struct rect node = node_rect(input, layout, n);
            if (overlap(&own, &node))
                return "a label is on a node";
        }
        for (size_t f = 0; f < e; f++) {
            struct rect other = label_rect(input, layout, f);
            if (layout->lines[f].has_label && overlap(&own, &other))
                return "labels overlap";
        }
    }
    return NULL;
}

const char *drawing_wrong(const struct layout_input *input, const struct layout *layout,
                          struct arena scratch)
{
    const char *wrong = drawing_broken(input, layout);
    if (wrong)
        return wrong;
    const struct path *paths = make_paths(input, layout, &scratch);
    for (size_t e = 0; !wrong && e < input->edge_count; e++)
        wrong = wrong_line(input, layout, e, &paths[e]);
    if (!wrong)
        wrong = wrong_boxes(input, layout);
    return wrong ? wrong : wrong_labels(input, layout);
}

/* ---------------------------------------------------------------- crossings */

static double side_of(struct layout_point a, struct layout_point b, struct layout_point p)
{
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static bool segments_cross(const struct layout_point *a, const struct layout_point *b)
{
    double one = side_of(a[0], a[1], b[0]), two = side_of(a[0], a[1], b[1]);
    double three = side_of(b[0], b[1], a[0]), four = side_of(b[0], b[1], a[1]);
    return ((one > SLACK && two < -SLACK) || (one < -SLACK && two > SLACK)) &&
           ((three > SLACK && four < -SLACK) || (three < -SLACK && four > SLACK));
}

static bool paths_cross(const struct path *a, const struct path *b)
{
    if (!overlap(&a->around, &b->around))
        return false;
    for (size_t i = 0; i + 1 < a->count; i++)
        for (size_t k = 0; k + 1 < b->count; k++)
            if (segments_cross(&a->at[i], &b->at[k]))
                return true;
    return false;
}

size_t drawing_crossings(const struct layout_input *input, const struct layout *layout,
                         struct arena scratch)
{
    const struct path *paths = make_paths(input, layout, &scratch);
    size_t count = 0;
    for (size_t e = 0; e < input->edge_count; e++)
        for (size_t f = 0; f < e; f++)
            count += paths_cross(&paths[e], &paths[f]);
    return count;
}

/* ---------------------------------------------------------------- the same */

bool drawing_same(const struct layout_input *input, const struct layout *a, const struct layout *b)
{
    bool same = a->point_count == b->point_count && a->width == b->width && a->height == b->height;
    for (size_t n = 0; same && n < input->node_count; n++)
        same = !memcmp(&a->centers[n], &b->centers[n], sizeof a->centers[n]);
    for (size_t e = 0; same && e < input->edge_count; e++)
        same = a->lines[e].first == b->lines[e].first && a->lines[e].count == b->lines[e].count &&
               a->lines[e].has_label == b->lines[e].has_label &&
               !memcmp(&a->lines[e].label, &b->lines[e].label, sizeof a->lines[e].label);
    return same &&
           (!a->point_count || !memcmp(a->points, b->points, a->point_count * sizeof *a->points));
}
