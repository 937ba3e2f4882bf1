/* Where lines meet the sides of nodes. */
#include "layout/ports.h"
#include "layered.h"

int ports_tests(void);

static const double SIDE = 0.84; /* so much of a side is used */
static const double LEAST = 3;   /* between lines */

static const struct ports *ports_of(struct layered *layered)
{
    const struct ports *ports = ports_assign(&layered->graph, layered->layers, layered->x,
                                             &layered->arena, &layered->budget, NULL);
    assert_non_null(ports);
    return ports;
}

static void lines_are_vertical_where_they_can_be(void **state)
{
    (void)state;
    static struct layered layered;
    layered_start(&layered);
    layered_node(&layered, 0, 200, 400, 40);
    layered_node(&layered, 1, 80, 60, 40);
    layered_node(&layered, 1, 330, 60, 40);
    layered_node(&layered, 1, 500, 60, 40);
    for (uint32_t i = 1; i < 4; i++)
        layered_edge(&layered, 0, i, 1);
    layered_make(&layered, NULL);
    const struct ports *ports = ports_of(&layered);
    assert_true(layered_near(ports->out[0], 80) && layered_near(ports->in[0], 80));
    assert_true(layered_near(ports->out[1], 330) && layered_near(ports->in[1], 330));
    /* Out of reach: from the end of the side, to the nearest of the other. */
    assert_true(layered_near(ports->out[2], 200 + 200 * SIDE));
    assert_true(layered_near(ports->in[2], 500 - 30 * SIDE));
    layered_stop(&layered);
}

/* In the order of what they lead to, apart from each other, and on the side. */
static void lines_of_a_side_do_not_cross(void **state)
{
    (void)state;
    static struct layered layered;
    static const double X[] = {300, 0, 200, 100};
    layered_start(&layered);
    layered_node(&layered, 0, 150, 100, 40);
    for (uint32_t i = 0; i < 4; i++)
        layered_edge(&layered, 0, layered_node(&layered, 1, X[i], 60, 40), 1 + i);
    layered_make(&layered, NULL);
    const struct ports *ports = ports_of(&layered);
    static const uint32_t ORDER[] = {1, 3, 2, 0};
    assert_int_equal(ports->below_starts[1] - ports->below_starts[0], 4);
    for (uint32_t i = 0; i < 4; i++) {
        double at = ports->out[ORDER[i]];
        assert_int_equal(ports->below[ports->below_starts[0] + i], ORDER[i]);
        assert_true(at >= 150 - 50 * SIDE - 1e-6 && at <= 150 + 50 * SIDE + 1e-6);
        assert_true(i == 0 || at - ports->out[ORDER[i - 1]] >= 2 + LEAST - 1e-6);
    }
    layered_stop(&layered);
}

static void crowded_sides_are_squeezed(void **state)
{
    (void)state;
    static struct layered layered;
    layered_start(&layered);
    layered_node(&layered, 0, 100, 40, 40);
    for (uint32_t i = 0; i < 60; i++)
        layered_edge(&layered, 0, layered_node(&layered, 1, 10.0 * i, 5, 40), 1);
    layered_make(&layered, NULL);
    const struct ports *ports = ports_of(&layered);
    for (uint32_t i = 0; i < 60; i++) {
        assert_true(ports->out[i] >= 80 - 1e-6 && ports->out[i] <= 120 + 1e-6);
        assert_true(i == 0 || ports->out[i] > ports->out[i - 1]);
    }
    layered_stop(&layered);
}

static void lines_leave_beside_notes(void **state)
{
    (void)state;
    static struct layered layered;
    layered_start(&layered);
    layered_node(&layered, 0, 100, 200, 100);
    layered.nodes[0].left = 50;
    layered.nodes[0].right = 150;
    layered.nodes[0].exit_left = 120;
    layered.nodes[0].exit_right = 140;
    layered.nodes[0].exit_y = 40;
    layered_node(&layered, 1, 20, 50, 40);
    layered_node(&layered, 1, 400, 50, 40);
    layered_edge(&layered, 0, 1, 1);
    layered_edge(&layered, 0, 2, 1);
    layered_edge(&layered, 2, 0, 1); /* upwards: leaves a lower side all the same */
    layered_make(&layered, NULL);
    const struct ports *ports = ports_of(&layered);
    for (uint32_t i = 0; i < 3; i++)
        assert_true(ports->out[i] >= 120 - 1e-6 && ports->out[i] <= 140 + 1e-6);
    layered_stop(&layered);
}

/* The heavy one of two that want the same place comes nearer to it. */
static void heavy_lines_come_first(void **state)
{
    (void)state;
    static struct layered layered;
    layered_start(&layered);
    layered_node(&layered, 0, 100, 100, 40);
    layered_node(&layered, 1, 100, 100, 40);
    uint32_t light = layered_edge(&layered, 0, 1, 1), heavy = layered_edge(&layered, 0, 1, 99);
    layered_make(&layered, NULL);
    const struct ports *ports = ports_of(&layered);
    double far_light = ports->out[light] - 100, far_heavy = ports->out[heavy] - 100;
    assert_true(far_heavy * far_heavy < far_light * far_light);
    assert_true(layered_near(ports->out[heavy], ports->in[heavy]));
    layered_stop(&layered);
}

int ports_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_vertical_where_they_can_be),
        cmocka_unit_test(lines_of_a_side_do_not_cross),
        cmocka_unit_test(crowded_sides_are_squeezed),
        cmocka_unit_test(lines_leave_beside_notes),
        cmocka_unit_test(heavy_lines_come_first),
    };
    return cmocka_run_group_tests_name("ports", tests, NULL, NULL);
}
