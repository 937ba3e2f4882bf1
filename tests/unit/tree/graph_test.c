/* Functions and calls. */
#include "tree/graph.h"
#include "select/selection.h"
#include "tree/tree.h"
#include "unit/unit.h"
#include "unit/work.h"

int graph_tests(void);

static void expect_same(const struct graph *a, const struct graph *b)
{
    size_t columns = a->columns;
    assert_int_equal(a->node_count, b->node_count);
    assert_int_equal(a->all_nodes, b->all_nodes);
    assert_int_equal(a->edge_count, b->edge_count);
    for (size_t i = 0; i < a->all_nodes; i++)
        assert_int_equal(a->node_frames[i], b->node_frames[i]);
    for (size_t i = 0; i < a->all_nodes * columns; i++) {
        assert_int_equal(a->flat[i], b->flat[i]);
        assert_int_equal(a->cum[i], b->cum[i]);
    }
    for (size_t i = 0; i < a->edge_count; i++) {
        assert_int_equal(a->edges[i].from, b->edges[i].from);
        assert_int_equal(a->edges[i].to, b->edges[i].to);
        assert_int_equal(a->edges[i].residual, b->edges[i].residual);
        assert_int_equal(a->edges[i].inlined, b->edges[i].inlined);
    }
    for (size_t i = 0; i < a->edge_count * columns; i++)
        assert_int_equal(a->edge_weights[i], b->edge_weights[i]);
}

static const struct graph *draw_of_tree(struct work *work, const struct graph_options *options,
                                        const uint8_t *in_tree)
{
    const struct tree *tree =
        tree_new(work->selection, work->frames, in_tree, &work->arena, &work->budget, &work->error);
    assert_non_null(tree);
    return graph_new(tree, options, work->selection->is_mean, &work->arena, &work->budget,
                     &work->error);
}

/* Of the stacks, of the whole tree, and of the tree of what is kept: all the same. */
static const struct graph *draw_with(struct work *work, struct graph_options options)
{
    options.parts = GRAPH_NODES_AND_EDGES;
    const struct graph *graph = graph_of_stacks(work->selection, work->frames, &options,
                                                &work->arena, &work->budget, &work->error);
    assert_non_null(graph);
    expect_same(graph, draw_of_tree(work, &options, NULL));
    expect_same(graph, draw_of_tree(work, &options, options.kept));
    return graph;
}

static const struct graph *draw(struct work *work, const uint8_t *kept)
{
    return draw_with(work, (struct graph_options){.kept = kept});
}

