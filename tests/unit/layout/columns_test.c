/* x of every slot. */
#include "layout/columns.h"
#include "digraphs.h"
#include "layered.h"
#include "layout/cycles.h"
#include "layout/order.h"
#include "layout/ranks.h"

int columns_tests(void);

static const double *columns_of(struct layered *layered)
{
    const double *x =
        columns_assign(&layered->graph, layered->layers, &layered->arena, &layered->budget, NULL);
    assert_non_null(x);
    return x;
}

static void a_chain_is_one_column(void **state)
{
    (void)state;
    static struct layered layered;
    layered_start(&layered);
    for (uint32_t i = 0; i < 5; i++) {
        layered_node(&layered, i, 0, 50 + 30 * i, 40);
        if (i)
            layered_edge(&layered, i - 1, i, 1);
    }
    layered_make(&layered, NULL);
    const double *x = columns_of(&layered);
    for (uint32_t i = 0; i < 5; i++)
        assert_true(layered_near(x[i], 85)); /* the middle of the widest */
    layered_stop(&layered);
}

static void the_heavy_line_is_straight(void **state)
{
    (void)state;
    for (int heavy = 0; heavy < 2; heavy++) {
        static struct layered layered;
        layered_start(&layered);
        layered_node(&layered, 0, 0, 100, 40);
        layered_node(&layered, 0, 200, 100, 40);
        layered_node(&layered, 1, 0, 60, 40);
        layered_edge(&layered, 0, 2, heavy ? 1 : 50);
        layered_edge(&layered, 1, 2, heavy ? 50 : 1);
        layered_make(&layered, NULL);
        const double *x = columns_of(&layered);
        assert_true(layered_near(x[2], x[heavy]));
        assert_true(layered_near(x[1] - x[0], 120)); /* no wider than it must be */
        layered_stop(&layered);
    }
}

static void long_lines_are_straight(void **state)
{
    (void)state;
    static struct layered layered;
    static const double BENDS[] = {200, 200, 200};
    layered_start(&layered);
    for (uint32_t i = 0; i < 5; i++) {
        layered_node(&layered, i, 0, 80, 40);
        if (i)
            layered_edge(&layered, i - 1, i, 10);
    }
    uint32_t passing = layered_edge(&layered, 0, 4, 1);
    layered_make(&layered, BENDS);
    const struct layers *layers = layered.layers;
    const double *x = columns_of(&layered);
    uint32_t first = layers->chains[passing];
    assert_int_equal(layers->chains[passing + 1] - first, 3);
    for (uint32_t bend = first; bend < first + 3; bend++)
        assert_true(layered_near(x[bend], x[first]));
    assert_true(x[first] - 1 >= x[1] + 40 + 10 - 1e-6); /* beside the nodes */
    assert_true(layered_near(x[0], x[4]));
    layered_stop(&layered);
}

/* Below where lines leave, not below the middle of the box. */
static void what_is_off_the_middle_pulls_there(void **state)
{
    (void)state;
    static struct layered layered;
    layered_start(&layered);
    layered_node(&layered, 0, 0, 300, 100);
    layered.nodes[0].exit_left = 200;
    layered.nodes[0].exit_right = 240;
    layered_node(&layered, 1, 0, 40, 40);
    layered_edge(&layered, 0, 1, 5);
    layered_make(&layered, NULL);
    const double *x = columns_of(&layered);
    assert_true(layered_near(x[0], 150) && layered_near(x[1], 220));
    layered_stop(&layered);
}

static double half(const struct digraph *graph, const struct layers *layers, uint32_t slot)
{
    if (slot < layers->node_count)
        return graph->nodes[slot].width / 2;
    return graph->edges[layers->edge_of[slot - layers->node_count]].thickness / 2;
}

static void expect_apart(const struct digraph *graph, const struct layers *layers, const double *x)
{
    double least = 1e9;
    for (uint32_t i = 0; i < layers->slot_count; i++) {
        uint32_t slot = layers->order[i];
        double left = x[slot] - half(graph, layers, slot);
        least = left < least ? left : least;
        if (layers->place[slot] == 0)
            continue;
        uint32_t before = layers->order[i - 1];
        bool nodes = slot < layers->node_count && before < layers->node_count;
        double gap = left - x[before] - half(graph, layers, before);
        assert_true(gap >= (nodes ? graph->node_gap : graph->line_gap) - 1e-6);
    }
    assert_true(layered_near(least, 0));
}

static void neighbours_keep_their_distance(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 60; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct budget budget = {0};
        uint32_t nodes = (uint32_t)(2 + seed);
        struct digraph graph = random_digraph(nodes, nodes + (uint32_t)(seed % 40), seed, &arena);
        graph.node_gap = 20;
        graph.line_gap = 8;
        const uint8_t *reversed = cycles_reversed(&graph, &arena, &budget, NULL);
        const uint32_t *rank = ranks_assign(&graph, reversed, &arena, &budget, NULL);
        struct layers *layers = layers_new(&graph, rank, UINT32_MAX, &arena, &budget, NULL);
        assert_true(order_layers(layers, order_effort(layers), &arena, &budget, NULL));
        const double *x = columns_assign(&graph, layers, &arena, &budget, NULL);
        assert_non_null(x);
        expect_apart(&graph, layers, x);
        arena_fini(&store);
    }
}

int columns_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_is_one_column),
        cmocka_unit_test(the_heavy_line_is_straight),
        cmocka_unit_test(long_lines_are_straight),
        cmocka_unit_test(what_is_off_the_middle_pulls_there),
        cmocka_unit_test(neighbours_keep_their_distance),
    };
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
