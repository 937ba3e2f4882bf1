/* Every segment joins neighbouring layers, and the lists say the same as the edges. */
#include "layout/layers.h"
#include "unit/layout/digraphs.h"

int layers_tests(void);

static struct layers *make(const struct digraph *graph, uint32_t *rank, uint64_t seed,
                           struct arena *arena)
{
    struct budget budget = {0};
    for (uint32_t v = 0; v < graph->node_count; v++)
        rank[v] = v < 5 ? v : (uint32_t)(unit_random(&seed) % 5);
    for (size_t e = 0; e < graph->edge_count; e++)
        if (rank[graph->edges[e].from] == rank[graph->edges[e].to])
            rank[graph->edges[e].to] = 5 + graph->edges[e].to;
    return layers_new(graph, rank, UINT64_MAX, arena, &budget, NULL);
}

static void check_order(const struct layers *layers)
{
    assert_int_equal(layers->starts[0], 0);
    assert_int_equal(layers->starts[layers->layer_count], layers->slot_count);
    for (uint32_t s = 0; s < layers->slot_count; s++) {
        uint32_t layer = layers->layer[s], at = layers->starts[layer] + layers->place[s];
        assert_true(layer < layers->layer_count);
        assert_true(at < layers->starts[layer + 1]);
        assert_int_equal(layers->order[at], s);
    }
}

static size_t times(const uint32_t *list, const uint32_t *starts, uint32_t slot, uint32_t other)
{
    size_t count = 0;
    for (uint32_t i = starts[slot]; i < starts[slot + 1]; i++)
        count += list[i] == other;
    return count;
}

static void check_segment(const struct layers *layers, uint32_t upper, uint32_t lower)
{
    assert_int_equal(layers->layer[upper] + 1, layers->layer[lower]);
    assert_true(times(layers->below, layers->below_starts, upper, lower) > 0);
    assert_true(times(layers->above, layers->above_starts, lower, upper) > 0);
}

static void check_chains(const struct digraph *graph, const struct layers *layers)
{
    size_t segments = 0;
    assert_int_equal(layers->chains[0], layers->node_count);
    assert_int_equal(layers->chains[layers->edge_count], layers->slot_count);
    for (uint32_t e = 0; e < layers->edge_count; e++) {
        const struct digraph_edge *edge = &graph->edges[e];
        bool points_down = layers->layer[edge->from] < layers->layer[edge->to];
        uint32_t upper = points_down ? edge->from : edge->to, at = upper;
        assert_int_equal(layers->upper[e], upper);
        assert_int_equal(layers->lower[e], points_down ? edge->to : edge->from);
        for (uint32_t s = layers->chains[e]; s < layers->chains[e + 1]; s++) {
            assert_int_equal(layers->edge_of[s - layers->node_count], e);
            check_segment(layers, at, s);
            at = s;
        }
        check_segment(layers, at, layers->lower[e]);
        segments += layers->chains[e + 1] - layers->chains[e] + 1;
    }
    assert_int_equal(layers->below_starts[layers->slot_count], segments);
    assert_int_equal(layers->above_starts[layers->slot_count], segments);
}

static void segments_join_neighbouring_layers(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 30; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        uint32_t nodes = 6 + (uint32_t)seed * 3;
        struct digraph graph = random_digraph(nodes, 2 * nodes, seed, &arena);
        uint32_t rank[200];
        const struct layers *layers = make(&graph, rank, seed, &arena);
        assert_non_null(layers);
        for (uint32_t v = 0; v < nodes; v++)
            assert_int_equal(layers->layer[v], rank[v]);
        check_order(layers);
        check_chains(&graph, layers);
        arena_fini(&store);
    }
}

static void edges_twice_are_neighbours_twice(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct digraph_node nodes[2] = {{0}};
    struct digraph_edge edges[] = {
        {.from = 0, .to = 1}, {.from = 1, .to = 0}, {.from = 0, .to = 1}};
    struct digraph graph = {.nodes = nodes, .node_count = 2, .edges = edges, .edge_count = 3};
    uint32_t near[] = {0, 1}, far[] = {2, 0};
    const struct layers *layers = layers_new(&graph, near, 2, &arena, &budget, NULL);
    assert_int_equal(layers->slot_count, 2);
    assert_int_equal(times(layers->below, layers->below_starts, 0, 1), 3);
    assert_int_equal(times(layers->above, layers->above_starts, 1, 0), 3);
    layers = layers_new(&graph, far, 5, &arena, &budget, NULL);
    assert_int_equal(layers->slot_count, 5);
    assert_int_equal(layers->layer_count, 3);
    check_chains(&graph, layers);
    arena_fini(&store);
}

static void too_many_slots_are_an_error(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct error error = {0};
    struct digraph_node nodes[2] = {{0}};
    struct digraph_edge edges[] = {{.from = 0, .to = 1}, {.from = 1, .to = 0}};
    struct digraph graph = {.nodes = nodes, .node_count = 2, .edges = edges, .edge_count = 2};
    uint32_t rank[] = {0, 3}, vast[] = {UINT32_MAX, 0};
    assert_null(layers_new(&graph, rank, 5, &arena, &budget, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    assert_non_null(layers_new(&graph, rank, 6, &arena, &budget, &error));
    assert_null(layers_new(&graph, vast, UINT64_MAX, &arena, &budget, &error));
    arena_fini(&store);
}

static void nothing_has_no_layers(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct digraph graph = {0};
    const struct layers *layers = layers_new(&graph, NULL, 10, &arena, &budget, NULL);
    assert_int_equal(layers->layer_count, 0);
    assert_int_equal(layers->slot_count, 0);
    arena_fini(&store);
}

int layers_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_join_neighbouring_layers),
        cmocka_unit_test(edges_twice_are_neighbours_twice),
        cmocka_unit_test(too_many_slots_are_an_error),
        cmocka_unit_test(nothing_has_no_layers),
    };
    return cmocka_run_group_tests_name("layers", tests, NULL, NULL);
}
