/* What is left pointing down has no cycle, little points up, and the heavy way of two points down.
 */
#include "layout/cycles.h"
#include "unit/layout/digraphs.h"

int cycles_tests(void);

enum { MOST_NODES = 400 };

static bool points_to(const struct digraph *graph, const uint8_t *reversed, size_t e, uint32_t from,
                      uint32_t *to)
{
    *to = reversed[e] ? graph->edges[e].from : graph->edges[e].to;
    return (reversed[e] ? graph->edges[e].to : graph->edges[e].from) == from;
}

/* Whether edges that are not reversed lead from one node to another. */
static bool leads(const struct digraph *graph, const uint8_t *reversed, uint32_t from, uint32_t to)
{
    bool seen[MOST_NODES] = {0};
    uint32_t queue[MOST_NODES], head = 0, tail = 0;
    seen[from] = true;
    queue[tail++] = from;
    for (; head < tail; head++)
        for (size_t e = 0; e < graph->edge_count; e++) {
            const struct digraph_edge *edge = &graph->edges[e];
            if (reversed[e] || edge->from != queue[head] || seen[edge->to])
                continue;
            seen[edge->to] = true;
            queue[tail++] = edge->to;
        }
    return seen[to];
}

/* Takes away nodes that nothing points to, with the reversed edges pointing the other way. */
static bool is_acyclic(const struct digraph *graph, const uint8_t *reversed)
{
    uint32_t entering[MOST_NODES] = {0}, queue[MOST_NODES], head = 0, tail = 0, to;
    for (size_t e = 0; e < graph->edge_count; e++)
        entering[reversed[e] ? graph->edges[e].from : graph->edges[e].to]++;
    for (uint32_t v = 0; v < graph->node_count; v++)
        if (!entering[v])
            queue[tail++] = v;
    for (; head < tail; head++)
        for (size_t e = 0; e < graph->edge_count; e++)
            if (points_to(graph, reversed, e, queue[head], &to) && !--entering[to])
                queue[tail++] = to;
    return tail == graph->node_count;
}

static const uint8_t *solve(const struct digraph *graph, struct arena *arena)
{
    struct budget budget = {0};
    const uint8_t *reversed = cycles_reversed(graph, arena, &budget, NULL);
    assert_non_null(reversed);
    assert_true(is_acyclic(graph, reversed));
    return reversed;
}

static void no_cycle_is_left_and_no_edge_reversed_in_vain(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        uint32_t nodes = 2 + (uint32_t)seed * 3;
        struct digraph graph =
            random_digraph(nodes, nodes + (uint32_t)(seed * nodes / 10), seed, &arena);
        const uint8_t *reversed = solve(&graph, &arena);
        for (size_t e = 0; e < graph.edge_count; e++)
            if (reversed[e])
                assert_true(leads(&graph, reversed, graph.edges[e].to, graph.edges[e].from));
        assert_memory_equal(solve(&graph, &arena), reversed, graph.edge_count);
        arena_fini(&store);
    }
}

/* Graphs with so many cycles that the work is cut short amid turning edges: turning one has changed
 * the order of the ends of others that have not had their turn. */
static void no_cycle_is_left_where_the_effort_ends(void **state)
{
    (void)state;
    static const struct {
        uint32_t nodes, edges, seed;
    } graphs[] = {{284, 11360, 3}, {343, 13720, 1}, {377, 7540, 3}};
    for (size_t i = 0; i < sizeof graphs / sizeof *graphs; i++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct digraph graph =
            random_digraph(graphs[i].nodes, graphs[i].edges, graphs[i].seed, &arena);
        solve(&graph, &arena);
        arena_fini(&store);
    }
}

/* The least number of edges that point backwards, over all orders of the nodes. */
static size_t fewest(const struct digraph *graph, uint32_t *place, uint32_t done)
{
    size_t best = SIZE_MAX;
    if (done == graph->node_count) {
        best = 0;
        for (size_t e = 0; e < graph->edge_count; e++)
            best += place[graph->edges[e].from] > place[graph->edges[e].to];
        return best;
    }
    for (uint32_t v = 0; v < graph->node_count; v++) {
        if (place[v] != UINT32_MAX)
            continue;
        place[v] = done;
        size_t count = fewest(graph, place, done + 1);
        best = count < best ? count : best;
        place[v] = UINT32_MAX;
    }
    return best;
}

