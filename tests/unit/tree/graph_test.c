/* Functions and calls. */
#include "tree/graph.h"
#include "select/selection.h"
#include "unit/unit.h"
#include "unit/work.h"

int graph_tests(void);

static const struct graph *draw(struct work *work, const uint8_t *kept)
{
    const struct graph *graph =
        graph_new(work->selection, work->frames, kept, GRAPH_NODES_AND_EDGES, &work->arena,
                  &work->budget, &work->error);
    assert_non_null(graph);
    return graph;
}

static uint32_t node_of(struct work *work, const struct graph *graph, const char *name)
{
    uint32_t frame = work_frame(work, name);
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (graph->node_frames[i] == frame)
            return i;
    return ID_NONE;
}

static const struct graph_edge *edge_of(struct work *work, const struct graph *graph,
                                        const char *from, const char *to, int64_t *weight)
{
    uint32_t a = node_of(work, graph, from), b = node_of(work, graph, to);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (graph->edges[i].from == a && graph->edges[i].to == b) {
            *weight = graph->edge_weights[i];
            return &graph->edges[i];
        }
    return NULL;
}

static void flat_is_of_the_leaf_and_cum_of_the_path(void **state)
{
    struct work *work = *state;
    int64_t weight;
    work_add(work, "main;f;g", 1);
    work_add(work, "main;f", 10);
    work_add(work, "main;g", 100);
    work_select(work);
    const struct graph *graph = draw(work, NULL);
    assert_int_equal(graph->node_count, 3);
    assert_int_equal(graph->flat[node_of(work, graph, "main")], 0);
    assert_int_equal(graph->cum[node_of(work, graph, "main")], 111);
    assert_int_equal(graph->flat[node_of(work, graph, "g")], 101);
    assert_int_equal(graph->cum[node_of(work, graph, "f")], 11);
    assert_non_null(edge_of(work, graph, "main", "f", &weight));
    assert_int_equal(weight, 11);
    assert_non_null(edge_of(work, graph, "main", "g", &weight));
    assert_int_equal(weight, 100);
    assert_null(edge_of(work, graph, "g", "f", &weight));
    assert_int_equal(graph->edge_count, 3);
}

static void recursion_counts_a_function_once(void **state)
{
    struct work *work = *state;
    int64_t weight;
    work_add(work, "main;f;f;f;g;f", 7);
    work_select(work);
    const struct graph *graph = draw(work, NULL);
    assert_int_equal(graph->cum[node_of(work, graph, "f")], 7);
    assert_int_equal(graph->flat[node_of(work, graph, "f")], 7);
    assert_null(edge_of(work, graph, "f", "f", &weight));
    assert_non_null(edge_of(work, graph, "f", "g", &weight));
    assert_int_equal(weight, 7);
}

static void mutual_recursion_counts_an_edge_once(void **state)
{
    struct work *work = *state;
    int64_t weight;
    work_add(work, "a;b;a;b;a;b", 3);
    work_select(work);
    const struct graph *graph = draw(work, NULL);
    assert_non_null(edge_of(work, graph, "a", "b", &weight));
    assert_int_equal(weight, 3);
    assert_non_null(edge_of(work, graph, "b", "a", &weight));
    assert_int_equal(weight, 3);
}

static void flat_adds_up_to_the_total(void **state)
{
    struct work *work = *state;
    int64_t sum = 0;
    work_add(work, "a;b;c", 1);
    work_add(work, "a;b;a", 2);
    work_add(work, "c;c", 4);
    work_select(work);
    const struct graph *graph = draw(work, NULL);
    for (size_t i = 0; i < graph->node_count; i++)
        sum += graph->flat[i];
    assert_int_equal(sum, work->selection->totals[0]);
}

static void an_edge_over_what_is_left_out_is_residual(void **state)
{
    struct work *work = *state;
    int64_t weight;
    work_add(work, "main;f;g", 1);
    work_add(work, "main;g", 10);
    work_add(work, "main;h;f", 100);
    work_select(work);
    uint8_t *kept = ARENA_NEW(&work->arena, uint8_t, work->frames->count);
    memset(kept, 1, work->frames->count);
    kept[work_frame(work, "f")] = 0;
    const struct graph *graph = draw(work, kept);
    const struct graph_edge *edge = edge_of(work, graph, "main", "g", &weight);
    assert_non_null(edge);
    assert_int_equal(weight, 11);
    assert_true(edge->residual);
    edge = edge_of(work, graph, "main", "h", &weight);
    assert_false(edge->residual);
    /* What a leaf that is left out weighs belongs to nobody. */
    assert_int_equal(graph->flat[node_of(work, graph, "h")], 0);
    assert_int_equal(graph->cum[node_of(work, graph, "h")], 100);
    assert_int_equal(node_of(work, graph, "f"), ID_NONE);
}

static void an_edge_is_inlined_if_every_call_is(void **state)
{
    struct work *work = *state;
    int64_t weight;
    work_add(work, "main+f", 1);
    work_add(work, "main+g", 1);
    work_add(work, "main;g", 1);
    work_select(work);
    const struct graph *graph = draw(work, NULL);
    assert_true(edge_of(work, graph, "main", "f", &weight)->inlined);
    assert_false(edge_of(work, graph, "main", "g", &weight)->inlined);
}

static void nodes_of_nothing_but_zeros_are_left_out(void **state)
{
    struct work *work = *state;
    int64_t weight;
    work_add(work, "main;f", 5);
    work_add(work, "main;gone;f", 5);
    work_add(work, "main;gone;f", -5);
    work_select(work);
    const struct graph *graph = draw(work, NULL);
    assert_int_equal(graph->node_count, 2);
    assert_int_equal(node_of(work, graph, "gone"), ID_NONE);
    assert_non_null(edge_of(work, graph, "main", "f", &weight));
    assert_int_equal(weight, 5);
    for (size_t i = 0; i < graph->edge_count; i++) {
        assert_true(graph->edges[i].from < graph->node_count || graph->edges[i].from == ID_NONE);
        assert_true(graph->edges[i].to < graph->node_count || graph->edges[i].to == ID_NONE);
    }
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, work_start, work_stop)

int graph_tests(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(flat_is_of_the_leaf_and_cum_of_the_path),
        WORK_TEST(recursion_counts_a_function_once),
        WORK_TEST(mutual_recursion_counts_an_edge_once),
        WORK_TEST(flat_adds_up_to_the_total),
        WORK_TEST(an_edge_over_what_is_left_out_is_residual),
        WORK_TEST(an_edge_is_inlined_if_every_call_is),
        WORK_TEST(nodes_of_nothing_but_zeros_are_left_out),
    };
    return cmocka_run_group_tests_name("graph", tests, NULL, NULL);
}