static uint32_t node_of(struct work *work, const struct graph *graph, const char *name)
{
    uint32_t frame = work_frame(work, name);
    for (uint32_t i = 0; i < graph->all_nodes; i++)
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
    assert_int_equal(sum, work->selection->total);
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

/* Functions that recur, with and without others left out in between, in stacks that share their
 * beginnings and in such that do not. */
static void all_ways_to_a_graph_agree(void **state)
{
    struct work *work = *state;
    uint32_t random = 1;
    for (int n = 0; n < 200; n++) {
        char *path = ARENA_NEW(&work->arena, char, 24); /* names stay in it */
        size_t size = 0;
        path[size++] = 'm';
        for (size_t depth = (random >> 8) % 9; depth > 0; depth--) {
            random = random * 1664525u + 1013904223u;
            path[size++] = ';';
            path[size++] = (char)('a' + (random >> 24) % 6);
        }
        random = random * 1664525u + 1013904223u;
        path[size] = 0;
        work_add(work, path, (int64_t)(random >> 20) - 300);
    }
    work_select(work);
    uint8_t *kept = ARENA_NEW(&work->arena, uint8_t, work->frames->count);
    for (unsigned mask = 0; mask < 64; mask++) {
        for (unsigned i = 0; i < 6; i++)
            kept[work_frame(work, (char[]){(char)('a' + i), 0})] = mask >> i & 1;
        draw(work, kept);
        draw_with(work, (struct graph_options){.kept = kept, .drop_negative = true});
    }
    draw(work, NULL);
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

static void what_weighs_nothing_is_hidden_but_its_calls_are_not(void **state)
{
    struct work *work = *state;
    int64_t weight;
    work_add(work, "main;f", 5);
    work_add(work, "main;gone;f", 5);
    work_add(work, "main;gone;h", -5);
    work_select(work);
    const struct graph *graph = draw(work, NULL);
    assert_int_equal(graph->node_count, 3);
    assert_int_equal(graph->all_nodes, 4);
    assert_int_equal(node_of(work, graph, "gone"), 3);
    assert_non_null(edge_of(work, graph, "main", "gone", &weight));
    assert_int_equal(weight, 0);
    assert_non_null(edge_of(work, graph, "gone", "f", &weight));
    assert_int_equal(weight, 5);
    for (size_t i = 0; i < work->frames->count; i++)
        assert_int_equal(graph->node_frames[graph->node_of[i]], i);
}

static void drop_negative_hides_what_loses(void **state)
{
    struct work *work = *state;
    work_add(work, "main;less", -5);
    work_add(work, "main;more", 9);
    work_add(work, "down;less;more", -1);
    work_add(work, "both;more;less", 1);
    work_select(work);
    const struct graph *graph = draw_with(work, (struct graph_options){.drop_negative = true});
    assert_int_equal(graph->node_count, 3);
    assert_true(node_of(work, graph, "main") < 3);
    assert_true(node_of(work, graph, "more") < 3);
    assert_true(node_of(work, graph, "both") < 3);
    assert_true(node_of(work, graph, "less") >= 3);
    assert_true(node_of(work, graph, "down") >= 3);
}

static void means_are_divided_by_the_first_type(void **state)
{
    struct work *work = *state;
    int64_t weight;
    proto_type(&work->proto, "delay", "nanoseconds");
    proto_path(&work->proto, "main;f", 2, (const int64_t[]){2, 7}, NULL);
    proto_path(&work->proto, "main;g", 2, (const int64_t[]){0, 10}, NULL);
    proto_path(&work->proto, "main;h", 2, (const int64_t[]){3, 0}, NULL);
    work->settings.mean = true;
    work->settings.sample_index = STR("delay");
    work_select(work);
    const struct graph *graph = draw(work, NULL);
    assert_int_equal(graph->node_count, 3);
    assert_int_equal(graph_flat(graph, node_of(work, graph, "f")), 3);
    assert_int_equal(graph_flat(graph, node_of(work, graph, "g")), 10);
    assert_int_equal(graph_cum(graph, node_of(work, graph, "main")), 3);
    const struct graph_edge *edge = edge_of(work, graph, "main", "f", &weight);
    assert_non_null(edge);
    assert_int_equal(graph_weight(graph, (uint32_t)(edge - graph->edges)), 3);
}

static void a_call_tree_has_a_node_a_path(void **state)
{
    struct work *work = *state;
    work_add(work, "a;x", 1);
    work_add(work, "b;x", 2);
    work_add(work, "a;x;x", 4);
    work_select(work);
    const struct tree *tree =
        tree_new(work->selection, work->frames, NULL, &work->arena, &work->budget, &work->error);
    assert_non_null(tree);
    struct graph_options options = {.parts = GRAPH_NODES_AND_EDGES};
    const struct graph *graph = graph_of_tree(tree, &options, false, &work->arena);
    assert_int_equal(graph->node_count, 5);
    assert_int_equal(graph->edge_count, 3);
    for (uint32_t i = 1; i < tree->count; i++) {
        uint32_t node = graph->node_of[i];
        assert_int_equal(graph->node_frames[node], tree->node_frames[i]);
        assert_int_equal(graph_cum(graph, node), tree->total[i]);
        assert_int_equal(graph->callers[node], tree->parents[i]);
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
        WORK_TEST(all_ways_to_a_graph_agree),
        WORK_TEST(an_edge_is_inlined_if_every_call_is),
        WORK_TEST(what_weighs_nothing_is_hidden_but_its_calls_are_not),
        WORK_TEST(drop_negative_hides_what_loses),
        WORK_TEST(means_are_divided_by_the_first_type),
        WORK_TEST(a_call_tree_has_a_node_a_path),
    };
    return cmocka_run_group_tests_name("graph", tests, NULL, NULL);
}
