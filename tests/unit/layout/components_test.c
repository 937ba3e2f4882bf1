/* Every node and edge is in one part, in its order, and parts are connected and apart. */
#include "layout/components.h"
#include "base/arena.h"
#include "layout/digraph.h"
#include "unit/unit.h"

int components_tests(void);

enum { MOST = 300 };

struct made {
    struct digraph_node nodes[MOST];
    struct digraph_edge edges[MOST];
    struct digraph graph;
};

static void make(struct made *made, size_t nodes, size_t edges, uint64_t seed)
{
    memset(made, 0, sizeof *made);
    for (uint32_t i = 0; i < nodes; i++)
        made->nodes[i].node = i;
    for (uint32_t i = 0; i < edges; i++)
        made->edges[i] = (struct digraph_edge){.from = (uint32_t)(unit_random(&seed) % nodes),
                                               .to = (uint32_t)(unit_random(&seed) % nodes),
                                               .weight = (double)(1 + unit_random(&seed) % 9),
                                               .edge = i};
    made->graph = (struct digraph){.nodes = made->nodes,
                                   .node_count = nodes,
                                   .edges = made->edges,
                                   .edge_count = edges,
                                   .node_gap = 18};
}

/* By node: the least node that it can be reached from, by spreading until nothing changes. */
static void spread(const struct made *made, uint32_t *least)
{
    for (uint32_t i = 0; i < MOST; i++)
        least[i] = i;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < made->graph.edge_count; i++) {
            uint32_t *a = &least[made->edges[i].from], *b = &least[made->edges[i].to];
            changed = changed || *a != *b;
            *a = *b = *a < *b ? *a : *b;
        }
    }
}

static double check_edges(const struct made *made, const struct digraph *graph, uint8_t *seen)
{
    double weight = 0;
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct digraph_edge *edge = &graph->edges[i], *of = &made->edges[edge->edge];
        assert_false(seen[edge->edge]++);
        assert_true(!i || edge[-1].edge < edge->edge);
        assert_int_equal(graph->nodes[edge->from].node, of->from);
        assert_int_equal(graph->nodes[edge->to].node, of->to);
        weight += edge->weight;
    }
    return weight;
}

static void check(const struct made *made, const struct components *components)
{
    uint32_t least[MOST];
    uint8_t nodes[MOST] = {0}, edges[MOST] = {0}, parts[MOST] = {0};
    double last = 1e9;
    size_t last_nodes = MOST;
    spread(made, least);
    for (size_t i = 0; i < components->count; i++) {
        const struct digraph *graph = &components->graphs[i];
        double weight = check_edges(made, graph, edges);
        assert_true(weight < last || (weight == last && graph->node_count <= last_nodes));
        last = weight;
        last_nodes = graph->node_count;
        assert_true(graph->node_gap == 18);
        assert_false(parts[least[graph->nodes[0].node]]++);
        for (size_t n = 0; n < graph->node_count; n++) {
            assert_false(nodes[graph->nodes[n].node]++);
            assert_true(!n || graph->nodes[n - 1].node < graph->nodes[n].node);
            assert_int_equal(least[graph->nodes[n].node], least[graph->nodes[0].node]);
        }
    }
    for (size_t i = 0; i < made->graph.node_count; i++)
        assert_true(nodes[i]);
    for (size_t i = 0; i < made->graph.edge_count; i++)
        assert_true(edges[i]);
}

static void parts_are_connected_and_apart(void **state)
{
    (void)state;
    static struct made made;
    for (uint64_t seed = 1; seed < 200; seed++) {
        struct arena_store store;
        struct arena arena = arena_init(&store, SIZE_MAX);
        struct budget budget = {0};
        make(&made, 1 + seed * 7 % MOST, seed * 13 % MOST, seed);
        check(&made, components_new(&made.graph, &arena, &budget, NULL));
        arena_fini(&store);
    }
}

static void nothing_has_no_parts(void **state)
{
    (void)state;
    struct arena_store store;
    struct arena arena = arena_init(&store, SIZE_MAX);
    struct budget budget = {0};
    struct digraph graph = {0};
    assert_int_equal(components_new(&graph, &arena, &budget, NULL)->count, 0);
    arena_fini(&store);
}

int components_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_connected_and_apart),
        cmocka_unit_test(nothing_has_no_parts),
    };
    return cmocka_run_group_tests_name("components", tests, NULL, NULL);
}
