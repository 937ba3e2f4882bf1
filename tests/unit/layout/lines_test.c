/* Lines as corners, and the same as curves. */
#include "layout/lines.h"
#include "layered.h"
#include "layout/curves.h"
#include "layout/ports.h"

#include <math.h>

int lines_tests(void);

enum { STEPS = 50 };

struct drawn {
    const struct ports *ports;
    const struct lines *lines;
    const struct curves *curves;
};

static struct drawn draw(struct layered *layered)
{
    static const double GAPS[] = {40, 40, 40, 40, 40, 40};
    struct drawn drawn;
    drawn.ports = ports_assign(&layered->graph, layered->layers, layered->x, &layered->arena,
                               &layered->budget, NULL);
    drawn.lines = lines_route(&layered->graph, layered->layers, layered->x, drawn.ports, GAPS,
                              &layered->arena, &layered->budget, NULL);
    drawn.curves = curves_round(&layered->graph, layered->layers, drawn.lines, &layered->arena,
                                &layered->budget, NULL);
    assert_true(drawn.lines && drawn.curves);
    return drawn;
}

static struct layout_point on_curve(const struct layout_point *p, double t)
{
    double u = 1 - t, a = u * u * u, b = 3 * t * u * u, c = 3 * t * t * u, d = t * t * t;
    return (struct layout_point){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                                 a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

static void a_line_to_the_next_layer_is_straight(void **state)
{
    (void)state;
    static struct layered layered;
    layered_start(&layered);
    layered_node(&layered, 0, 50, 100, 40);
    layered_node(&layered, 1, 50, 100, 60);
    layered_node(&layered, 1, 200, 100, 20); /* in the middle of its layer */
    layered_edge(&layered, 0, 1, 1);
    layered_edge(&layered, 0, 2, 1);
    layered_make(&layered, NULL);
    struct drawn drawn = draw(&layered);
    const struct lines *lines = drawn.lines;
    assert_true(lines->tops[0] == 0 && lines->bottoms[0] == 40);
    assert_true(lines->tops[1] == 80 && lines->bottoms[1] == 140);
    assert_int_equal(lines->starts[1], 2);
    assert_true(lines->corners[0].y == 40 && lines->corners[1].y == 80);
    assert_true(lines->corners[0].x == lines->corners[1].x);
    assert_true(lines->corners[lines->starts[2] - 1].y == 100);
    assert_int_equal(drawn.curves->starts[1], 4);
    for (int i = 0; i < 4; i++)
        assert_true(layered_near(drawn.curves->points[i].x, lines->corners[0].x));
    layered_stop(&layered);
}

/* Past a wide node, its corners no nearer than three quarters of the gap, of which the curve takes
 * two thirds at most; and no further than it must. */
static void a_long_line_goes_around_what_it_passes(void **state)
{
    (void)state;
    static struct layered layered;
    static const double BENDS[] = {171};
    layered_start(&layered);
    layered_node(&layered, 0, 100, 60, 40);
    layered_node(&layered, 1, 60, 200, 40);
    layered_node(&layered, 2, 100, 60, 40);
    layered_edge(&layered, 0, 1, 1);
    layered_edge(&layered, 1, 2, 1);
    uint32_t passing = layered_edge(&layered, 0, 2, 1);
    layered_make(&layered, BENDS);
    struct drawn drawn = draw(&layered);
    double nearest = 1e9;
    for (uint32_t i = drawn.curves->starts[passing]; i + 3 < drawn.curves->starts[passing + 1];
         i += 3)
        for (int step = 0; step <= STEPS; step++) {
            struct layout_point at = on_curve(&drawn.curves->points[i], (double)step / STEPS);
            if (at.y >= 80 && at.y <= 120 && at.x - 160 < nearest)
                nearest = at.x - 160;
        }
    assert_true(nearest >= 10 * (0.75 - 0.5) && nearest <= 10);
    const struct lines *lines = drawn.lines;
    for (uint32_t i = lines->starts[passing] + 1; i + 1 < lines->starts[passing + 1]; i++)
        assert_true(lines->corners[i].x >= 160 + 10 * 0.75 + 1 - 1e-6);
    layered_stop(&layered);
}

/* The lower the head the longer: all lines of a gap bend where the longest head wants it. */
static void lines_of_a_gap_bend_at_one_height(void **state)
{
    (void)state;
    static struct layered layered;
    layered_start(&layered);
    layered_node(&layered, 0, 600, 100, 40);
    layered_node(&layered, 1, 50, 60, 40);
    layered_node(&layered, 1, 150, 60, 40);
    layered_edge(&layered, 0, 1, 1);
    layered_edge(&layered, 0, 2, 1);
    layered.edges[0].head = 11;
    layered_make(&layered, NULL);
    struct drawn drawn = draw(&layered);
    const struct lines *lines = drawn.lines;
    double first = lines->corners[lines->starts[1] - 2].y;
    double second = lines->corners[lines->starts[2] - 2].y;
    assert_true(layered_near(first, second));
    assert_true(80 - first >= 11);
    layered_stop(&layered);
}

static double straight_from(const struct layout_point *end, int way)
{
    const struct layout_point *other = end + 3 * way;
    double dx = other->x - end->x, dy = other->y - end->y, size = hypot(dx, dy);
    for (int i = 1; i < 3; i++)
        assert_true(fabs((end[i * way].x - end->x) * dy - (end[i * way].y - end->y) * dx) <
                    1e-6 * size * size);
    return size;
}

static void heads_are_straight_whatever_way(void **state)
{
    (void)state;
    for (int upwards = 0; upwards < 2; upwards++) {
        static struct layered layered;
        layered_start(&layered);
        layered_node(&layered, 0, 400, 100, 40);
        layered_node(&layered, 1, 50, 60, 40);
        layered_edge(&layered, upwards ? 1 : 0, upwards ? 0 : 1, 1);
        layered_make(&layered, NULL);
        struct drawn drawn = draw(&layered);
        const struct curves *curves = drawn.curves;
        assert_int_equal(curves->starts[1] % 3, 1);
        assert_true(layered_near(curves->points[0].y, upwards ? 80 : 40));
        assert_true(layered_near(curves->points[curves->starts[1] - 1].y, upwards ? 40 : 80));
        assert_true(straight_from(&curves->points[curves->starts[1] - 1], -1) >= 8 - 1e-6);
        layered_stop(&layered);
    }
}

static double from_segment(struct layout_point p, struct layout_point a, struct layout_point b)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    double t = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/* Half of the gap beside lines is what a curve may leave its corners by. */
static void curves_stay_near_their_corners(void **state)
{
    (void)state;
    static struct layered layered;
    static const double BENDS[] = {300, 20, 310};
    layered_start(&layered);
    for (uint32_t i = 0; i < 5; i++)
        layered_node(&layered, i, i % 2 ? 100 : 160, 150, 40);
    uint32_t edge = layered_edge(&layered, 0, 4, 1);
    for (uint32_t i = 0; i < 4; i++)
        layered_edge(&layered, i, i + 1, 1);
    layered_make(&layered, BENDS);
    struct drawn drawn = draw(&layered);
    const struct lines *lines = drawn.lines;
    assert_true(lines->starts[edge + 1] - lines->starts[edge] > 4);
    for (uint32_t i = drawn.curves->starts[edge]; i + 3 < drawn.curves->starts[edge + 1]; i += 3)
        for (int step = 0; step <= STEPS; step++) {
            struct layout_point at = on_curve(&drawn.curves->points[i], (double)step / STEPS);
            double nearest = 1e9;
            for (uint32_t k = lines->starts[edge]; k + 1 < lines->starts[edge + 1]; k++)
                nearest = fmin(nearest, from_segment(at, lines->corners[k], lines->corners[k + 1]));
            assert_true(nearest <= 5 + 1e-6);
        }
    layered_stop(&layered);
}

/* Down to the end of the notes, not rounded into them. */
static void lines_beside_notes_are_straight_down(void **state)
{
    (void)state;
    for (int upwards = 0; upwards < 2; upwards++) {
        static struct layered layered;
        layered_start(&layered);
        layered_node(&layered, 0, 500, 100, 90);
        layered.nodes[0].exit_left = 45;
        layered.nodes[0].exit_right = 55;
        layered.nodes[0].exit_y = 40;
        layered_node(&layered, 1, 50, 60, 40);
        layered_edge(&layered, upwards ? 1 : 0, upwards ? 0 : 1, 1);
        layered_make(&layered, NULL);
        struct drawn drawn = draw(&layered);
        const struct curves *curves = drawn.curves;
        for (uint32_t i = 0; i + 3 < curves->starts[1]; i += 3)
            for (int step = 0; step <= STEPS; step++) {
                struct layout_point at = on_curve(&curves->points[i], (double)step / STEPS);
                assert_true(at.y > 90 || layered_near(at.x, drawn.ports->out[0]));
            }
        layered_stop(&layered);
    }
}

int lines_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_to_the_next_layer_is_straight),
        cmocka_unit_test(a_long_line_goes_around_what_it_passes),
        cmocka_unit_test(lines_of_a_gap_bend_at_one_height),
        cmocka_unit_test(heads_are_straight_whatever_way),
        cmocka_unit_test(curves_stay_near_their_corners),
        cmocka_unit_test(lines_beside_notes_are_straight_down),
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
