/* Edges point down and are short; what may lie in several layers lies where there is room. */
#include "layout/ranks.h"
#include "layout/cycles.h"
#include "unit/layout/digraphs.h"

int ranks_tests(void);

static uint32_t *solve(const struct digraph *graph, struct arena *arena)
{
    struct budget budget = {0};
    const uint8_t *reversed = cycles_reversed(graph, arena, &budget, NULL);
    uint32_t *rank = ranks_assign(graph, reversed, arena, &budget, NULL);
    assert_non_null(rank);
    uint8_t *used = ARENA_NEW(arena, uint8_t, graph->node_count);
    uint32_t last = 0;
    for (size_t v = 0; v < graph->node_count; v++) {
        assert_true(rank[v] < graph->node_count);
        used[rank[v]] = 1;
        last = rank[v] > last ? rank[v] : last;
    }
    for (uint32_t l = 0; l <= last; l++)
        assert_true(used[l]);
    for (size_t e = 0; e < graph->edge_count; e++) {
        const struct digraph_edge *edge = &graph->edges[e];
        assert_true(reversed[e] ? rank[edge->from] > rank[edge->to]
                                : rank[edge->from] < rank[edge->to]);
    }
    return rank;
}

static double length(const struct digraph *graph, const uint32_t *rank)
{
    double sum = 0;
    for (size_t e = 0; e < graph->edge_count; e++) {
        double from = rank[graph->edges[e].from], to = rank[graph->edges[e].to];
        sum += graph->edges[e].weight * (from < to ? to - from : from - to);
    }
    return sum;
}

static void large_graphs_are_ranked(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        uint32_t nodes = 20 + (uint32_t)(seed * seed * 10);
        struct digraph graph = random_digraph(nodes, nodes + (uint32_t)seed * 100, seed, &arena);
        const uint32_t *rank = solve(&graph, &arena);
        assert_memory_equal(solve(&graph, &arena), rank, nodes * sizeof *rank);
        arena_fini(&store);
    }
}

enum { SMALL = 6 };

/* The least length over all ranks with every edge the way that it has in `rank`. */
static double least_length(const struct digraph *graph, const uint32_t *rank)
{
    double best = -1;
    uint32_t all = 1;
    for (int i = 0; i < SMALL; i++)
        all *= SMALL;
    for (uint32_t code = 0; code < all; code++) {
        uint32_t tried[SMALL], rest = code;
        for (int i = 0; i < SMALL; i++, rest /= SMALL)
            tried[i] = rest % SMALL;
        bool is_possible = true;
        for (size_t e = 0; e < graph->edge_count && is_possible; e++) {
            uint32_t from = graph->edges[e].from, to = graph->edges[e].to;
            is_possible = rank[from] < rank[to] ? tried[from] < tried[to] : tried[from] > tried[to];
        }
        if (is_possible && (best < 0 || length(graph, tried) < best))
            best = length(graph, tried);
    }
    return best;
}

static void small_graphs_have_the_shortest_edges(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct digraph graph = random_digraph(SMALL, SMALL - 1 + (uint32_t)seed % 6, seed, &arena);
        const uint32_t *rank = solve(&graph, &arena);
        assert_true(length(&graph, rank) == least_length(&graph, rank));
        arena_fini(&store);
    }
}

static void trees_have_depths(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        uint32_t nodes = (uint32_t)seed * 15, depth[300] = {0};
        struct digraph graph = random_digraph(nodes, nodes - 1, seed, &arena);
        const uint32_t *rank = solve(&graph, &arena);
        for (size_t e = 0; e < graph.edge_count; e++)
            depth[graph.edges[e].to] = depth[graph.edges[e].from] + 1;
        assert_memory_equal(rank, depth, nodes * sizeof *rank);
        arena_fini(&store);
    }
}

/* 0-1-2-3-4, and 0-5-4 beside it: 5 may lie in layers 1 to 3. */
static void free_nodes_go_where_there_is_room(void **state)
{
    (void)state;
    for (uint32_t narrow = 1; narrow <= 3; narrow++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct digraph_node nodes[6];
        struct digraph_edge edges[6];
        for (uint32_t v = 0; v < 6; v++)
            nodes[v] = (struct digraph_node){.width = v == narrow ? 50 : 200};
        for (uint32_t e = 0; e < 4; e++)
            edges[e] = (struct digraph_edge){.from = e, .to = e + 1, .weight = 50};
        edges[4] = (struct digraph_edge){.from = 0, .to = 5, .weight = 3};
        edges[5] = (struct digraph_edge){.from = 5, .to = 4, .weight = 3};
        struct digraph graph = {.nodes = nodes, .node_count = 6, .edges = edges, .edge_count = 6};
        assert_int_equal(solve(&graph, &arena)[5], narrow);
        edges[5].weight = 4;
        assert_int_equal(solve(&graph, &arena)[5], 3);
        edges[5].weight = 2;
        assert_int_equal(solve(&graph, &arena)[5], 1);
        arena_fini(&store);
    }
}

/* 5 is called twice from above and calls one node, of the same weight together: the lines that
 * there are two of are the short ones. */
static void two_lines_are_shorter_than_one(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct digraph_node nodes[7] = {{0}};
    struct digraph_edge edges[] = {
        {.from = 0, .to = 1, .weight = 50}, {.from = 1, .to = 2, .weight = 50},
        {.from = 2, .to = 3, .weight = 50}, {.from = 3, .to = 4, .weight = 50},
        {.from = 0, .to = 5, .weight = 2},  {.from = 0, .to = 5, .weight = 2},
        {.from = 5, .to = 4, .weight = 4},  {.from = 2, .to = 6, .weight = 1},
    };
    struct digraph graph = {.nodes = nodes, .node_count = 7, .edges = edges, .edge_count = 8};
    assert_int_equal(solve(&graph, &arena)[5], 1);
    edges[4].weight = 4;
    edges[5] = (struct digraph_edge){.from = 5, .to = 4, .weight = 2};
    edges[6].weight = 2;
    assert_int_equal(solve(&graph, &arena)[5], 3);
    arena_fini(&store);
}

static void no_more_work_than_allowed(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {.limit = 500};
    struct error error = {0};
    struct digraph graph = random_digraph(300, 900, 1, &arena);
    uint8_t *reversed = ARENA_NEW(&arena, uint8_t, 900);
    for (size_t e = 0; e < 900; e++)
        reversed[e] = graph.edges[e].from > graph.edges[e].to;
    assert_null(ranks_assign(&graph, reversed, &arena, &budget, &error));
    assert_int_equal(error.kind, ERROR_LIMIT);
    arena_fini(&store);
}

static void one_node_is_at_the_top(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct digraph_node nodes[3] = {{0}};
    struct digraph graph = {.nodes = nodes, .node_count = 1};
    assert_int_equal(solve(&graph, &arena)[0], 0);
    graph.node_count = 3;
    assert_int_equal(solve(&graph, &arena)[2], 0);
    arena_fini(&store);
}

int ranks_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_graphs_are_ranked),
        cmocka_unit_test(small_graphs_have_the_shortest_edges),
        cmocka_unit_test(trees_have_depths),
        cmocka_unit_test(free_nodes_go_where_there_is_room),
        cmocka_unit_test(two_lines_are_shorter_than_one),
        cmocka_unit_test(no_more_work_than_allowed),
        cmocka_unit_test(one_node_is_at_the_top),
    };
    return cmocka_run_group_tests_name("ranks", tests, NULL, NULL);
}