static void small_graphs_are_nearly_optimal(void **state)
{
    (void)state;
    size_t best = 0, found = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        uint32_t place[6];
        struct digraph graph = random_digraph(6, 12 + (uint32_t)seed % 12, seed, &arena);
        for (size_t e = 0; e < graph.edge_count; e++)
            ((struct digraph_edge *)graph.edges)[e].weight = 1;
        const uint8_t *reversed = solve(&graph, &arena);
        memset(place, 0xff, sizeof place);
        size_t least = fewest(&graph, place, 0), count = 0;
        for (size_t e = 0; e < graph.edge_count; e++)
            count += reversed[e];
        assert_true(count <= least + 1);
        best += least;
        found += count;
        arena_fini(&store);
    }
    assert_true(best > 60);
    assert_true(found * 100 <= best * 103);
}

struct edge_case {
    const char *what;
    size_t count;
    struct digraph_edge edges[6];
    uint8_t expected[6];
};

static const struct edge_case CASES[] = {
    {"two ways", 2, {{.from = 0, .to = 1, .weight = 2}, {.from = 1, .to = 0, .weight = 3}}, {1, 0}},
    {"several edges one way",
     4,
     {{.from = 1, .to = 0, .weight = 4},
      {.from = 0, .to = 1, .weight = 2},
      {.from = 0, .to = 1, .weight = 2},
      {.from = 0, .to = 1, .weight = 2}},
     {1, 0, 0, 0}},
    {"the hot way against two cold edges",
     5,
     {{.from = 0, .to = 1, .weight = 1},
      {.from = 1, .to = 2, .weight = 3},
      {.from = 2, .to = 1, .weight = 15},
      {.from = 1, .to = 3, .weight = 1},
      {.from = 3, .to = 2, .weight = 1}},
     {0, 1, 0, 1, 0}},
    {"the weakest of a circle",
     4,
     {{.from = 0, .to = 1, .weight = 9},
      {.from = 1, .to = 2, .weight = 9},
      {.from = 2, .to = 3, .weight = 2},
      {.from = 3, .to = 0, .weight = 9}},
     {0, 0, 1, 0}},
    {"equal weights: what the root calls is above",
     4,
     {{.from = 2, .to = 1, .weight = 1},
      {.from = 1, .to = 2, .weight = 1},
      {.from = 0, .to = 3, .weight = 1},
      {.from = 3, .to = 1, .weight = 1}},
     {1, 0, 0, 0}},
    {"no cycle", 2, {{.from = 2, .to = 1, .weight = 1}, {.from = 1, .to = 0, .weight = 1}}, {0, 0}},
    {"no edges", 0, {{0}}, {0}},
};

static void the_heavy_way_points_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct digraph_node nodes[4] = {{0}};
        struct digraph graph = {
            .nodes = nodes, .node_count = 4, .edges = CASES[i].edges, .edge_count = CASES[i].count};
        const uint8_t *reversed = solve(&graph, &arena);
        if (memcmp(reversed, CASES[i].expected, CASES[i].count) != 0)
            fail_msg("%s", CASES[i].what);
        arena_fini(&store);
    }
}

/* One node that calls thousands which all call it back. */
static void a_star_of_two_cycles_is_quick(void **state)
{
    (void)state;
    enum { RAYS = 5000 };
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {.limit = 5000000};
    struct digraph_node *nodes = ARENA_NEW(&arena, struct digraph_node, RAYS + 1);
    struct digraph_edge *edges = ARENA_NEW(&arena, struct digraph_edge, 2 * RAYS);
    for (uint32_t i = 0; i < RAYS; i++) {
        edges[2 * i] = (struct digraph_edge){.from = 0, .to = i + 1, .weight = i % 3 + 1};
        edges[2 * i + 1] = (struct digraph_edge){.from = i + 1, .to = 0, .weight = 2};
    }
    struct digraph graph = {
        .nodes = nodes, .node_count = RAYS + 1, .edges = edges, .edge_count = 2 * RAYS};
    const uint8_t *reversed = cycles_reversed(&graph, &arena, &budget, NULL);
    assert_non_null(reversed);
    for (uint32_t i = 0; i < RAYS; i++) {
        assert_int_equal(reversed[2 * i] + reversed[2 * i + 1], 1);
        if (edges[2 * i].weight != 2)
            assert_int_equal(reversed[2 * i], edges[2 * i].weight < 2);
    }
    arena_fini(&store);
}

int cycles_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_cycle_is_left_and_no_edge_reversed_in_vain),
        cmocka_unit_test(no_cycle_is_left_where_the_effort_ends),
        cmocka_unit_test(small_graphs_are_nearly_optimal),
        cmocka_unit_test(the_heavy_way_points_down),
        cmocka_unit_test(a_star_of_two_cycles_is_quick),
    };
    return cmocka_run_group_tests_name("cycles", tests, NULL, NULL);
}
